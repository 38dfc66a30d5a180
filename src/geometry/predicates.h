#pragma once

#include <optional>

#include "geometry/box.h"
#include "geometry/shape.h"

namespace geometry {

__extension__ using Wide = __int128;

// Everything here is decided exactly for |coordinates| < 2^52, which is what Grid::holds promises; only `Nearest` is
// rounded.

// +1: c lies left of a→b; -1: right; 0: on the line.
int orientation(Point a, Point b, Point c);
// p lies on the closed segment ab.
bool onSegment(Point a, Point b, Point p);
// The closed segments have a place in common.
bool segmentsMeet(Point a, Point b, Point c, Point d);
// They cross at one place inside both.
bool segmentsCross(Point a, Point b, Point c, Point d);
// The grid point nearest to where two segments that are not parallel meet (halves go up), whichever way round they are
// given; none where they do not meet or are parallel.
std::optional<Point> crossing(Point a, Point b, Point c, Point d);

enum class Side { Outside, Boundary, Inside };
Side locate(const Ring& ring, Point p);
Side locate(const MultiPolygon& area, Point p);

// Twice the area of the ring in square grid steps; counter-clockwise is positive.
Wide doubledSteps(const Ring& ring);
Wide doubledSteps(const MultiPolygon& area);
// Reverses the rings that run the other way than shape.h has it; their first corners stay first.
void orient(MultiPolygon& area);

// Where the segment comes nearest to a place.
struct Nearest {
    double distance = 0;  // in steps
    double t = 0;         // where along ab, in [0, 1]
};
Nearest nearestOn(Point a, Point b, Point p);
// The grid point nearest to the place `t` along ab; at 0 and 1 exactly a and b.
Point along(Point a, Point b, double t);

}  // namespace geometry
