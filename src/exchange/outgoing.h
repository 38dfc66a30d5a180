#pragma once

#include <optional>
#include <vector>

#include "geometry/projection.h"
#include "geometry/shape.h"
#include "geometry/wkb.h"

namespace exchange {

// The shape as little-endian WKB of the Multi form in the coordinates of another system; no bytes for monostate.
// Nothing where a corner cannot be transformed.
std::optional<geometry::Bytes> wkbOf(const geometry::Shape& shape, const geometry::Grid& grid,
                                     const geometry::Projection& projection);

}  // namespace exchange
