#pragma once

#include <algorithm>
#include <limits>

#include "geometry/shape.h"

namespace geometry {

// A closed rectangle on the grid; empty as made.
struct Box {
    std::int64_t minX = std::numeric_limits<std::int64_t>::max(), minY = std::numeric_limits<std::int64_t>::max();
    std::int64_t maxX = std::numeric_limits<std::int64_t>::min(), maxY = std::numeric_limits<std::int64_t>::min();

    bool operator==(const Box&) const = default;
    static Box of(Point a) { return {a.x, a.y, a.x, a.y}; }
    static Box of(Point a, Point b) {
        return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
    }
    bool empty() const { return minX > maxX; }
    bool touches(const Box& o) const { return minX <= o.maxX && o.minX <= maxX && minY <= o.maxY && o.minY <= maxY; }
    bool contains(Point p) const { return minX <= p.x && p.x <= maxX && minY <= p.y && p.y <= maxY; }
    bool contains(const Box& o) const { return minX <= o.minX && o.maxX <= maxX && minY <= o.minY && o.maxY <= maxY; }
    void add(Point p) {
        minX = std::min(minX, p.x), maxX = std::max(maxX, p.x);
        minY = std::min(minY, p.y), maxY = std::max(maxY, p.y);
    }
    void add(const Box& o) {
        minX = std::min(minX, o.minX), maxX = std::max(maxX, o.maxX);
        minY = std::min(minY, o.minY), maxY = std::max(maxY, o.maxY);
    }
    // Wider by `steps` on every side; an empty box stays empty.
    Box grown(std::int64_t steps) const {
        return empty() ? *this : Box{minX - steps, minY - steps, maxX + steps, maxY + steps};
    }
};

Box boxOf(const Ring& ring);
Box boxOf(const MultiPolygon& area);
Box boxOf(const Shape& shape);

}  // namespace geometry
