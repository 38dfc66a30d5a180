#pragma once

#include <string_view>

#include "base/result.h"
#include "geometry/grid.h"
#include "geometry/shape.h"

namespace geometry {

// Reads well-known text (2D; Z and M are dropped) onto the grid. Fails with what is wrong, whatever the text is.
base::Result<Shape> fromWkt(std::string_view text, const Grid& grid);

}  // namespace geometry
