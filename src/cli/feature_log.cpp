#include <map>

#include "cli/answers.h"
#include "cli/named.h"
#include "cli/revisions.h"
#include "review/lineage.h"

namespace cli {

namespace {

// What one revision did to the feature.
struct Step {
    store::Revision revision;
    std::string kind;
    plan::FeatureRef before, after;
    std::vector<std::string> parents, children;
};

std::string kindOf(const plan::FeatureRef& before, const plan::FeatureRef& after) {
    if (!before) return "added";
    if (!after) return "removed";
    const bool moved = before->shape != after->shape, valued = before->values != after->values;
    return moved && valued ? "both" : moved ? "geometry" : "attributes";
}

// Only a revision that made or removed features of the layer can have split or joined any.
bool mayDescend(const store::Revision& revision, const std::string& layer) {
    for (const auto& counts : revision.layers)
        if (counts.layer == layer) return revision.parent > 0 && counts.added + counts.removed > 0;
    return false;
}

base::Result<> addDescent(Step& step, const store::Store& store, plan::LayerId layer, plan::FeatureId id) {
    const plan::Schema& schema = *store.schema();
    if (!mayDescend(step.revision, schema.layer(layer).code)) return {};
    const auto changes = store.changes(step.revision.parent, step.revision.number);
    if (!changes) return base::pass(changes.error());
    const geometry::Box was = step.before ? step.before->box : geometry::Box();
    const geometry::Box is = step.after ? step.after->box : geometry::Box();
    std::vector<plan::Change> near;
    std::map<plan::FeatureId, std::string> names;
    for (const auto& change : changes->changes) {
        if (change.layer() != layer) continue;
        const bool touches =
            (change.after && change.after->box.touches(was)) || (change.before && change.before->box.touches(is));
        if (!touches && change.id() != id) continue;
        near.push_back(change);
        names[change.id()] = plan::nameOf(schema, change.after ? *change.after : *change.before);
    }
    const auto found = review::descents(schema, near);
    if (!found) return base::pass(found.error());
    for (const auto& descent : *found) {
        if (descent.child == id && descent.parent != id) step.parents.push_back(names[descent.parent]);
        if (descent.parent == id && descent.child != id) step.children.push_back(names[descent.child]);
    }
    return {};
}

base::Result<std::vector<Step>> stepsOf(const store::Store& store, plan::LayerId layer, plan::FeatureId id) {
    const auto states = store.history(layer, id);
    if (!states) return base::pass(states.error());
    std::vector<Step> steps;
    std::vector<store::RevisionNumber> numbers;
    const auto add = [&](store::RevisionNumber number, plan::FeatureRef before, plan::FeatureRef after) {
        steps.push_back({{}, kindOf(before, after), before, after, {}, {}});
        numbers.push_back(number);
    };
    for (std::size_t i = 0; i < states->size(); ++i) {
        const auto& state = (*states)[i];
        const bool follows = i > 0 && (*states)[i - 1].died == state.born;
        add(state.born, follows ? (*states)[i - 1].feature : nullptr, state.feature);
        const bool goes = state.died && (i + 1 == states->size() || (*states)[i + 1].born != *state.died);
        if (goes) add(*state.died, state.feature, nullptr);
    }
    auto revisions = store.revisions(numbers);
    if (!revisions) return base::pass(revisions.error());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i].revision = std::move((*revisions)[i]);
        if (auto done = addDescent(steps[i], store, layer, id); !done) return base::pass(done.error());
    }
    return steps;
}

Json areaJson(const plan::FeatureRef& feature) { return feature ? Json(feature->area.squareMetres()) : Json(); }

}  // namespace

base::Result<Exit> logFeature(const Program& program, const store::Store& store, const std::string& layer,
                              const std::string& feature) {
    const auto schema = store.schema();
    const auto layerId = layerNamed(*schema, layer);
    if (!layerId) return base::pass(layerId.error());
    const auto id = featureNamed(store, *layerId, feature);
    if (!id) return base::pass(id.error());
    const auto steps = stepsOf(store, *layerId, *id);
    if (!steps) return base::pass(steps.error());

    const auto& texts = program.texts();
    Json list = Json::array();
    std::vector<std::vector<std::string>> rows{{texts("cli.log.revision"), texts("cli.log.time"),
                                                texts("cli.log.author"), texts("cli.log.case"), texts("cli.diff.kind"),
                                                texts("cli.diff.before"), texts("cli.diff.after"),
                                                texts("cli.log.lineage"), texts("cli.log.message")}};
    for (auto step = steps->rbegin(); step != steps->rend(); ++step) {
        const store::Revision& revision = step->revision;
        Json entry = revisionJson(revision);
        entry["kind"] = step->kind;
        entry["area_before"] = areaJson(step->before);
        entry["area_after"] = areaJson(step->after);
        entry["parents"] = step->parents;
        entry["children"] = step->children;
        list.push_back(std::move(entry));
        std::string lineage;
        for (const auto& name : step->parents) lineage += (lineage.empty() ? "← " : " ← ") + name;
        for (const auto& name : step->children) lineage += (lineage.empty() ? "→ " : " → ") + name;
        const auto area = [](const plan::FeatureRef& state) { return state ? areaText(state->area) : std::string(); };
        rows.push_back({std::to_string(revision.number), revision.time, revision.author, revision.caseId,
                        texts("cli.kind." + step->kind), area(step->before), area(step->after), lineage,
                        revision.message});
    }
    if (program.json())
        program.print(Json{{"layer", layer}, {"feature", feature}, {"revisions", std::move(list)}});
    else
        program.print(table(rows));
    return Done;
}

}  // namespace cli
