#include "review/rows.h"

#include <algorithm>
#include <map>

#include "geometry/overlay.h"
#include "geometry/validity.h"

namespace review {

namespace {

using geometry::Area;
using geometry::MultiPolygon;

// The feature's area as overlay can take it; nothing for points and lines. Broken input is compared as GEOS repairs it.
MultiPolygon areaOf(const plan::FeatureRef& feature) {
    const auto* area = feature ? std::get_if<MultiPolygon>(&feature->shape) : nullptr;
    if (!area) return {};
    return geometry::flawOf(*area) ? geometry::repaired(*area) : *area;
}

base::Result<MultiPolygon> united(const std::vector<MultiPolygon>& areas, const base::Task& task) {
    std::vector<const MultiPolygon*> parts;
    for (const auto& area : areas)
        if (!area.empty()) parts.push_back(&area);
    return geometry::uniteAll(parts, task);
}

std::vector<std::size_t> differingFields(const plan::Feature& a, const plan::Feature& b) {
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < std::max(a.values.size(), b.values.size()); ++i)
        if (a.value(i) != b.value(i)) fields.push_back(i);
    return fields;
}

// Below this a shared area is the trace of a moved boundary, not descent.
bool isDescent(Area shared, Area a, Area b) {
    return shared >= Area::squareMetres(1) && shared.squareMetres() >= 0.001 * std::min(a, b).squareMetres();
}

base::Result<> addLineage(const plan::Schema& schema, std::vector<Row>& rows,
                          const std::vector<std::size_t>& layerRows) {
    for (const std::size_t at : layerRows) {
        Row& row = rows[at];
        if (row.kind != Kind::Added && row.kind != Kind::Removed) continue;
        const plan::FeatureRef& own = row.after ? row.after : row.before;
        const MultiPolygon ownArea = areaOf(own);
        if (ownArea.empty()) continue;
        for (const std::size_t otherAt : layerRows) {
            const plan::FeatureRef& other = row.after ? rows[otherAt].before : rows[otherAt].after;
            if (!other || other == own || !other->box.touches(own->box)) continue;
            const auto shared = geometry::intersect(ownArea, areaOf(other));
            if (!shared) return base::pass(shared.error());
            if (isDescent(schema.measure.area(*shared), own->area, other->area)) row.lineage.push_back(other->id);
        }
        std::sort(row.lineage.begin(), row.lineage.end());
    }
    return {};
}

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
        const MultiPolygon old = areaOf(change.before), fresh = areaOf(change.after);
        auto gained = geometry::subtract(fresh, old), lost = geometry::subtract(old, fresh);
        if (!gained || !lost)
            return base::pass((gained ? lost : gained).error().in(plan::nameOf(schema, *change.after)));
        row.gained = std::move(*gained);
        row.lost = std::move(*lost);
    } else {
        row.kind = change.after ? Kind::Added : Kind::Removed;
        (change.after ? row.gained : row.lost) = areaOf(change.after ? change.after : change.before);
    }
    return row;
}

base::Result<LayerSummary> summaryOf(const plan::Snapshot& before, const plan::Snapshot& after, plan::LayerId layer,
                                     const std::vector<Row>& rows, const std::vector<std::size_t>& layerRows,
                                     const base::Task& task) {
    LayerSummary summary;
    summary.layer = layer;
    if (layer.index < before.schema().layers.size())
        before.each(layer, [&](const plan::FeatureRef& feature) { summary.before += feature->area; });
    after.each(layer, [&](const plan::FeatureRef& feature) { summary.after += feature->area; });
    std::vector<MultiPolygon> old, fresh;
    for (const std::size_t at : layerRows) {
        const Row& row = rows[at];
        ++(row.kind == Kind::Added ? summary.added : row.kind == Kind::Removed ? summary.removed : summary.changed);
        if (row.kind == Kind::Attributes) continue;
        old.push_back(areaOf(row.before));
        fresh.push_back(areaOf(row.after));
    }
    const auto was = united(old, task), is = united(fresh, task);
    if (!was || !is) return base::pass((was ? is : was).error());
    const auto in = geometry::subtract(*is, *was), out = geometry::subtract(*was, *is);
    if (!in || !out) return base::pass((in ? out : in).error());
    summary.in = after.schema().measure.area(*in);
    summary.out = after.schema().measure.area(*out);
    return summary;
}

}  // namespace

base::Result<Difference> difference(const plan::Snapshot& before, const plan::Snapshot& after, const base::Task& task) {
    const plan::Schema& schema = after.schema();
    Difference result;
    std::map<plan::LayerId, std::vector<std::size_t>> byLayer;
    const plan::Changeset changes = plan::Snapshot::diff(before, after);
    for (const auto& change : changes.changes) {
        if (task.stopped()) return base::cancelled();
        auto row = rowOf(schema, change);
        if (!row) return base::pass(row.error().in(schema.layer(change.layer()).code));
        byLayer[change.layer()].push_back(result.rows.size());
        result.rows.push_back(std::move(*row));
    }
    for (const auto& [layer, rows] : byLayer) {
        if (auto done = addLineage(schema, result.rows, rows); !done)
            return base::pass(done.error().in(schema.layer(layer).code));
        auto summary = summaryOf(before, after, layer, result.rows, rows, task);
        if (!summary) return base::pass(summary.error().in(schema.layer(layer).code));
        result.layers.push_back(*summary);
    }
    return result;
}

}  // namespace review
