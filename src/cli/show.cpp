#include <array>
#include <map>

#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/revisions.h"

namespace cli {

namespace {

base::Result<Exit> show(Program& program, const std::string& file, const std::string& name) {
    const auto opened = open(file, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto number = opened->store.resolve(name);
    if (!number) return base::pass(number.error());
    const auto revision = opened->store.revision(*number);
    if (!revision) return base::pass(revision.error());
    const auto changes = opened->store.changes(revision->parent, revision->number);
    if (!changes) return base::pass(changes.error());
    const plan::SchemaRef schema = opened->store.schema();
    std::map<plan::LayerId, std::array<std::size_t, 3>> counts;
    for (const auto& change : changes->changes) ++counts[change.layer()][!change.before ? 0 : !change.after ? 1 : 2];

    const auto& texts = program.texts();
    Json answer = revisionJson(*revision);
    answer["layers"] = Json::array();
    std::vector<std::vector<std::string>> rows{{texts("cli.layers.code"), texts("cli.layers.name"),
                                                texts("cli.diff.added"), texts("cli.diff.removed"),
                                                texts("cli.diff.changed")}};
    for (const auto& [layer, count] : counts) {
        answer["layers"].push_back(
            {{"code", schema->layer(layer).code}, {"added", count[0]}, {"removed", count[1]}, {"changed", count[2]}});
        rows.push_back({schema->layer(layer).code, schema->layer(layer).name.in(texts.language()),
                        std::to_string(count[0]), std::to_string(count[1]), std::to_string(count[2])});
    }
    if (program.json()) {
        program.print(answer);
        return Done;
    }
    program.print(texts("cli.show.head", revision->number, revision->time, revision->author, revision->message));
    program.print(texts("cli.show.digest", revision->digest));
    if (!counts.empty()) program.print(table(rows));
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
