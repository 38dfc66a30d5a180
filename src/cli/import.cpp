#include "exchange/import.h"

#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/input.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"

namespace cli {

namespace {

struct Options {
    std::string store, dataset, mapping, sourceCrs, encoding, caseId, message, tag, mode, key, author;
    std::vector<std::string> layers, fields;
    bool baseline = false, dryRun = false;
};

// KEY=VALUE, neither empty.
bool isAssignment(const std::string& text) {
    const auto equals = text.find('=');
    return equals != std::string::npos && equals > 0 && equals + 1 < text.size();
}

void addAssignments(std::map<std::string, std::string>& into, const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        const auto equals = text.find('=');
        into[text.substr(0, equals)] = text.substr(equals + 1);
    }
}

// A mapping file is {"layers": {CODE: source}, "fields": {CODE.FIELD: source}}.
base::Result<> addMapping(exchange::ImportOptions& into, const std::string& file, const base::Task& task) {
    const auto text = inputOf(file, task);
    if (!text) return base::pass(text.error());
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object()) return base::fail(base::Error::Code::Invalid, "cli.import.bad_mapping", file);
    for (const auto& [part, target] : {std::pair("layers", &into.layers), std::pair("fields", &into.fields)}) {
        if (!json.contains(part)) continue;
        if (!json[part].is_object()) return base::fail(base::Error::Code::Invalid, "cli.import.bad_mapping", file);
        for (const auto& [key, value] : json[part].items()) {
            if (!value.is_string())
                return base::fail(base::Error::Code::Invalid, "cli.import.bad_mapping", file + ": " + key);
            (*target)[key] = value.get<std::string>();
        }
    }
    return {};
}

base::Result<exchange::ImportOptions> importOptions(const Options& options, const base::Task& task) {
    exchange::ImportOptions result;
    if (!options.mapping.empty())
        if (auto done = addMapping(result, options.mapping, task); !done) return base::pass(done.error());
    addAssignments(result.layers, options.layers);
    addAssignments(result.fields, options.fields);
    result.sourceCrs = options.sourceCrs;
    result.key = options.key;
    result.read.encoding = options.encoding;
    const std::string mode = options.mode.empty() ? (options.baseline ? "append" : "update") : options.mode;
    result.mode = mode == "append"   ? exchange::ImportMode::Append
                  : mode == "update" ? exchange::ImportMode::Update
                                     : exchange::ImportMode::Replace;
    return result;
}

Json layerJson(const exchange::LayerImport& layer, const base::Texts& texts) {
    Json problems = Json::array();
    for (const auto& problem : layer.problems)
        problems.push_back({{"feature", problem.feature},
                            {"kind", problem.kind},
                            {"skipped", problem.skipped},
                            {"detail", texts(problem.detail)},
                            {"where", problem.where ? Json{problem.where->x, problem.where->y} : Json()}});
    return {{"code", layer.code},
            {"source", layer.source},
            {"read", layer.read},
            {"imported", layer.imported},
            {"skipped", layer.skipped},
            {"repaired", layer.repaired},
            {"problems", std::move(problems)}};
}

void print(const Program& program, const exchange::Import& import) {
    const auto& texts = program.texts();
    std::vector<std::vector<std::string>> rows{{texts("cli.layers.code"), texts("cli.import.source"),
                                                texts("cli.import.read"), texts("cli.import.imported"),
                                                texts("cli.import.skipped"), texts("cli.import.repaired")}};
    for (const auto& layer : import.layers)
        rows.push_back({layer.code, layer.source, base::decimal(static_cast<long long>(layer.read)),
                        base::decimal(static_cast<long long>(layer.imported)),
                        base::decimal(static_cast<long long>(layer.skipped)),
                        base::decimal(static_cast<long long>(layer.repaired))});
    program.print(table(rows));
    for (const auto& layer : import.layers)
        for (std::size_t i = 0; i < layer.problems.size() && i < 10; ++i)
            program.print("  " + layer.code + " " + layer.problems[i].feature + ": " + texts(layer.problems[i].detail));
}

