#pragma once

#include "geometry/box.h"
#include "plan/schema.h"

namespace rules {

// How many metres a step of the grid is on the ground at a place, eastward and northward: short distances and angles
// are measured in them as in a plane.
struct Scale {
    double east = 0, north = 0;

    double length(double dx, double dy) const;  // in metres, of steps
    double distance(geometry::Point a, geometry::Point b) const;
    // Of the segment ab from p.
    double distance(geometry::Point a, geometry::Point b, geometry::Point p) const;
    // Between the directions from `at` to a and to b, in degrees: 0 where they run together, 180 where they are
    // opposed.
    double angle(geometry::Point at, geometry::Point a, geometry::Point b) const;
};

// The scales of one coordinate system. Longitude and latitude by the ellipsoid's two radii of curvature; the plane of a
// projected system is taken as it is.
class Metres {
public:
    explicit Metres(const plan::Schema& schema);

    Scale at(geometry::Point p) const { return atSteps(p.y); }
    // The scales where parallels are longest and shortest in the box; every place in it has one between.
    struct Range {
        Scale low, high;
        double east() const;  // the smallest in the box
        double north() const;
    };
    Range over(const geometry::Box& box) const;
    // How many steps at most a distance is anywhere in the box, along either axis.
    std::int64_t steps(double metres, const geometry::Box& box) const;

private:
    Scale atSteps(std::int64_t y) const;

    double unit_ = 1;       // of a step: radians or metres
    double semiMajor_ = 0;  // 0: a plane
    double eccentricity2_ = 0;
};

}  // namespace rules
