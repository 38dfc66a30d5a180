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
            {"tags", revision.tags},
            {"changes", revision.changes}};
}

namespace {

struct Options {
    std::string store, layer, feature;
};

// The revisions that changed one feature.
base::Result<std::vector<store::Revision>> touching(const Opened& opened, std::vector<store::Revision> revisions,
                                                    const Options& options, const base::Task& task) {
    const auto layers = layersNamed(*opened.store.schema(), {options.layer});
    if (!layers) return base::pass(layers.error());
    const auto head = opened.store.load(opened.store.head(), task);
    if (!head) return base::pass(head.error());
    std::optional<plan::FeatureId> id;
    if (const auto feature = head->find(layers->front(), options.feature)) id = feature->id;
    std::vector<store::Revision> result;
    for (const auto& revision : revisions) {
        const auto changes = opened.store.changes(revision.parent, revision.number);
        if (!changes) return base::pass(changes.error());
        for (const auto& change : changes->changes) {
            const bool named = change.layer() == layers->front() &&
                               ((change.before && plan::nameOf(head->schema(), *change.before) == options.feature) ||
                                (change.after && plan::nameOf(head->schema(), *change.after) == options.feature));
            if (named && !id) id = change.id();
            if (change.layer() == layers->front() && id && change.id() == *id) {
                result.push_back(revision);
                break;
            }
        }
    }
    if (!id) return base::fail(base::Error::Code::NotFound, "cli.no_feature", options.layer, options.feature);
    return result;
}

base::Result<Exit> log(Program& program, const Options& options) {
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    auto revisions = opened->store.log();
    if (revisions && !options.feature.empty())
        revisions = touching(*opened, std::move(*revisions), options, program.task());
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
