#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "geometry/grid.h"
#include "geometry/shape.h"

namespace geometry {

// A GeoJSON geometry as text, coordinates printed so that they read back to the same grid point (at most 9 decimals, no
// trailing zeros); "null" for monostate. A single part is written as Point, LineString, Polygon. Rings are closed as
// the format asks.
std::string toGeoJson(const Shape& shape, const Grid& grid);
// The same, after what is in `text` already.
void addGeoJson(const Shape& shape, const Grid& grid, std::string& text);
void addGeoJson(const MultiPolygon& area, const Grid& grid, std::string& text);

// Reads a GeoJSON geometry (single or multi; Z dropped). Fails with what is wrong, whatever the text is.
base::Result<Shape> fromGeoJson(std::string_view text, const Grid& grid);

}  // namespace geometry
