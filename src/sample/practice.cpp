#include "sample/practice.h"

#include <algorithm>
#include <cmath>

namespace sample {

namespace {

using geometry::Point;

// The place beside the middle vertex, off the chord to the right (outside of a counter-clockwise ring) by a share of
// the shorter side.
Point beside(Point before, Point at, Point after, double share) {
    const auto dx = static_cast<double>(after.x - before.x), dy = static_cast<double>(after.y - before.y);
    const double chord = std::hypot(dx, dy);
    const double side = std::min(std::hypot(static_cast<double>(at.x - before.x), static_cast<double>(at.y - before.y)),
                                 std::hypot(static_cast<double>(after.x - at.x), static_cast<double>(after.y - at.y)));
    return {at.x + std::llround(dy / chord * side * share), at.y - std::llround(dx / chord * side * share)};
}

// Shared by the red line, its zone, the zone beside it and one parcel on each side, and by nothing else: open country.
bool isOpenCountry(const plan::Snapshot& county, Point vertex) {
    int redLines = 0, zones = 0, parcels = 0, others = 0;
    for (const auto& feature : withVertex(county, vertex)) {
        const std::string& code = county.schema().layer(feature->layer).code;
        ++(code == "STBHHX" ? redLines : code == "GHFQ" ? zones : code == "DLTB" ? parcels : others);
    }
    return redLines == 1 && zones == 2 && parcels == 2 && others == 0;
}

}  // namespace

std::optional<Practice> practice(const plan::Snapshot& county) {
    const auto redLine = county.schema().find("STBHHX");
    if (!redLine) return {};
    std::optional<Practice> found;
    county.each(*redLine, [&](const plan::FeatureRef& feature) {
        const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape);
        if (found || !area || area->empty()) return;
        const geometry::Ring& ring = area->polygons.front().outer;
        for (std::size_t i = 0; i < ring.size() && !found; ++i) {
            const Point before = ring[(i + ring.size() - 1) % ring.size()], at = ring[i],
                        after = ring[(i + 1) % ring.size()];
            if (before != after && isOpenCountry(county, at))
                found = Practice{at, beside(before, at, after, 0.3), beside(before, at, after, -0.3)};
        }
    });
    return found;
}

}  // namespace sample
