#include "review/rows.h"

#include <algorithm>
#include <map>

#include "geometry/overlay.h"
#include "review/lineage.h"
#include "review/lobes.h"
#include "review/passage.h"

namespace review {

namespace {

using geometry::Area;
using geometry::MultiPolygon;

std::vector<std::size_t> differingFields(const plan::Feature& a, const plan::Feature& b) {
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < std::max(a.values.size(), b.values.size()); ++i)
        if (a.value(i) != b.value(i)) fields.push_back(i);
    return fields;
}

base::Result<Exchanged> exchanged(const plan::FeatureRef& before, const plan::FeatureRef& after) {
    const MultiPolygon old = areaOf(before), fresh = areaOf(after);
    if (auto read = lobes(old, fresh)) return std::move(*read);
    auto gained = geometry::subtract(fresh, old), lost = geometry::subtract(old, fresh);
    if (!gained || !lost) return base::pass((gained ? lost : gained).error());
    return Exchanged{std::move(*gained), std::move(*lost)};
}

// The rows of one layer stand together.
base::Result<> addLineage(const plan::Schema& schema, std::vector<Row>& rows, std::size_t first, std::size_t last) {
    std::vector<plan::Change> changes;
    for (std::size_t i = first; i < last; ++i) changes.push_back({rows[i].before, rows[i].after});
    const auto found = descents(schema, changes);
    if (!found) return base::pass(found.error());
    std::map<plan::FeatureId, std::size_t> at;
    for (std::size_t i = first; i < last; ++i) at[changes[i - first].id()] = i;
    for (const Descent& descent : *found) {
        rows[at[descent.child]].parents.push_back(descent.parent);
        rows[at[descent.parent]].children.push_back(descent.child);
    }
    return {};
}

base::Result<LayerSummary> summaryOf(const plan::Schema& schema, plan::LayerId layer, const std::vector<Row>& rows,
                                     std::size_t first, std::size_t last, const base::Task& task) {
    LayerSummary summary;
    summary.layer = layer;
    std::vector<const Row*> moved;
    for (std::size_t i = first; i < last; ++i) {
        const Row& row = rows[i];
        ++(row.kind == Kind::Added ? summary.added : row.kind == Kind::Removed ? summary.removed : summary.changed);
        summary.delta += row.delta;
        if (row.kind != Kind::Attributes) moved.push_back(&row);
    }
    const auto passed = passage(schema, moved, task);
    if (!passed) return base::pass(passed.error());
    summary.in = passed->in;
    summary.out = passed->out;
    return summary;
}

}  // namespace

base::Result<Row> rowOf(const plan::Schema& schema, const plan::Change& change) {
    Row row;
    row.before = change.before;
    row.after = change.after;
    const Area before = change.before ? change.before->area : Area();
    const Area after = change.after ? change.after->area : Area();
    row.delta = after - before;
    if (change.before && change.after) {
        row.fields = differingFields(*change.before, *change.after);
        const bool moved = change.before->shape != change.after->shape;
        row.kind = !moved ? Kind::Attributes : row.fields.empty() ? Kind::Geometry : Kind::Both;
        if (!moved) return row;
        auto pieces = exchanged(change.before, change.after);
        if (!pieces) return base::pass(pieces.error().in(plan::nameOf(schema, *change.after)));
        row.gained = std::move(pieces->gained);
        row.lost = std::move(pieces->lost);
    } else {
        row.kind = change.after ? Kind::Added : Kind::Removed;
        (change.after ? row.gained : row.lost) = areaOf(change.after ? change.after : change.before);
    }
    return row;
}

base::Result<Difference> difference(const plan::Schema& schema, const plan::Changeset& changes,
                                    const base::Task& task) {
    std::vector<const plan::Change*> ordered;
    for (const auto& change : changes.changes) ordered.push_back(&change);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return std::pair(a->layer(), a->id()) < std::pair(b->layer(), b->id());
    });
    Difference result;
    for (std::size_t first = 0; first < ordered.size();) {
        const plan::LayerId layer = ordered[first]->layer();
        const std::string& code = schema.layer(layer).code;
        std::size_t last = first;
        for (; last < ordered.size() && ordered[last]->layer() == layer; ++last) {
            if (task.stopped()) return base::cancelled();
            auto row = rowOf(schema, *ordered[last]);
            if (!row) return base::pass(row.error().in(code));
            result.rows.push_back(std::move(*row));
        }
        if (auto done = addLineage(schema, result.rows, first, last); !done) return base::pass(done.error().in(code));
        auto summary = summaryOf(schema, layer, result.rows, first, last, task);
        if (!summary) return base::pass(summary.error().in(code));
        result.layers.push_back(*summary);
        first = last;
    }
    return result;
}

}  // namespace review
