#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/revisions.h"

namespace cli {

Json revisionJson(const store::Revision& revision) {
    return {{"revision", revision.number},
            {"parent", revision.parent},
            {"digest", revision.digest},
            {"time", revision.time},
            {"author", revision.author},
            {"message", revision.message},
            {"case", revision.caseId.empty() ? Json() : Json(revision.caseId)},
            {"documents", revision.documents},
            {"tags", revision.tags},
            {"structure", revision.structure},
            {"changes", revision.changes},
            {"added", revision.added},
            {"changed", revision.changed},
            {"removed", revision.removed}};
}

namespace {

struct Options {
    std::string store, layer, feature;
};

base::Result<Exit> log(Program& program, const Options& options) {
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    if (!options.feature.empty()) return logFeature(program, opened->store, options.layer, options.feature);
    const auto revisions = opened->store.log();
    if (!revisions) return base::pass(revisions.error());
    const auto& texts = program.texts();
    Json list = Json::array();
    std::vector<std::vector<std::string>> rows{
        {texts("cli.log.revision"), texts("cli.log.time"), texts("cli.log.author"), texts("cli.log.case"),
         texts("cli.log.changes"), texts("cli.log.tags"), texts("cli.log.message"), texts("cli.log.digest")}};
    for (const auto& revision : *revisions) {
        list.push_back(revisionJson(revision));
        std::string tags;
        for (const auto& tag : revision.tags) tags += (tags.empty() ? "" : ", ") + tag;
        rows.push_back({std::to_string(revision.number), revision.time, revision.author, revision.caseId,
                        std::to_string(revision.changes), tags, revision.message, revision.digest.substr(0, 12)});
    }
    if (program.json())
        program.print(Json{{"revisions", std::move(list)}});
    else
        program.print(revisions->empty() ? texts("cli.log.none") : table(rows));
    return Done;
}

}  // namespace

void addLog(Program& program) {
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("log");
    verb.add_option("STORE", options->store, program.texts()("cli.option.store"))->required();
    auto* layer = verb.add_option("--layer", options->layer, program.texts()("cli.option.layer"));
    auto* feature = verb.add_option("--feature", options->feature, program.texts()("cli.option.feature"));
    layer->needs(feature);
    feature->needs(layer);
    program.runs(verb, [&program, options] { return log(program, *options); });
}

}  // namespace cli
