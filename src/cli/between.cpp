#include "cli/between.h"

#include <algorithm>

namespace cli {

namespace {

struct Reached {
    Between::Place place;
    plan::Changeset changes;  // of the case
};

base::Result<Reached> reach(const store::Store& store, const std::string& name) {
    Reached reached;
    if (name.starts_with("case:")) {
        reached.place.caseId = name.substr(5);
        const auto file = store.find(reached.place.caseId);
        if (!file) return base::pass(file.error());
        reached.place.revision = file->base;
        auto changes = store.caseChanges(reached.place.caseId);
        if (!changes) return base::pass(changes.error());
        reached.changes = std::move(*changes);
        return reached;
    }
    const auto number = store.resolve(name);
    if (!number) return base::pass(number.error());
    reached.place.revision = *number;
    return reached;
}

}  // namespace

base::Result<Between> between(const store::Store& store, const std::string& from, const std::string& to) {
    auto begin = reach(store, from), end = reach(store, to);
    if (!begin) return base::pass(begin.error());
    if (!end) return base::pass(end.error());
    auto changes = store.changes(begin->place.revision, end->place.revision);
    if (!changes) return base::pass(changes.error());
    auto areas = store.areas(begin->place.revision);
    if (!areas) return base::pass(areas.error());
    Between result{begin->place, end->place, store.schema(), std::move(*changes), std::move(*areas)};
    const bool revisions = begin->place.caseId.empty() && end->place.caseId.empty();
    if (revisions) {
        auto schema = store.schema(std::max(begin->place.revision, end->place.revision));
        if (!schema) return base::pass(schema.error());
        result.schema = std::move(*schema);
        return result;
    }
    for (const plan::Change& change : begin->changes.changes) {
        if (change.after) result.before[change.layer().index] += change.after->area;
        if (change.before) result.before[change.layer().index] -= change.before->area;
    }
    result.changes = begin->changes.inverse().then(result.changes).then(end->changes);
    return result;
}

}  // namespace cli
