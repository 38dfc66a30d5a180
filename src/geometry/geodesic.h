#pragma once

#include <functional>
#include <span>

#include "base/result.h"
#include "geometry/ellipsoid.h"
#include "geometry/grid.h"

namespace geometry {

// Geodesics of an ellipsoid (大地线) as Karney computes them, Algorithms for geodesics, J. Geodesy 87 (2013), by the
// functions of PROJ, which is loaded for them at the first use. Places are in radians, lengths in metres, areas in m².
// A value, usable from any thread.
class Geodesics {
public:
    // Whether PROJ is there. Who has not asked and measures without it ends the program: a wrong length would pass for
    // a right one.
    static base::Result<> ready();

    explicit Geodesics(const Ellipsoid& ellipsoid) : ellipsoid_(ellipsoid) {}

    double length(Coordinate from, Coordinate to) const;
    // Between the geodesic and the equator, positive where it runs east and north of it.
    double under(Coordinate from, Coordinate to) const;
    // Of a ring, which may run round the globe or a pole; counter-clockwise is positive.
    double area(std::span<const Coordinate> ring) const;
    // The place at a part of the length, in [0, 1].
    std::function<Coordinate(double)> line(Coordinate from, Coordinate to) const;

private:
    Ellipsoid ellipsoid_;
};

}  // namespace geometry
