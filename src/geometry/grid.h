#pragma once

#include <cmath>

#include "geometry/shape.h"

namespace geometry {

// A place in a coordinate system's own units (degrees, longitude first; or metres, easting first).
struct Coordinate {
    double x = 0, y = 0;
    bool operator==(const Coordinate&) const = default;
};

// The grid of a coordinate system: 1e-9 degree in a geographic system, 0.1 mm in a projected one.
struct Grid {
    double stepsPerUnit = 1e9;

    static Grid geographic() { return {1e9}; }
    static Grid metric() { return {1e4}; }
    bool operator==(const Grid&) const = default;

    // The nearest place on the grid: the only rounding of coordinates there is. The place must pass `holds`.
    Point nearest(Coordinate place) const {
        return {std::llround(place.x * stepsPerUnit), std::llround(place.y * stepsPerUnit)};
    }
    // Exact in the sense that nearest(place(p)) == p, and that 107.123456789 prints as such.
    Coordinate place(Point p) const {
        return {static_cast<double>(p.x) / stepsPerUnit, static_cast<double>(p.y) / stepsPerUnit};
    }
    // Finite, and small enough that every sum and product of the geometry module is exact (|steps| < 2^52).
    bool holds(Coordinate place) const {
        constexpr double limit = 4503599627370496.0;
        return std::abs(place.x * stepsPerUnit) < limit && std::abs(place.y * stepsPerUnit) < limit;
    }
};

}  // namespace geometry
