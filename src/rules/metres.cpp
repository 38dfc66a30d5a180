#include "rules/metres.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>

namespace rules {

using geometry::Point;

double Scale::length(double dx, double dy) const { return std::hypot(dx * east, dy * north); }

double Scale::distance(Point a, Point b) const {
    return length(static_cast<double>(b.x - a.x), static_cast<double>(b.y - a.y));
}

double Scale::distance(Point a, Point b, Point p) const {
    const double ux = static_cast<double>(b.x - a.x) * east, uy = static_cast<double>(b.y - a.y) * north;
    const double vx = static_cast<double>(p.x - a.x) * east, vy = static_cast<double>(p.y - a.y) * north;
    const double whole = ux * ux + uy * uy;
    const double t = whole > 0 ? std::clamp((ux * vx + uy * vy) / whole, 0.0, 1.0) : 0.0;
    if (t <= 0) return distance(a, p);
    if (t >= 1) return distance(b, p);
    return std::abs(ux * vy - uy * vx) / std::sqrt(whole);
}

double Scale::angle(Point at, Point a, Point b) const {
    const double ux = static_cast<double>(a.x - at.x) * east, uy = static_cast<double>(a.y - at.y) * north;
    const double vx = static_cast<double>(b.x - at.x) * east, vy = static_cast<double>(b.y - at.y) * north;
    return std::atan2(std::abs(ux * vy - uy * vx), ux * vx + uy * vy) * 180 / std::numbers::pi;
}

double Metres::Range::east() const { return std::min(low.east, high.east); }
double Metres::Range::north() const { return std::min(low.north, high.north); }

Metres::Metres(const plan::Schema& schema) : unit_(schema.system.unit / schema.grid.stepsPerUnit) {
    if (!schema.system.geographic) return;
    semiMajor_ = schema.system.semiMajor;
    const double inverse = schema.system.inverseFlattening, flattening = inverse > 0 ? 1 / inverse : 0;
    eccentricity2_ = flattening * (2 - flattening);
}

// East: N(φ)·cos φ, north: M(φ), the radii of curvature of the ellipsoid across and along the meridian.
Scale Metres::atSteps(std::int64_t y) const {
    if (semiMajor_ == 0) return {unit_, unit_};
    const double latitude = static_cast<double>(y) * unit_;
    const double sine = std::sin(latitude), cosine = std::max(0.0, std::cos(latitude));
    const double squared = 1 - eccentricity2_ * sine * sine, across = semiMajor_ / std::sqrt(squared);
    return {across * cosine * unit_, across * (1 - eccentricity2_) / squared * unit_};
}

Metres::Range Metres::over(const geometry::Box& box) const {
    const std::int64_t south = std::abs(box.minY), north = std::abs(box.maxY);
    const bool equator = box.minY <= 0 && box.maxY >= 0;
    return {atSteps(equator ? 0 : std::min(south, north)), atSteps(std::max(south, north))};
}

std::int64_t Metres::steps(double metres, const geometry::Box& box) const {
    constexpr double most = 1e12;
    const Range range = over(box);
    const double least = std::min(range.east(), range.north());
    return static_cast<std::int64_t>(std::min(most, least > 0 ? std::ceil(metres / least) : most)) + 1;
}

}  // namespace rules
