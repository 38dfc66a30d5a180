#include <algorithm>

#include "geometry/overlay.h"
#include "mend/neighbours.h"
#include "mend/shapes.h"

namespace mend {

// A neighbour takes the gap: the one with the longest boundary to it, or the largest.
std::vector<Remedy> fill(const Sickness& sickness) {
    const auto* gap = areaOf(sickness.finding);
    if (!gap) return {};
    const auto beside = neighbours(sickness.plan.now, sickness.finding.layer, *gap);
    if (beside.empty()) return {};
    const auto with = [&](const plan::Feature& feature) {
        return replaced(sickness.plan.now, feature,
                        geometry::unite(std::get<geometry::MultiPolygon>(feature.shape), *gap));
    };
    const auto smaller = [](const Neighbour& a, const Neighbour& b) { return a.feature->area < b.feature->area; };
    std::vector<Remedy> ways;
    offer(ways, Way::FillLongest, {with(*beside.front().feature)});
    offer(ways, Way::FillLargest, {with(*std::max_element(beside.begin(), beside.end(), smaller)->feature)});
    return ways;
}

}  // namespace mend
