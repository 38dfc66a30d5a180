#include <algorithm>

#include "edit/scope.h"
#include "geometry/overlay.h"
#include "mend/neighbours.h"
#include "mend/shapes.h"

namespace mend {

namespace {

// The part leaves its feature and goes to the neighbour; where it is all there is, the neighbour takes the feature.
std::vector<std::optional<edit::Command>> into(const plan::Snapshot& now, const plan::Feature& feature,
                                               const geometry::MultiPolygon& part, const plan::Feature& neighbour) {
    const auto& whole = std::get<geometry::MultiPolygon>(feature.shape);
    if (whole.polygons.size() == 1)
        return {edit::Merge{now.schema().layer(feature.layer).code,
                            {edit::nameFor(now, neighbour), edit::nameFor(now, feature)},
                            edit::nameFor(now, neighbour)}};
    geometry::MultiPolygon rest = whole;
    std::erase(rest.polygons, part.polygons.front());
    return {replaced(now, feature, std::move(rest)),
            replaced(now, neighbour, geometry::unite(std::get<geometry::MultiPolygon>(neighbour.shape), part))};
}

}  // namespace

std::vector<Remedy> absorb(const Sickness& sickness) {
    const auto feature = sickness.subject(0);
    const auto* part = areaOf(sickness.finding);
    if (!feature || !part || part->polygons.size() != 1) return {};
    const plan::Snapshot& now = sickness.plan.now;
    const auto beside = neighbours(now, feature->layer, *part, {feature->id});
    if (beside.empty()) return {};
    const auto smaller = [](const Neighbour& a, const Neighbour& b) { return a.feature->area < b.feature->area; };
    std::vector<Remedy> ways;
    offer(ways, Way::MergeLongest, into(now, *feature, *part, *beside.front().feature));
    offer(ways, Way::MergeLargest,
          into(now, *feature, *part, *std::max_element(beside.begin(), beside.end(), smaller)->feature));
    return ways;
}

}  // namespace mend
