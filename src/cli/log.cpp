#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/revisions.h"

namespace cli {

Json revisionJson(const store::Revision& revision) {
    // Key by key: a list of pairs is copied three times over, which a log of thousands notices.
    Json json = Json::object();
    json["revision"] = revision.number;
    json["parent"] = revision.parent;
    json["digest"] = revision.digest;
    json["time"] = revision.time;
    json["author"] = revision.author;
    json["message"] = revision.message;
    json["case"] = revision.caseId.empty() ? Json() : Json(revision.caseId);
    json["documents"] = revision.documents;
    json["tags"] = revision.tags;
    json["structure"] = revision.structure;
    json["changes"] = revision.changes;
    json["added"] = revision.added;
    json["changed"] = revision.changed;
    json["removed"] = revision.removed;
    return json;
}

namespace {

struct Options {
    std::string store, layer, feature;
};

base::Result<Exit> log(Program& program, const Options& options) {
    const auto store = store::Store::open(options.store, store::Store::Mode::ReadOnly);
    if (!store) return base::pass(store.error());
    if (!options.feature.empty()) return logFeature(program, *store, options.layer, options.feature);
    const auto revisions = store->log();
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
