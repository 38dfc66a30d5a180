#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

namespace geometry {

// A place on the plan's grid, in whole steps (see grid.h): equality, order and hashing are exact.
struct Point {
    std::int64_t x = 0, y = 0;
    auto operator<=>(const Point&) const = default;
};

// The corners of a closed line, each once: the last is joined to the first. Equality is of the sequence, start
// included.
using Ring = std::vector<Point>;

// Outer rings run counter-clockwise, holes clockwise, wherever the ring has an area.
struct Polygon {
    Ring outer;
    std::vector<Ring> holes;
    bool operator==(const Polygon&) const = default;
};

using Line = std::vector<Point>;
using MultiPoint = std::vector<Point>;
struct MultiLine {
    std::vector<Line> lines;
    bool operator==(const MultiLine&) const = default;
};
struct MultiPolygon {
    std::vector<Polygon> polygons;
    bool empty() const { return polygons.empty(); }
    bool operator==(const MultiPolygon&) const = default;
};

// The geometry of a feature; monostate where it has none.
using Shape = std::variant<std::monostate, MultiPoint, MultiLine, MultiPolygon>;

// Calls visit(const Ring&) / visit(Ring&) for every ring of the area, outer rings before their holes.
template <class Area, class Visit>
void eachRing(Area& area, Visit visit) {
    for (auto& polygon : area.polygons) {
        visit(polygon.outer);
        for (auto& hole : polygon.holes) visit(hole);
    }
}

std::size_t vertexCount(const Shape& shape);
bool hasVertex(const Shape& shape, Point vertex);

}  // namespace geometry

template <>
struct std::hash<geometry::Point> {
    std::size_t operator()(geometry::Point p) const noexcept {
        std::uint64_t h = static_cast<std::uint64_t>(p.x) * 0x9E3779B97F4A7C15u ^
                          (static_cast<std::uint64_t>(p.y) + 0x7F4A7C15u) * 0xC2B2AE3D27D4EB4Fu;
        h ^= h >> 32;
        return static_cast<std::size_t>(h * 0x9E3779B97F4A7C15u);
    }
};
