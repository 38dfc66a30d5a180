#include "report/place.h"

#include <algorithm>

#include "geometry/predicates.h"

namespace report {

namespace {

using geometry::Point;

// The middle of the widest stretch inside the area on one level; none where the level meets nothing of it.
std::optional<Point> insideAt(const geometry::MultiPolygon& area, std::int64_t level) {
    std::vector<double> crossings;
    const double y = static_cast<double>(level) + 0.5;  // between the corners, so that none lies on it
    geometry::eachRing(area, [&](const geometry::Ring& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i], b = ring[(i + 1) % ring.size()];
            const auto ay = static_cast<double>(a.y), by = static_cast<double>(b.y);
            if ((ay < y) == (by < y)) continue;
            const auto ax = static_cast<double>(a.x), bx = static_cast<double>(b.x);
            crossings.push_back(ax + (bx - ax) * (y - ay) / (by - ay));
        }
    });
    std::sort(crossings.begin(), crossings.end());
    std::optional<Point> best;
    double widest = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const double width = crossings[i + 1] - crossings[i];
        if (width <= widest) continue;
        const Point middle{std::llround((crossings[i] + crossings[i + 1]) / 2), level};
        if (locate(area, middle) == geometry::Side::Outside) continue;
        widest = width;
        best = middle;
    }
    return best;
}

std::optional<Point> pointOf(const geometry::MultiPolygon& area) {
    std::optional<Point> corner;
    std::int64_t low = 0, high = 0;
    geometry::eachRing(area, [&](const geometry::Ring& ring) {
        for (const Point p : ring) {
            low = corner ? std::min(low, p.y) : p.y;
            high = corner ? std::max(high, p.y) : p.y;
            if (!corner) corner = p;
        }
    });
    if (!corner) return corner;
    const auto middle = low + (high - low) / 2;
    if (const auto inside = insideAt(area, middle)) return inside;
    return corner;
}

}  // namespace

std::optional<geometry::Coordinate> placeOf(const geometry::Shape& shape, const geometry::Grid& grid) {
    std::optional<Point> point;
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape)) {
        if (!points->empty()) point = points->front();
    } else if (const auto* lines = std::get_if<geometry::MultiLine>(&shape)) {
        for (const auto& line : lines->lines)
            if (!point && !line.empty()) point = line[line.size() / 2];
    } else if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape)) {
        point = pointOf(*area);
    }
    if (!point) return std::nullopt;
    return grid.place(*point);
}

}  // namespace report
