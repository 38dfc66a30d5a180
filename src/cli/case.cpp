#include <algorithm>
#include <map>

#include "cli/answers.h"
#include "cli/extent.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"

namespace cli {

namespace {

struct Options {
    std::string store, title, kind, unit, extent, author, id;
    std::vector<std::string> basis;
};

const char* stageName(store::Stage stage) {
    switch (stage) {
        case store::Stage::Open: return "open";
        case store::Stage::Committed: return "committed";
        case store::Stage::Closed: return "closed";
    }
    return "open";
}

Json caseJson(const store::Case& file, const plan::Schema& schema) {
    return {{"case", file.id},
            {"title", file.title},
            {"kind", file.kind},
            {"unit", file.unit},
            {"author", file.author},
            {"basis", file.basis},
            {"extent", geometryJson(file.extent, schema.grid)},
            {"base", file.base},
            {"saves", file.saves},
            {"stage", stageName(file.stage)},
            {"revision", file.committed ? Json(*file.committed) : Json()},
            {"opened", file.opened}};
}

// Who has the case open now.
base::Result<Json> presentJson(const store::Store& store, const std::string& caseId) {
    const auto present = store.present(caseId);
    if (!present) return base::pass(present.error());
    Json list = Json::array();
    for (const auto& one : *present)
        list.push_back({{"author", one.author}, {"host", one.host}, {"pid", one.pid}, {"since", one.since}});
    return list;
}

// Other open cases that have changed the same features: the soft lock.
base::Result<Json> touchingJson(const store::Store& store, const store::Case& file) {
    Json list = Json::array();
    if (file.stage != store::Stage::Open) return list;
    const auto touching = store.touching(file.id);
    if (!touching) return base::pass(touching.error());
    if (touching->empty()) return list;
    const auto changes = store.caseChanges(file.id);
    if (!changes) return base::pass(changes.error());
    const auto schema = store.schema();
    std::map<plan::FeatureId, std::string> names;
    for (const auto& change : changes->changes)
        names[change.id()] = plan::nameOf(*schema, change.before ? *change.before : *change.after);
    for (const auto& other : *touching) {
        Json features = Json::array();
        for (const auto& [layer, id] : other.features)
            features.push_back({{"layer", schema->layer(layer).code}, {"feature", names[id]}});
        list.push_back({{"case", other.caseId},
                        {"title", other.title},
                        {"author", other.author},
                        {"features", std::move(features)}});
    }
    return list;
}

std::string casesIn(const Json& touching) {
    std::string cases;
    for (const auto& one : touching) cases += (cases.empty() ? "" : ", ") + one["case"].get<std::string>();
    return cases;
}

std::string namesIn(const Json& present) {
    std::string names;
    for (const auto& one : present)
        names += (names.empty() ? "" : ", ") + one["author"].get<std::string>() + "@" + one["host"].get<std::string>();
    return names;
}

// What is known of a case, a line each.
void printCase(const Program& program, const store::Case& file, const Json& answer) {
    const auto& texts = program.texts();
    std::string basis;
    for (const auto& document : file.basis) basis += (basis.empty() ? "" : ", ") + document;
    const std::pair<const char*, std::string> lines[] = {
        {"cli.case.id", file.id},
        {"cli.case.title", file.title},
        {"cli.case.kind", file.kind},
        {"cli.case.unit", file.unit},
        {"cli.case.author", file.author},
        {"cli.case.basis", basis},
        {"cli.case.extent", answer["extent"].is_null() ? "" : answer["extent"].dump()},
        {"cli.case.base", std::to_string(file.base)},
        {"cli.case.saves", std::to_string(file.saves)},
        {"cli.case.stage", texts(std::string("cli.stage.") + stageName(file.stage))},
        {"cli.log.revision", file.committed ? std::to_string(*file.committed) : ""},
        {"cli.case.time", file.opened},
        {"cli.case.present", namesIn(answer["present"])}};
    for (const auto& [key, value] : lines)
        if (!value.empty()) program.print(texts("cli.case.line", texts(key), value));
}

// Each other case with the first features that both change.
void printTouching(const Program& program, const Json& touching) {
    constexpr std::size_t shown = 5;
    for (const auto& one : touching) {
        std::string names;
        const auto& features = one["features"];
        for (std::size_t i = 0; i < std::min(shown, features.size()); ++i)
            names += (names.empty() ? "" : ", ") + features[i]["layer"].get<std::string>() + " " +
                     features[i]["feature"].get<std::string>();
        if (features.size() > shown) names += ", …";
        program.print(program.texts()("cli.case.touching_line", one["case"].get<std::string>(),
                                      one["title"].get<std::string>(), one["author"].get<std::string>(),
                                      features.size(), names));
    }
}

// The kind by its code or its name, as the pack lists them; any where the pack has no list.
base::Result<std::string> kindOf(const plan::Spec& spec, const std::string& given, const std::string& language) {
    const auto list = spec.codeLists.find("AJLX");
    if (list == spec.codeLists.end()) return given;
    std::string known;
    for (const auto& kind : list->second.codes) {
        if (given == kind.code || given == kind.name.zh || given == kind.name.en) return kind.code;
        known += (known.empty() ? "" : ", ") + kind.code + " (" + kind.name.in(language) + ")";
    }
    return base::fail(base::Error::Code::NotFound, "cli.case.no_kind", given, known);
}

base::Result<Exit> openCase(Program& program, const Options& options) {
    auto opened = open(options.store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    const auto kind = kindOf(*opened->spec, options.kind, program.texts().language());
    if (!kind) return base::pass(kind.error());
    auto extent = extentOf(options.extent, *opened->store.schema(), program.task());
    if (!extent) return base::pass(extent.error());
    store::Case described;
    described.title = options.title;
    described.kind = *kind;
    described.unit = options.unit;
    described.basis = options.basis;
    described.author = author(options.author);
    described.extent = std::move(*extent);
    const auto made = opened->store.openCase(std::move(described));
    if (!made) return base::pass(made.error());
    if (program.json())
        program.print(caseJson(*made, *opened->store.schema()));
    else
        program.print(program.texts()("cli.case.opened", made->id, made->title, made->base));
    return Done;
}

base::Result<Exit> listCases(Program& program, const Options& options) {
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto cases = opened->store.cases();
    if (!cases) return base::pass(cases.error());
    const auto& texts = program.texts();
    Json list = Json::array();
    std::vector<std::vector<std::string>> rows{
        {texts("cli.case.id"), texts("cli.case.title"), texts("cli.case.kind"), texts("cli.case.stage"),
         texts("cli.case.base"), texts("cli.case.saves"), texts("cli.case.author"), texts("cli.case.time"),
         texts("cli.case.present"), texts("cli.case.touching")}};
    for (const auto& file : *cases) {
        const auto present = presentJson(opened->store, file.id);
        if (!present) return base::pass(present.error());
        list.push_back(caseJson(file, *opened->store.schema()));
        list.back()["present"] = *present;
        const auto touching = touchingJson(opened->store, file);
        if (!touching) return base::pass(touching.error());
        list.back()["touching"] = *touching;
        rows.push_back({file.id, file.title, file.kind, texts(std::string("cli.stage.") + stageName(file.stage)),
                        std::to_string(file.base), std::to_string(file.saves), file.author, file.opened,
                        namesIn(*present), casesIn(*touching)});
    }
    if (program.json())
        program.print(Json{{"cases", std::move(list)}});
    else
        program.print(cases->empty() ? texts("cli.case.none") : table(rows));
    return Done;
}

base::Result<Exit> showCase(Program& program, const Options& options) {
    if (options.id.empty()) return listCases(program, options);
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto file = opened->store.find(options.id);
    if (!file) return base::pass(file.error());
    const auto present = presentJson(opened->store, file->id);
    if (!present) return base::pass(present.error());
    Json answer = caseJson(*file, *opened->store.schema());
    answer["present"] = *present;
    const auto touching = touchingJson(opened->store, *file);
    if (!touching) return base::pass(touching.error());
    if (program.json()) {
        answer["touching"] = *touching;
        program.print(answer);
        return Done;
    }
    printCase(program, *file, answer);
    printTouching(program, *touching);
    return Done;
}

}  // namespace

void addCase(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("case", false);
    verb.require_subcommand(1);
    CLI::App& opening = program.verb(verb, "open");
    opening.add_option("STORE", options->store, texts("cli.option.store"))->required();
    opening.add_option("--title", options->title, texts("cli.option.title"))->required()->check(words(texts));
    opening.add_option("--kind", options->kind, texts("cli.option.kind"))->required()->check(words(texts));
    opening.add_option("--unit", options->unit, texts("cli.option.unit"))->check(words(texts));
    opening.add_option("--basis", options->basis, texts("cli.option.basis"))
        ->allow_extra_args(false)
        ->check(words(texts));
    opening.add_option("--extent", options->extent, texts("cli.option.extent"));
    opening.add_option("--author", options->author, texts("cli.option.author"))->check(words(texts));
    program.runs(opening, [&program, options] { return openCase(program, *options); });
    for (const std::string name : {"list", "show"}) {
        CLI::App& sub = program.verb(verb, name);
        sub.add_option("STORE", options->store, texts("cli.option.store"))->required();
        sub.add_option("ID", options->id, texts("cli.option.case"));
        program.runs(sub, [&program, options] { return showCase(program, *options); });
    }
}

}  // namespace cli
