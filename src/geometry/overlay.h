#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "geometry/shape.h"

namespace geometry {

// Overlay through GEOS in whole steps with a precision grid of 1: every corner of every result is a Point again, every
// result is valid, and rings run as shape.h orders them. Operands that are not valid areas are an Error::Invalid that
// names the place. Results leave the grid by nothing: areas thinner than a step vanish. Lower-dimensional leftovers are
// dropped.
base::Result<MultiPolygon> intersect(const MultiPolygon& a, const MultiPolygon& b);
base::Result<MultiPolygon> subtract(const MultiPolygon& a, const MultiPolygon& b);
base::Result<MultiPolygon> unite(const MultiPolygon& a, const MultiPolygon& b);
base::Result<MultiPolygon> uniteAll(const std::vector<const MultiPolygon*>& areas, const base::Task& task = {});

// Their insides have a place in common (touching is not enough). Exact; never builds geometry where boxes are apart.
base::Result<bool> overlaps(const MultiPolygon& a, const MultiPolygon& b);

// The parts of the area that the line cuts it into: one where it does not cut through. The line's ends must lie on or
// outside the boundary for a part to come off. New corners are where the rounded crossing lies.
base::Result<std::vector<MultiPolygon>> splitBy(const MultiPolygon& area, const Line& line);

// The same area with every ring as valid GEOS rings (GEOS MakeValid, linework kept), for rules that must overlay broken
// input.
MultiPolygon repaired(const MultiPolygon& area);

}  // namespace geometry
