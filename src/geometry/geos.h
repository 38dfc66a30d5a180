#pragma once

#include <memory>
#include <string>

#include "geometry/shape.h"

// The C API's own names, so that geos_c.h stays in the .cpp files.
struct GEOSGeom_t;
struct GEOSContextHandle_HS;

namespace geometry::geos {

// A GEOS geometry of this thread.
struct Destroy {
    void operator()(GEOSGeom_t* geometry) const;
};
using Geometry = std::unique_ptr<GEOSGeom_t, Destroy>;

// The GEOS context of this thread, made at first use.
GEOSContextHandle_HS* context();
// What the last call that failed on this thread said.
const std::string& lastError();

// Whole steps are exact as doubles. Rings need three corners: GEOS has no shorter ones.
Geometry from(const Polygon& polygon);
Geometry from(const MultiPolygon& area);
Geometry from(const Line& line);
Geometry collection(std::vector<Geometry> parts);

// The polygons in it, whatever else it holds: corners rounded to whole steps, rings as shape.h orders them.
MultiPolygon areaOf(const GEOSGeom_t* geometry);

}  // namespace geometry::geos