base::Result<Exit> import(Program& program, const Options& options) {
    auto opened = open(options.store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    const auto mapped = importOptions(options, program.task());
    if (!mapped) return base::pass(mapped.error());
    store::Store& store = opened->store;
    std::int64_t saves = 0;
    if (!options.baseline) {
        const auto file = store.find(options.caseId);
        if (!file) return base::pass(file.error());
        saves = file->saves;
    }
    auto before =
        options.baseline ? store.load(store.head(), program.task()) : store.loadCase(options.caseId, program.task());
    if (!before) return base::pass(before.error());
    if (options.baseline)
        before = before->under(store.schema()).drawingFrom({static_cast<std::uint32_t>(store.head()), 1});
    auto import = exchange::import(options.dataset, *before, *opened->spec, *mapped, program.task());
    if (!import) return base::pass(import.error());

    Json answer = Json::object();
    const store::Note note{author(options.author), options.message, options.tag, {}};
    if (options.dryRun) {
        answer["dry_run"] = true;
    } else {
        if (options.baseline && import->changes.empty()) {
            answer["revision"] = store.head();
        } else if (options.baseline) {
            const auto revision = store.baseline(import->changes, note, program.task(), import->schema.get());
            if (!revision) return base::pass(revision.error());
            answer["revision"] = *revision;
        } else {
            if (!import->changes.empty())
                if (auto done = store.save(options.caseId, saves, import->changes, note, import->schema.get()); !done)
                    return base::pass(done.error());
            answer["case"] = options.caseId;
        }
    }
    answer["changes"] = import->changes.changes.size();
    answer["layers"] = Json::array();
    for (const auto& layer : import->layers) answer["layers"].push_back(layerJson(layer, program.texts()));
    if (program.json()) {
        program.print(answer);
        return Done;
    }
    print(program, *import);
    if (options.dryRun)
        program.print(program.texts()("cli.import.dry_run"));
    else if (import->changes.empty())
        program.print(program.texts()("cli.import.nothing"));
    else if (options.baseline)
        program.print(program.texts()("cli.import.revision", answer["revision"].get<std::int64_t>(),
                                      import->changes.changes.size()));
    else
        program.print(program.texts()("cli.import.case", options.caseId, import->changes.changes.size()));
    return Done;
}

}  // namespace

void addImport(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("import");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("DATASET", options->dataset, texts("cli.option.dataset"))->required();
    verb.add_option("--layer", options->layers, texts("cli.option.import_layer"))
        ->allow_extra_args(false)
        ->check(written(isAssignment, "cli.import.bad_assignment", texts));
    verb.add_option("--field", options->fields, texts("cli.option.import_field"))
        ->allow_extra_args(false)
        ->check(written(isAssignment, "cli.import.bad_assignment", texts));
    verb.add_option("--mapping", options->mapping, texts("cli.option.mapping"));
    verb.add_option("--source-crs", options->sourceCrs, texts("cli.option.source_crs"));
    verb.add_option("--encoding", options->encoding, texts("cli.option.encoding"));
    auto* baseline = verb.add_flag("--baseline", options->baseline, texts("cli.option.baseline"));
    auto* caseId = verb.add_option("--case", options->caseId, texts("cli.option.case"));
    baseline->excludes(caseId);
    verb.add_option("-m,--message", options->message, texts("cli.option.message"))->check(words(texts));
    verb.add_option("--tag", options->tag, texts("cli.option.tag"))->check(words(texts));
    verb.add_option("--mode", options->mode, texts("cli.option.mode"))
        ->check(choice({"append", "update", "replace"}, texts));
    verb.add_option("--key", options->key, texts("cli.option.key"));
    verb.add_option("--author", options->author, texts("cli.option.author"))->check(words(texts));
    verb.add_flag("--dry-run", options->dryRun, texts("cli.option.dry_run"));
    verb.parse_complete_callback(
        [options, message = texts("cli.import.where_to"), needs = texts("cli.import.needs_message")] {
            if (!options->baseline && options->caseId.empty())
                throw CLI::ValidationError("--baseline | --case", message);
            if (options->baseline && options->message.empty() && !options->dryRun)
                throw CLI::ValidationError("-m", needs);
        });
    program.runs(verb, [&program, options] { return import(program, *options); });
}

}  // namespace cli
