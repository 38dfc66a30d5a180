#include "review/blame.h"

#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/named.h"
#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

namespace {

struct Options {
    std::string store, layer, feature, at = "head";
};

// The record as blame asks for it.
review::Record recordOf(const store::Store& store, plan::LayerId layer) {
    const plan::SchemaRef schema = store.schema();
    return {[&store, layer](plan::FeatureId id) -> base::Result<std::vector<review::Lived>> {
                auto states = store.history(layer, id);
                if (!states) return base::pass(states.error());
                std::vector<review::Lived> lived;
                for (auto& state : *states) lived.push_back({state.born, state.died, std::move(state.feature)});
                return lived;
            },
            [&store, layer](review::RevisionNumber number, const geometry::Box& box) -> base::Result<plan::Changeset> {
                return store.ended(layer, box, number);
            },
            geometry::EdgeCourse(schema->system, schema->measure.method(), schema->working)};
}

base::Result<Exit> blame(Program& program, const Options& options) {
    const auto store = store::Store::open(options.store, store::Store::Mode::ReadOnly);
    if (!store) return base::pass(store.error());
    const auto number = store->resolve(options.at);
    if (!number) return base::pass(number.error());
    const auto named = stateNamed(*store, options.layer, options.feature, *number);
    if (!named) return base::pass(named.error());
    const auto runs = review::blame(named->feature->id, *number, recordOf(*store, named->layer), program.task());
    if (!runs) return base::pass(runs.error());

    const plan::Schema& schema = *store->schema();
    const auto& texts = program.texts();
    const auto place = [&](geometry::Point point) {
        const auto at = schema.grid.place(point);
        return Json{at.x, at.y};
    };
    Json list = Json::array();
    std::vector<std::vector<std::string>> rows{
        {texts("cli.log.revision"), texts("cli.log.case"), texts("cli.log.author"), texts("cli.log.time"),
         texts("cli.blame.length"), texts("cli.blame.from"), texts("cli.blame.to")}};
    for (const review::Run& run : *runs) {
        const auto revision = store->revision(run.revision);
        if (!revision) return base::pass(revision.error());
        const double length = schema.measure.length(run.line).metres();
        Json later = Json::array();
        for (const auto& corner : run.later) later.push_back({{"at", place(corner.at)}, {"revision", corner.revision}});
        list.push_back({{"revision", run.revision},
                        {"case", revision->caseId.empty() ? Json() : Json(revision->caseId)},
                        {"author", revision->author},
                        {"time", revision->time},
                        {"ring", run.ring},
                        {"from", place(run.line.front())},
                        {"to", place(run.line.back())},
                        {"length", length},
                        {"later", std::move(later)},
                        {"geometry", geometryJson(geometry::MultiLine{{run.line}}, schema.grid)}});
        rows.push_back({std::to_string(run.revision), revision->caseId, revision->author, revision->time,
                        base::decimal(length, 2) + " m", placeText(schema, run.line.front()),
                        placeText(schema, run.line.back())});
    }
    if (program.json())
        program.print(Json{{"layer", options.layer},
                           {"feature", plan::nameOf(schema, *named->feature)},
                           {"revision", *number},
                           {"runs", std::move(list)}});
    else
        program.print(table(rows));
    return Done;
}

}  // namespace

void addBlame(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("blame");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("LAYER", options->layer, texts("cli.option.layer"))->required();
    verb.add_option("FEATURE", options->feature, texts("cli.option.feature"))->required();
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    program.runs(verb, [&program, options] { return blame(program, *options); });
}

}  // namespace cli
