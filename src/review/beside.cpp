#include "review/beside.h"

#include <algorithm>
#include <cmath>

namespace review {

namespace {

using geometry::Point;

// A line that distances are told along (in parts of its length) and across (in steps).
struct Chord {
    Point from;
    double x, y, length;

    explicit Chord(Edge edge)
        : from(edge.low),
          x(static_cast<double>(edge.high.x - edge.low.x)),
          y(static_cast<double>(edge.high.y - edge.low.y)),
          length(std::hypot(x, y)) {}
    double along(Point p) const {
        return (static_cast<double>(p.x - from.x) * x + static_cast<double>(p.y - from.y) * y) / (length * length);
    }
    double across(Point p) const {
        return (x * static_cast<double>(p.y - from.y) - y * static_cast<double>(p.x - from.x)) / length;
    }
    Point at(double t) const { return {from.x + std::llround(t * x), from.y + std::llround(t * y)}; }
};

// Whether the corner lies within a step on the course of the edge.
bool liesOn(Point corner, Edge edge, const geometry::EdgeCourse& course) {
    const Chord chord(edge);
    const double off = chord.across(corner);
    if (std::abs(off) > reachBeside(edge)) return false;
    const Point place = chord.at(chord.along(corner));
    const Point there = course.beside(edge.low, edge.high, place);
    if (there == place) return std::abs(off) <= 1;
    return std::abs(off - (chord.across(there) - chord.across(place))) <= 1;
}

}  // namespace

double reachBeside(Edge edge) {
    constexpr double perSquareStep = 4e-12;  // twice 0.4 m in 5 km, in steps of 0.1 mm
    const double length = Chord(edge).length;
    return 1 + perSquareStep * length * length;
}

std::optional<std::pair<double, double>> beside(Edge edge, Edge other, const geometry::EdgeCourse& course) {
    const Chord chord(edge);
    if (chord.length == 0 || other.low == other.high) return {};
    const double low = chord.along(other.low), high = chord.along(other.high);
    const bool turned = low > high;  // edges are told from their lesser end, which need not be the nearer one
    const double from = std::max(0.0, std::min(low, high)), to = std::min(1.0, std::max(low, high));
    if (to - from <= 0.5 / chord.length) return {};
    const auto meets = [&](double t, Point own, Point others) {
        return t == 0 || t == 1 ? liesOn(own, other, course) : liesOn(others, edge, course);
    };
    if (!meets(from, edge.low, turned ? other.high : other.low)) return {};
    if (!meets(to, edge.high, turned ? other.low : other.high)) return {};
    return std::pair(from, to);
}

}  // namespace review
