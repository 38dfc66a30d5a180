#pragma once

#include <span>
#include <vector>

#include "geometry/shape.h"

namespace review {

// One line of a shape: a ring (closed: its last corner is joined to its first), a line, or a single point.
struct Part {
    std::span<const geometry::Point> corners;
    bool closed = false;

    std::size_t edges() const { return closed ? corners.size() : corners.empty() ? 0 : corners.size() - 1; }
    geometry::Point from(std::size_t edge) const { return corners[edge]; }
    geometry::Point to(std::size_t edge) const { return corners[edge + 1 == corners.size() ? 0 : edge + 1]; }
};

// The lines of a shape in their order: rings as eachRing gives them, lines, points one by one. Looks into the shape,
// which must outlive it.
std::vector<Part> outlineOf(const geometry::Shape& shape);

// An edge without its direction.
struct Edge {
    geometry::Point low, high;
    static Edge of(geometry::Point a, geometry::Point b) { return a < b ? Edge{a, b} : Edge{b, a}; }
    bool operator==(const Edge&) const = default;
};

}  // namespace review

template <>
struct std::hash<review::Edge> {
    std::size_t operator()(const review::Edge& edge) const noexcept {
        const std::hash<geometry::Point> point;
        return point(edge.low) * 31 + point(edge.high);
    }
};
