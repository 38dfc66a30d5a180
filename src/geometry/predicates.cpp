#include "geometry/predicates.h"

#include <algorithm>
#include <cmath>

namespace geometry {

namespace {

Wide cross(Point a, Point b, Point c, Point d) {
    return static_cast<Wide>(b.x - a.x) * (d.y - c.y) - static_cast<Wide>(b.y - a.y) * (d.x - c.x);
}

// length · part / whole to the nearest whole number, halves up, for 0 ≤ part ≤ whole < 2^108: long multiplication bit
// by bit, because the product itself needs 160 bits.
std::int64_t scaled(std::int64_t length, Wide part, Wide whole) {
    std::uint64_t bits = static_cast<std::uint64_t>(std::abs(length));
    std::int64_t quotient = 0;
    Wide rest = 0;
    for (int bit = 53; bit >= 0; --bit) {
        quotient *= 2;
        rest = 2 * rest + ((bits >> bit) & 1 ? part : 0);
        for (; rest >= whole; rest -= whole) ++quotient;
    }
    if (length >= 0) return quotient + (2 * rest >= whole ? 1 : 0);
    return -quotient - (2 * rest > whole ? 1 : 0);
}

}  // namespace

int orientation(Point a, Point b, Point c) {
    const Wide turn = cross(a, b, a, c);
    return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

bool onSegment(Point a, Point b, Point p) { return Box::of(a, b).contains(p) && orientation(a, b, p) == 0; }

bool segmentsMeet(Point a, Point b, Point c, Point d) {
    if (!Box::of(a, b).touches(Box::of(c, d))) return false;
    return orientation(a, b, c) * orientation(a, b, d) <= 0 && orientation(c, d, a) * orientation(c, d, b) <= 0;
}

bool segmentsCross(Point a, Point b, Point c, Point d) {
    if (!Box::of(a, b).touches(Box::of(c, d))) return false;
    return orientation(a, b, c) * orientation(a, b, d) < 0 && orientation(c, d, a) * orientation(c, d, b) < 0;
}

std::optional<Point> crossing(Point a, Point b, Point c, Point d) {
    if (!segmentsMeet(a, b, c, d)) return {};
    Wide whole = cross(a, b, c, d);
    if (whole == 0) return {};
    Wide part = cross(a, c, c, d);
    if (whole < 0) whole = -whole, part = -part;
    return Point{a.x + scaled(b.x - a.x, part, whole), a.y + scaled(b.y - a.y, part, whole)};
}

Side locate(const Ring& ring, Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point a = ring[j], b = ring[i];
        if (a.y > p.y && b.y > p.y) continue;
        if (a.y < p.y && b.y < p.y) continue;
        if (onSegment(a, b, p)) return Side::Boundary;
        // The edge holds its lower end, not its upper one, so that a ray through a corner counts once.
        if ((a.y > p.y) == (b.y > p.y)) continue;
        const int turn = orientation(a, b, p);
        if ((b.y > a.y) == (turn > 0)) inside = !inside;
    }
    return inside ? Side::Inside : Side::Outside;
}

Side locate(const MultiPolygon& area, Point p) {
    for (const auto& polygon : area.polygons) {
        Side side = locate(polygon.outer, p);
        for (const auto& hole : polygon.holes) {
            if (side != Side::Inside) break;
            const Side inHole = locate(hole, p);
            if (inHole != Side::Outside) side = inHole == Side::Inside ? Side::Outside : Side::Boundary;
        }
        if (side != Side::Outside) return side;
    }
    return Side::Outside;
}

Wide doubledSteps(const Ring& ring) {
    Wide sum = 0;
    for (std::size_t i = 2; i < ring.size(); ++i) {
        const Point a = ring[0], b = ring[i - 1], c = ring[i];
        sum += static_cast<Wide>(b.x - a.x) * (c.y - a.y) - static_cast<Wide>(b.y - a.y) * (c.x - a.x);
    }
    return sum;
}

Wide doubledSteps(const MultiPolygon& area) {
    Wide sum = 0;
    eachRing(area, [&](const Ring& ring) { sum += doubledSteps(ring); });
    return sum;
}

void orient(MultiPolygon& area) {
    const auto turn = [](Ring& ring, bool counterClockwise) {
        const Wide doubled = doubledSteps(ring);
        if (doubled != 0 && (doubled > 0) != counterClockwise) std::reverse(ring.begin() + 1, ring.end());
    };
    for (auto& polygon : area.polygons) {
        turn(polygon.outer, true);
        for (auto& hole : polygon.holes) turn(hole, false);
    }
}

Nearest nearestOn(Point a, Point b, Point p) {
    const double dx = static_cast<double>(b.x - a.x), dy = static_cast<double>(b.y - a.y);
    const double px = static_cast<double>(p.x - a.x), py = static_cast<double>(p.y - a.y);
    const double length2 = dx * dx + dy * dy;
    const double t = length2 == 0 ? 0 : std::clamp((px * dx + py * dy) / length2, 0.0, 1.0);
    return {std::hypot(px - t * dx, py - t * dy), t};
}

Point along(Point a, Point b, double t) {
    return {a.x + std::llround(t * static_cast<double>(b.x - a.x)),
            a.y + std::llround(t * static_cast<double>(b.y - a.y))};
}

}  // namespace geometry
