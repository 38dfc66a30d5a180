#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "cli/answers.h"
#include "cli/explained.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"

namespace cli {

namespace {

struct Options {
    std::string store, at = "head", explain;
    std::vector<std::string> set;
};

// One entry of --set: ID=VALUE sets the indicator's target; ID.base, ID.value and ID.excluded set what it is computed
// from. Without a value the entry is taken back.
struct Entry {
    std::string id, what;
    std::optional<double> value;
};

std::optional<Entry> entryOf(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) return {};
    const std::string key = text.substr(0, equals), number = text.substr(equals + 1);
    const auto dot = key.find('.');
    Entry entry{key.substr(0, dot), dot == std::string::npos ? "target" : key.substr(dot + 1), {}};
    constexpr std::string_view known[] = {"target", "base", "value", "excluded"};
    if (entry.id.empty() || std::find(std::begin(known), std::end(known), entry.what) == std::end(known)) return {};
    if (number.empty()) return entry;
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(value)) return {};
    if (value < 0 || (entry.what == "base" && value == 0)) return {};  // no area; and nothing is a multiple of nothing
    entry.value = value;
    return entry;
}

base::Result<store::Store::Entry> assignment(const plan::Spec& spec, const std::string& text) {
    const Entry entry = *entryOf(text);
    const std::string& id = entry.id;
    if (!spec.indicator(id)) {
        std::string known;
        for (const auto& one : spec.indicators) known += (known.empty() ? "" : ", ") + one.id;
        return base::fail(base::Error::Code::NotFound, "cli.indicators.none", id, known);
    }
    return store::Store::Entry(id + "." + entry.what, entry.value);
}

base::Result<Exit> indicators(Program& program, const Options& options) {
    auto opened =
        open(options.store, options.set.empty() ? store::Store::Mode::ReadOnly : store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    std::vector<store::Store::Entry> entries;
    for (const auto& text : options.set) {
        const auto one = assignment(*opened->spec, text);
        if (!one) return base::pass(one.error());
        entries.push_back(*one);
    }
    const auto state = stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    const auto filed = filedBefore(opened->store, *state, program.task());
    if (!filed) return base::pass(filed.error());
    if (!entries.empty())
        if (auto done = opened->store.set(entries); !done) return base::pass(done.error());
    const auto settings = opened->store.settings();
    if (!settings) return base::pass(settings.error());
    if (!options.explain.empty()) return explain(program, *opened, options.explain, *state, *filed, *settings);
    const auto found = rules::indicators(*opened->spec, *settings, rules::Totals::of(*opened->spec, *filed),
                                         rules::Totals::of(*opened->spec, state->now));
    Json list = Json::array();
    for (const auto& one : found) list.push_back(indicatorJson(one, program.texts()));
    if (program.json())
        program.print(Json{{"indicators", std::move(list)}});
    else
        program.print(found.empty() ? program.texts()("cli.indicators.no_pack")
                                    : indicatorTable(found, program.texts()));
    return Done;
}

}  // namespace

void addIndicators(Program& program) {
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("indicators");
    verb.add_option("STORE", options->store, program.texts()("cli.option.store"))->required();
    verb.add_option("--set", options->set, program.texts()("cli.option.set"))
        ->allow_extra_args(false)
        ->check(written([](const std::string& text) { return entryOf(text).has_value(); }, "cli.indicators.bad_set",
                        program.texts()));
    verb.add_option("--explain", options->explain, program.texts()("cli.option.explain"));
    verb.add_option("--at", options->at, program.texts()("cli.option.at"))->capture_default_str();
    program.runs(verb, [&program, options] { return indicators(program, *options); });
}

}  // namespace cli
