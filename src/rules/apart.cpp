#include "rules/apart.h"

#include <algorithm>
#include <optional>

#include "geometry/index.h"
#include "geometry/predicates.h"

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;

namespace {

struct Edge {
    Point from, to;
    const Ring* ring;
};
using Edges = std::vector<Edge>;

Edges edgesIn(const Outline& outline, const Box& box) {
    Edges edges;
    outline.eachEdge(box, [&](Point from, Point to, const Ring& ring) { edges.push_back({from, to, &ring}); });
    return edges;
}

// The inside at a corner lies between two directions, counter-clockwise from `from` to `to`.
struct Sector {
    Point from, to;
};

// The direction lies in the sector, its first side included and its last not.
bool holds(Point corner, const Sector& sector, Point direction) {
    const auto less = [&](Point a, Point b) { return geometry::angleLess(corner, a, b); };
    if (less(sector.from, sector.to)) return !less(direction, sector.from) && less(direction, sector.to);
    return !less(direction, sector.from) || less(direction, sector.to);
}

// The same for the direction just above west, where Outline::covers looks.
bool holdsWest(Point corner, const Sector& sector) {
    const auto upper = [&](Point p) { return p.y > corner.y || (p.y == corner.y && p.x > corner.x); };
    if (geometry::angleLess(corner, sector.from, sector.to)) return upper(sector.from) && !upper(sector.to);
    return upper(sector.from) || !upper(sector.to);
}

// The inside at a corner that the boundary passes once, if its left is inside.
std::optional<Sector> sectorAt(Point corner, const Edges& edges, const Outline& outline) {
    const Edge *in = nullptr, *out = nullptr;
    for (const Edge& edge : edges) {
        if (edge.to == corner) {
            if (in) return {};
            in = &edge;
        }
        if (edge.from == corner) {
            if (out) return {};
            out = &edge;
        }
    }
    if (!in || !out) return {};
    const Sector sector{out->to, in->from};
    const bool spike =
        !geometry::angleLess(corner, sector.from, sector.to) && !geometry::angleLess(corner, sector.to, sector.from);
    if (spike || holdsWest(corner, sector) != outline.covers(corner)) return {};
    return sector;
}

// What the boundaries have in common: corners, and the rings that have them.
struct Contact {
    std::vector<Point> corners;
    std::vector<const Ring*> rings;
    void add(Point corner, const Edge& a, const Edge& b) {
        corners.push_back(corner);
        for (const Ring* ring : {a.ring, b.ring})
            if (std::find(rings.begin(), rings.end(), ring) == rings.end()) rings.push_back(ring);
    }
};

// Two edges that meet at most in ends that they share, and are not the same; what they share goes to the contact.
bool meetAtCorners(const Edge& a, const Edge& b, Contact& contact) {
    if (a.from == b.to && a.to == b.from) {
        contact.add(a.from, a, b);
        contact.add(a.to, a, b);
        return true;
    }
    for (const Point shared : {a.from, a.to}) {
        if (shared != b.from && shared != b.to) continue;
        const Point restA = shared == a.from ? a.to : a.from, restB = shared == b.from ? b.to : b.from;
        if (geometry::onSegment(a.from, a.to, restB) || geometry::onSegment(b.from, b.to, restA)) return false;
        contact.add(shared, a, b);
        return true;
    }
    return !geometry::segmentsMeet(a.from, a.to, b.from, b.to);
}

bool meetAtCorners(const Edges& a, const Edges& b, Contact& contact) {
    constexpr std::size_t few = 64;
    if (b.size() <= few) {
        for (const Edge& one : a) {
            const Box box = Box::of(one.from, one.to);
            for (const Edge& other : b)
                if (box.touches(Box::of(other.from, other.to)) && !meetAtCorners(one, other, contact)) return false;
        }
        return true;
    }
    std::vector<Box> boxes;
    boxes.reserve(b.size());
    for (const Edge& other : b) boxes.push_back(Box::of(other.from, other.to));
    const geometry::PackedIndex index(boxes);
    bool fine = true;
    for (const Edge& one : a) {
        index.query(Box::of(one.from, one.to),
                    [&](std::uint32_t at) { fine = fine && meetAtCorners(one, b[at], contact); });
        if (!fine) return false;
    }
    return true;
}

// A ring of `one` that has no contact with the boundary of `other` lies in its inside.
bool liesInside(const Outline& one, const Outline& other, const Box& common, const Contact& contact) {
    bool inside = false;
    one.eachRing([&](const Ring& ring) {
        if (inside || !common.contains(ring.front())) return;
        if (std::find(contact.rings.begin(), contact.rings.end(), &ring) != contact.rings.end()) return;
        inside = other.covers(ring.front());
    });
    return inside;
}

}  // namespace

Box commonOf(const Box& a, const Box& b) {
    return {std::max(a.minX, b.minX), std::max(a.minY, b.minY), std::min(a.maxX, b.maxX), std::min(a.maxY, b.maxY)};
}

// If edges meet only at corners, and there the insides lie apart, then no edge of one lies in the other's inside: along
// a ring that has a corner in common with the other boundary that is so from corner to corner, and the rings that have
// none are looked at. Then the insides could only have in common what lies between edges that both share, and at the
// ends of those the insides were seen to lie apart.
bool surelyApart(const Outline& a, const Outline& b, const Box& common) {
    if (common.minX >= common.maxX || common.minY >= common.maxY) return true;
    const Edges edgesA = edgesIn(a, common), edgesB = edgesIn(b, common);
    Contact contact;
    if (!meetAtCorners(edgesA, edgesB, contact)) return false;
    std::sort(contact.corners.begin(), contact.corners.end());
    contact.corners.erase(std::unique(contact.corners.begin(), contact.corners.end()), contact.corners.end());
    for (const Point corner : contact.corners) {
        const auto one = sectorAt(corner, edgesA, a), other = sectorAt(corner, edgesB, b);
        if (!one || !other) return false;
        if (holds(corner, *one, other->from) || holds(corner, *other, one->from)) return false;
    }
    return !liesInside(a, b, common, contact) && !liesInside(b, a, common, contact);
}

}  // namespace rules
