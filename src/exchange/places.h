#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geometry/grid.h"
#include "geometry/shape.h"
#include "plan/schema.h"

namespace exchange {

// A source geometry before it is on the grid: which of a run of coordinates belong together.
struct Outline {
    plan::GeometryKind kind = plan::GeometryKind::None;  // None: nothing there; Any: parts of different kinds
    std::size_t begin = 0, end = 0;                      // its coordinates in the run
    std::vector<std::size_t> lines;                      // where each ring or line ends in the run
    std::vector<std::size_t> polygons;                   // how many of the lines there are up to each polygon's end
    bool operator==(const Outline&) const = default;
};

// Reads little-endian 2D WKB, collections included, and appends its coordinates to the run. What is no such WKB has the
// kind Any.
Outline outlineOf(std::span<const std::uint8_t> wkb, std::vector<geometry::Coordinate>& run);

// A geometry on the grid, and what that took.
struct Fitted {
    geometry::Shape shape;  // monostate where nothing is left
    bool repaired = false;  // corners that fell together, an unclosed ring or a part without extent were put right
};
// Rounds to the grid; drops corners that repeat the one before, a ring's closing corner, and rings and lines that are
// left with too few; turns rings as shape.h orders them, keeping their first corner. Everything else stays as broken as
// it is.
Fitted fit(const Outline& outline, std::span<const geometry::Coordinate> run, const geometry::Grid& grid);

}  // namespace exchange
