#include <charconv>
#include <cmath>

#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

namespace {

struct Options {
    std::string store, at = "head";
    std::vector<std::string> set;
};

// ID=VALUE sets the indicator's target; ID.base and ID.value set what it is computed from.
base::Result<std::pair<std::string, double>> assignment(const plan::Spec& spec, const std::string& text) {
    const auto equals = text.find('=');
    std::string key = text.substr(0, equals);
    const std::string number = equals == std::string::npos ? "" : text.substr(equals + 1);
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (number.empty() || error != std::errc() || end != number.data() + number.size() || !std::isfinite(value))
        return base::fail(base::Error::Code::Invalid, "cli.indicators.bad_set", text);
    const auto dot = key.find('.');
    const std::string what = dot == std::string::npos ? "target" : key.substr(dot + 1);
    const std::string id = key.substr(0, dot);
    if (!spec.indicator(id)) {
        std::string known;
        for (const auto& one : spec.indicators) known += (known.empty() ? "" : ", ") + one.id;
        return base::fail(base::Error::Code::NotFound, "cli.indicators.none", id, known);
    }
    if (what != "target" && what != "base" && what != "value")
        return base::fail(base::Error::Code::Invalid, "cli.indicators.bad_set", text);
    return std::pair(id + "." + what, value);
}

base::Result<Exit> indicators(Program& program, const Options& options) {
    auto opened =
        open(options.store, options.set.empty() ? store::Store::Mode::ReadOnly : store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    std::vector<std::pair<std::string, double>> assignments;
    for (const auto& text : options.set) {
        const auto one = assignment(*opened->spec, text);
        if (!one) return base::pass(one.error());
        assignments.push_back(*one);
    }
    for (const auto& [key, value] : assignments)
        if (auto done = opened->store.set(key, value); !done) return base::pass(done.error());
    const auto settings = opened->store.settings();
    if (!settings) return base::pass(settings.error());
    const auto state = stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    const auto filed = filedBefore(opened->store, *state, program.task());
    if (!filed) return base::pass(filed.error());
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
    verb.add_option("--set", options->set, program.texts()("cli.option.set"))->allow_extra_args(false);
    verb.add_option("--at", options->at, program.texts()("cli.option.at"))->capture_default_str();
    program.runs(verb, [&program, options] { return indicators(program, *options); });
}

}  // namespace cli
