#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "geometry/shape.h"

// The C API's own name, so that geos_c.h stays in the .cpp file.
struct GEOSGeom_t;

namespace geometry::geos {

// A GEOS geometry of this thread.
struct Destroy {
    void operator()(GEOSGeom_t* geometry) const;
};
using Geometry = std::unique_ptr<GEOSGeom_t, Destroy>;

// Whether GEOS is there. Who has not asked and calls anything else without it ends the program.
base::Result<> ready();
// What the last call that failed on this thread said.
const std::string& lastError();

// Whole steps are exact as doubles. Rings need three corners: GEOS has no shorter ones.
Geometry from(const Polygon& polygon);
Geometry from(const MultiPolygon& area);
Geometry from(const Line& line);
Geometry collection(std::vector<Geometry> parts);

// The polygons in it, whatever else it holds: corners rounded to whole steps, rings as shape.h orders them.
MultiPolygon areaOf(const GEOSGeom_t* geometry);

// The parts of a collection, and whether one of them lies in an area.
int count(const Geometry& collection);
MultiPolygon part(const Geometry& collection, int number);
bool holds(const Geometry& area, const Geometry& parts, int number);

// Noded on the grid of whole steps. Nothing where GEOS fails.
Geometry intersection(const Geometry& a, const Geometry& b);
Geometry difference(const Geometry& a, const Geometry& b);
Geometry unionOf(const Geometry& a, const Geometry& b);
Geometry unionOf(const Geometry& collection);
Geometry boundary(const Geometry& area);
Geometry polygonized(const Geometry& lines);
Geometry madeValid(const Geometry& broken);

// Why a geometry is not valid, in the words of GEOS; none where that is not known.
struct Fault {
    std::string reason;
    Point where;
};
std::optional<Fault> faultOf(const Geometry& geometry);

}  // namespace geometry::geos
