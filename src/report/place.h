#pragma once

#include <optional>

#include "geometry/grid.h"

namespace report {

// One place of the shape, to go there: in an area or on its boundary (by the even-odd rule where it is not valid), a
// corner of a line, a point. The same for equal shapes; none where there is nothing.
std::optional<geometry::Coordinate> placeOf(const geometry::Shape& shape, const geometry::Grid& grid);

}  // namespace report
