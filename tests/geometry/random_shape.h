#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "geometry/predicates.h"
#include "geometry/shape.h"

// Random shapes for the laws of this module.
namespace random_shape {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Polygon;
using geometry::Ring;

inline std::int64_t roll(std::int64_t low, std::int64_t high) { return *rc::gen::inRange(low, high + 1); }

// A simple ring about a centre: corners at growing angles, at least `radius`/4 away.
inline Ring star(Point centre, std::int64_t radius, int corners) {
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * 3.14159265358979 * (i + static_cast<double>(roll(0, 800)) / 1000) / corners;
        const double reach = static_cast<double>(roll(radius / 4, radius));
        const Point corner{centre.x + std::llround(reach * std::cos(angle)),
                           centre.y + std::llround(reach * std::sin(angle))};
        if (ring.empty() || ring.back() != corner) ring.push_back(corner);
    }
    return ring;
}

// Any corners at all, on a board so small that they often touch, repeat and cross.
inline Ring scribble(int least, int most, std::int64_t size) {
    Ring ring;
    const std::int64_t corners = roll(least, most);
    for (std::int64_t i = 0; i < corners; ++i) ring.push_back({roll(0, size), roll(0, size)});
    return ring;
}

// Some rings, in no order that makes sense.
inline MultiPolygon scribbles(std::int64_t size) {
    MultiPolygon area;
    const std::int64_t polygons = roll(1, 2);
    for (std::int64_t i = 0; i < polygons; ++i) {
        Polygon polygon{scribble(3, 5, size), {}};
        for (std::int64_t holes = roll(0, 2); holes > 0; --holes) polygon.holes.push_back(scribble(3, 4, size));
        area.polygons.push_back(std::move(polygon));
    }
    geometry::orient(area);
    return area;
}

}  // namespace random_shape
