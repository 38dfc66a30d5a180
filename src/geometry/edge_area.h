#pragma once

#include <memory>
#include <span>

#include "geometry/ellipsoid.h"
#include "geometry/gauss_krueger.h"
#include "geometry/grid.h"

namespace geometry {

// What one edge of a ring gives to its area, for each way in which an edge can be straight. Everything is thought of in
// the plane (longitude, equal area), in which areas are true; an edge that runs otherwise than straight there bulges.

// A corner on the ellipsoid, ready to measure.
struct Corner {
    double longitude = 0, latitude = 0;   // radians
    double sine = 0, equalArea = 0;       // of the latitude
    const Coordinate* inPlane = nullptr;  // where it was given in the very plane in which edges are straight
};
Corner cornerAt(const Ellipsoid& ellipsoid, Coordinate radians, const Coordinate* inPlane = nullptr);

// The area between the edge and the meridian of reference, m², where the edge is straight in the equal-area plane.
inline double areaUnder(const Corner& from, const Corner& to, double reference) {
    return ((from.longitude + to.longitude) / 2 - reference) * (to.equalArea - from.equalArea);
}

// Edges straight in a Gauss-Krüger plane and divided at 70 m (domain §3.2). Adds to areaUnder what the division does.
// Edges beyond the reach of the map, 75° from its meridian, stay as they are.
class DividedEdges {
public:
    DividedEdges(const Ellipsoid& ellipsoid, const GaussKrueger& plane) : ellipsoid_(ellipsoid), plane_(plane) {}
    double operator()(const Corner& from, const Corner& to, double reference) const;

private:
    struct Bent {
        double length = 0;  // in the plane, metres
        double bulge = 0;   // m², positive on the right
    };
    Bent bent(const Corner& from, const Corner& to) const;
    double byParts(const Corner& from, const Corner& to, double reference) const;

    const Ellipsoid& ellipsoid_;
    const GaussKrueger& plane_;
};

// Edges that are geodesics. Adds to areaUnder what lies between.
class GeodesicEdges {
public:
    explicit GeodesicEdges(const Ellipsoid& ellipsoid) : ellipsoid_(ellipsoid) {}
    // The ring holds no pole and does not run round the globe, so that its edges can be summed one by one.
    static bool suit(std::span<const Coordinate> radians);
    double operator()(const Corner& from, const Corner& to, double reference) const;

private:
    const Ellipsoid& ellipsoid_;
};

}  // namespace geometry
