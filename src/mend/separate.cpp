#include "geometry/overlay.h"
#include "mend/shapes.h"

namespace mend {

// The overlap is taken from one of the two: from the smaller share of its own area first, so that the feature that it
// matters less to loses it.
std::vector<Remedy> separate(const Sickness& sickness) {
    const auto first = sickness.subject(0), second = sickness.subject(1);
    const auto* piece = areaOf(sickness.finding);
    if (!first || !second || !piece) return {};
    const auto without = [&](const plan::Feature& feature) {
        return replaced(sickness.plan.now, feature,
                        geometry::subtract(std::get<geometry::MultiPolygon>(feature.shape), *piece));
    };
    std::vector<Remedy> ways;
    const bool firstIsLarger = first->area >= second->area;
    offer(ways, firstIsLarger ? Way::TakeFromFirst : Way::TakeFromSecond, {without(firstIsLarger ? *first : *second)});
    offer(ways, firstIsLarger ? Way::TakeFromSecond : Way::TakeFromFirst, {without(firstIsLarger ? *second : *first)});
    return ways;
}

}  // namespace mend
