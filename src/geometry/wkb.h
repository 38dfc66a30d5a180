#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "geometry/grid.h"
#include "geometry/shape.h"

namespace geometry {

using Bytes = std::vector<std::uint8_t>;

// ISO WKB, little endian, always the Multi form (MultiPoint, MultiLineString, MultiPolygon); monostate gives no bytes.
Bytes toWkb(const Shape& shape, const Grid& grid);
// Reads 2D WKB of those types and their single forms. Coordinates are rounded to the grid; a ring's closing point is
// dropped, and so is a ring without a corner. Fails (Invalid) on anything else, whatever the bytes are.
base::Result<Shape> fromWkb(std::span<const std::uint8_t> bytes, const Grid& grid);

}  // namespace geometry
