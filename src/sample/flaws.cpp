#include "sample/flaws.h"

#include <cmath>

namespace sample {

namespace {
// A step of longitude is three quarters of one of latitude in the county.
constexpr double eastOverNorth = 0.75;
}  // namespace

geometry::Point stepFrom(const geometry::Ring& ring, std::size_t vertex, Step step, const geometry::Measure& measure) {
    const geometry::Point at = ring[vertex], next = ring[(vertex + 1) % ring.size()];
    const double metres = measure.length({at, next}).metres();
    const double x = static_cast<double>(next.x - at.x) / metres, y = static_cast<double>(next.y - at.y) / metres;
    return {at.x + std::llround(step.along * x - step.aside * y / eastOverNorth),
            at.y + std::llround(step.along * y + step.aside * x * eastOverNorth)};
}

std::optional<geometry::Ring> with(const geometry::Ring& ring, std::size_t vertex, const std::vector<Step>& steps,
                                   const geometry::Measure& measure) {
    if (measure.length({ring[vertex], ring[(vertex + 1) % ring.size()]}).metres() < 4) return {};
    geometry::Ring result = ring;
    auto behind = result.begin() + static_cast<std::ptrdiff_t>(vertex) + 1;
    for (const Step step : steps) behind = result.insert(behind, stepFrom(ring, vertex, step, measure)) + 1;
    return result;
}

geometry::MultiPolygon twoSquares(geometry::Point middle, double area) {
    // Half a side; 12 steps of longitude and 9 of latitude are a millimetre.
    const double half = std::sqrt(area / 4000);
    const std::int64_t east = std::llround(half * 12), north = std::llround(half * 9);
    geometry::MultiPolygon squares;
    for (const std::int64_t x : {middle.x - 2 * east, middle.x + 2 * east})
        squares.polygons.push_back({{{x - east, middle.y - north},
                                     {x + east, middle.y - north},
                                     {x + east, middle.y + north},
                                     {x - east, middle.y + north}},
                                    {}});
    return squares;
}

bool isSharp(const geometry::Ring& ring) {
    constexpr double tangent = 0.1944;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const geometry::Point at = ring[i], a = ring[(i + ring.size() - 1) % ring.size()],
                              b = ring[(i + 1) % ring.size()];
        const double ax = static_cast<double>(a.x - at.x) * eastOverNorth, ay = static_cast<double>(a.y - at.y);
        const double bx = static_cast<double>(b.x - at.x) * eastOverNorth, by = static_cast<double>(b.y - at.y);
        const double along = ax * bx + ay * by;
        if (along > 0 && std::abs(ax * by - ay * bx) < along * tangent) return true;
    }
    return false;
}

}  // namespace sample
