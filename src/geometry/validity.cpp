#include "geometry/validity.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "geometry/geos.h"
#include "geometry/index.h"
#include "geometry/predicates.h"

namespace geometry {

namespace {

// Up to here every edge is held against every other.
constexpr std::size_t fewCorners = 160;

bool hasThreeCorners(const Ring& ring) {
    std::size_t corners = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) corners += ring[i] != ring[j];
    return corners >= 3;
}

// No edge of the ring meets another but at the corner they share.
bool simple(const Ring& ring) {
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Point a = ring[i], b = ring[(i + 1) % n], c = ring[(i + 2) % n];
        if (a == b || onSegment(a, b, c) || onSegment(b, c, a)) return false;
        const Box box = Box::of(a, b);
        for (std::size_t j = i + 2; j < n; ++j) {
            if (i == 0 && j == n - 1) continue;
            const Point d = ring[j], e = ring[(j + 1) % n];
            if (box.touches(Box::of(d, e)) && segmentsMeet(a, b, d, e)) return false;
        }
    }
    return true;
}

bool meet(const Ring& one, const Ring& other) {
    for (std::size_t i = 0, h = one.size() - 1; i < one.size(); h = i++)
        for (std::size_t j = 0, k = other.size() - 1; j < other.size(); k = j++)
            if (segmentsMeet(one[h], one[i], other[k], other[j])) return true;
    return false;
}

// Rings are simple, do not meet, and lie as they must. False means “not sure”: rings may touch at a corner.
bool plainlyValid(const MultiPolygon& area) {
    std::vector<const Ring*> rings;
    std::size_t corners = 0;
    eachRing(area, [&](const Ring& ring) { rings.push_back(&ring), corners += ring.size(); });
    if (corners > fewCorners) return false;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        if (!simple(*rings[i])) return false;
        for (std::size_t j = 0; j < i; ++j)
            if (meet(*rings[i], *rings[j])) return false;
    }
    const auto inside = [](const Ring& inner, const Ring& outer) { return locate(outer, inner[0]) == Side::Inside; };
    for (const auto& polygon : area.polygons) {
        for (const auto& hole : polygon.holes) {
            if (!inside(hole, polygon.outer)) return false;
            for (const auto& other : polygon.holes)
                if (&other != &hole && inside(hole, other)) return false;
        }
        for (const auto& other : area.polygons)
            if (&other != &polygon && inside(polygon.outer, other.outer)) return false;
    }
    return true;
}

// An edge of a ring, by where it starts.
struct Edge {
    const Ring* ring;
    std::size_t at;
    Point from() const { return (*ring)[at]; }
    Point to() const { return (*ring)[next()]; }
    std::size_t next() const { return at + 1 == ring->size() ? 0 : at + 1; }
    Box box() const { return Box::of(from(), to()); }
};

// The edges meet as no two edges of a plain ring do. True also where rings touch as they may.
bool meetOddly(const Edge& one, const Edge& other) {
    if (one.ring == other.ring && one.next() == other.at) return onSegment(one.from(), one.to(), other.to());
    if (one.ring == other.ring && other.next() == one.at) return onSegment(other.from(), other.to(), one.to());
    return segmentsMeet(one.from(), one.to(), other.from(), other.to());
}

// Some edges that touch the box meet oddly.
bool oddIn(const MultiPolygon& area, const Box& box) {
    std::vector<Edge> edges;
    std::vector<Box> boxes;
    eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i)
            if (const Edge edge{&ring, i}; edge.box().touches(box)) edges.push_back(edge), boxes.push_back(edge.box());
    });
    const PackedIndex index(boxes);
    for (std::uint32_t i = 0; i < edges.size(); ++i) {
        bool odd = edges[i].from() == edges[i].to();
        index.query(boxes[i], [&](std::uint32_t j) { odd = odd || (j > i && meetOddly(edges[i], edges[j])); });
        if (odd) return true;
    }
    return false;
}

Flaw::Kind kindOf(std::string_view reason) {
    using Kind = Flaw::Kind;
    constexpr std::pair<std::string_view, Kind> reasons[] = {
        {"Self-intersection", Kind::SelfIntersection},
        {"Ring Self-intersection", Kind::RingSelfIntersection},
        {"Duplicate Rings", Kind::RepeatedRing},
        {"Hole lies outside shell", Kind::HoleOutsideShell},
        {"Holes are nested", Kind::NestedHoles},
        {"Nested shells", Kind::NestedShells},
        {"Interior is disconnected", Kind::DisconnectedInterior},
        {"Too few points in geometry component", Kind::TooFewPoints},
    };
    for (const auto& [text, kind] : reasons)
        if (reason == text) return kind;
    return Kind::SelfIntersection;
}

}  // namespace

std::optional<Flaw> flawOf(const MultiPolygon& area) {
    std::optional<Flaw> flaw;
    eachRing(area, [&](const Ring& ring) {
        if (!flaw && !hasThreeCorners(ring))
            flaw = Flaw{Flaw::Kind::TooFewPoints, ring.empty() ? Point{} : ring.front()};
    });
    if (flaw || plainlyValid(area)) return flaw;

    if (const auto fault = geos::faultOf(geos::from(area))) flaw = Flaw{kindOf(fault->reason), fault->where};
    return flaw;
}

std::optional<Flaw> flawNear(const MultiPolygon& area, const Box& box) {
    std::size_t corners = 0;
    bool rings = true;
    eachRing(area, [&](const Ring& ring) { corners += ring.size(), rings = rings && ring.size() >= 3; });
    if (rings && corners > fewCorners && !oddIn(area, box)) return {};
    return flawOf(area);
}

std::optional<Flaw> flawOf(const Shape& shape) {
    if (const auto* area = std::get_if<MultiPolygon>(&shape)) return flawOf(*area);
    if (const auto* lines = std::get_if<MultiLine>(&shape))
        for (const auto& line : lines->lines)
            if (line.empty() || std::all_of(line.begin(), line.end(), [&](Point p) { return p == line.front(); }))
                return Flaw{Flaw::Kind::TooFewPoints, line.empty() ? Point{} : line.front()};
    return {};
}

}  // namespace geometry
