#pragma once

#include <vector>

#include "geometry/shape.h"

namespace review {

// The rings of an area or the lines of a line, one after the other.
struct Path {
    const std::vector<geometry::Point>* points = nullptr;
    bool closed = true, hole = false;
    std::size_t polygon = 0;
    std::size_t size() const { return points->size(); }
    geometry::Point at(std::ptrdiff_t i) const {
        const auto n = static_cast<std::ptrdiff_t>(points->size());
        return (*points)[static_cast<std::size_t>(((i % n) + n) % n)];
    }
};

// None of points and of what is empty.
inline std::vector<Path> pathsOf(const geometry::Shape& shape) {
    std::vector<Path> paths;
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape))
        for (std::size_t i = 0; i < area->polygons.size(); ++i) {
            paths.push_back({&area->polygons[i].outer, true, false, i});
            for (const auto& hole : area->polygons[i].holes) paths.push_back({&hole, true, true, i});
        }
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape))
        for (const auto& line : lines->lines) paths.push_back({&line, false, false, 0});
    return paths;
}

}  // namespace review
