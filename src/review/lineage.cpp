#include "review/lineage.h"

#include <algorithm>

#include "geometry/index.h"
#include "geometry/overlay.h"
#include "geometry/validity.h"

namespace review {

using geometry::Area;

geometry::MultiPolygon areaOf(const plan::FeatureRef& feature) {
    const auto* area = feature ? std::get_if<geometry::MultiPolygon>(&feature->shape) : nullptr;
    if (!area) return {};
    return geometry::flawOf(*area) ? geometry::repaired(*area) : *area;
}

namespace {

// Below this a shared area is the trace of a moved boundary, not descent.
bool isDescent(Area shared, Area a, Area b) {
    return shared >= Area::squareMetres(1) && shared.squareMetres() >= 0.001 * std::min(a, b).squareMetres();
}

bool hasArea(const plan::FeatureRef& feature) {
    return feature && std::holds_alternative<geometry::MultiPolygon>(feature->shape);
}

}  // namespace

base::Result<std::vector<Descent>> descents(const plan::Schema& schema, const std::vector<plan::Change>& changes) {
    std::vector<geometry::Box> boxes;
    for (const auto& change : changes) boxes.push_back(hasArea(change.after) ? change.after->box : geometry::Box());
    const geometry::PackedIndex index(boxes);
    std::vector<Descent> found;
    for (const auto& parent : changes) {
        if (!hasArea(parent.before)) continue;
        std::vector<const plan::Change*> children;
        index.query(parent.before->box, [&](std::size_t at) {
            const plan::Change& child = changes[at];
            if (&child != &parent && (!child.before || !parent.after)) children.push_back(&child);
        });
        if (children.empty()) continue;
        const geometry::MultiPolygon area = areaOf(parent.before);
        for (const auto* child : children) {
            const auto shared = geometry::intersect(area, areaOf(child->after));
            if (!shared) return base::pass(shared.error());
            if (isDescent(schema.measure.area(*shared), parent.before->area, child->after->area))
                found.push_back({parent.id(), child->id()});
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace review
