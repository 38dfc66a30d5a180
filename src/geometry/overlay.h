#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "geometry/shape.h"

namespace geometry {

// Overlay through GEOS in whole steps with a precision grid of 1: every corner of every result is a Point again, every
// result is valid, and rings run as shape.h orders them. Operands that are not valid areas where they meet are an
// Error::Invalid that names the place. Corners within half a step of an edge draw the edge to them, and areas thinner
// than a step vanish; a boundary moves by less than a step. Lower-dimensional leftovers are dropped.
base::Result<MultiPolygon> intersect(const MultiPolygon& a, const MultiPolygon& b);
base::Result<MultiPolygon> subtract(const MultiPolygon& a, const MultiPolygon& b);
base::Result<MultiPolygon> unite(const MultiPolygon& a, const MultiPolygon& b);
base::Result<MultiPolygon> uniteAll(const std::vector<const MultiPolygon*>& areas, const base::Task& task = {});

// Their insides have a place in common (touching is not enough). Exact; never builds geometry where boxes are apart. Of
// areas that are not valid it tells what their rings say by the even-odd rule.
base::Result<bool> overlaps(const MultiPolygon& a, const MultiPolygon& b);

// The parts of the area that the line cuts it into: one, the area as it is, where it does not cut through. Polygons
// that are not cut, and the largest piece of each that is, stay together as the first part. The line's ends must lie on
// or outside the boundary for a part to come off. New corners are where the rounded crossing lies. Fails where the line
// has no two different places.
base::Result<std::vector<MultiPolygon>> splitBy(const MultiPolygon& area, const Line& line);

// A valid area from any rings (GEOS MakeValid, linework kept), on the grid, for rules that must overlay broken input; a
// valid area as it is. Rings without an area vanish.
MultiPolygon repaired(const MultiPolygon& area);

}  // namespace geometry
