#pragma once

#include <optional>

#include "geometry/box.h"
#include "geometry/shape.h"

namespace geometry {

// All exact for |coordinates| < 2^52.

// +1: c lies left of a→b; -1: right; 0: on the line.
int orientation(Point a, Point b, Point c);
// p lies on the closed segment ab.
bool onSegment(Point a, Point b, Point p);
// The closed segments have a place in common.
bool segmentsMeet(Point a, Point b, Point c, Point d);
// They cross at one place inside both.
bool segmentsCross(Point a, Point b, Point c, Point d);

enum class Side { Outside, Boundary, Inside };
Side locate(const Ring& ring, Point p);
Side locate(const MultiPolygon& area, Point p);

// Squared distance in steps from p to the segment, and the place on the segment nearest to p (not on the grid).
struct Nearest {
    double distance = 0;  // in steps
    double t = 0;         // where along ab, in [0, 1]
};
Nearest nearestOn(Point a, Point b, Point p);

}  // namespace geometry
