#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/revisions.h"

namespace cli {

namespace {

base::Result<Exit> show(Program& program, const std::string& file, const std::string& name) {
    const auto store = store::Store::open(file, store::Store::Mode::ReadOnly);
    if (!store) return base::pass(store.error());
    const auto number = store->resolve(name);
    if (!number) return base::pass(number.error());
    const auto revision = store->revision(*number);
    if (!revision) return base::pass(revision.error());
    const plan::SchemaRef schema = store->schema();

    const auto& texts = program.texts();
    Json answer = revisionJson(*revision);
    answer["layers"] = Json::array();
    std::vector<std::vector<std::string>> rows{{texts("cli.layers.code"), texts("cli.layers.name"),
                                                texts("cli.diff.added"), texts("cli.diff.removed"),
                                                texts("cli.diff.changed")}};
    for (const auto& layer : revision->layers) {
        answer["layers"].push_back(
            {{"code", layer.layer}, {"added", layer.added}, {"removed", layer.removed}, {"changed", layer.changed}});
        const auto id = schema->find(layer.layer);
        rows.push_back({layer.layer, id ? schema->layer(*id).name.in(texts.language()) : std::string(),
                        std::to_string(layer.added), std::to_string(layer.removed), std::to_string(layer.changed)});
    }
    if (program.json()) {
        program.print(answer);
        return Done;
    }
    program.print(texts("cli.show.head", revision->number, revision->time, revision->author, revision->message));
    program.print(texts("cli.show.digest", revision->digest));
    for (const auto& document : revision->documents) program.print(texts("cli.show.document", document));
    if (!revision->layers.empty()) program.print(table(rows));
    return Done;
}

}  // namespace

void addShow(Program& program) {
    auto file = std::make_shared<std::string>(), revision = std::make_shared<std::string>();
    CLI::App& verb = program.verb("show");
    verb.add_option("STORE", *file, program.texts()("cli.option.store"))->required();
    verb.add_option("REV", *revision, program.texts()("cli.option.rev"))->required();
    program.runs(verb, [&program, file, revision] { return show(program, *file, *revision); });
}

}  // namespace cli
