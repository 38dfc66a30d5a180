#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "geometry/box.h"
#include "geometry/grid.h"

namespace store {

// The geometry BLOB of SpatiaLite, little endian: 00 01 srid mbr 7C class … FE. Always the Multi form; a shape that is
// monostate has none (the column is null).
//
// Writes `shape` into `blob`, which it clears first. The shape's places must lie on the grid's safe part
// (isStorable).
void encodeBlob(const geometry::Shape& shape, const geometry::Box& box, const geometry::Grid& grid, int srid,
                std::vector<std::uint8_t>& blob);

// The shape in the blob, exactly as encodeBlob was given it; blobs by other programs give their places rounded to the
// grid. Nothing where the bytes are no such blob.
std::optional<geometry::Shape> decodeBlob(std::span<const std::uint8_t> blob, const geometry::Grid& grid);

// Whether every place within the box comes back from its coordinates exactly.
bool isStorable(const geometry::Box& box);

}  // namespace store
