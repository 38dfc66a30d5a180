#include "geometry/validity.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string_view>

#include "geometry/geos.h"
#include "geometry/index.h"
#include "geometry/predicates.h"

namespace geometry {

namespace {

// Up to here an area is looked at as a whole where a place would do.
constexpr std::size_t fewCorners = 160;
// From so many edges above each other on, an index costs less than looking through them.
constexpr std::uint64_t stacked = 256;

bool hasThreeCorners(const Ring& ring) {
    std::size_t corners = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) corners += ring[i] != ring[j];
    return corners >= 3;
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

// Some of the edges meet oddly.
bool oddAmong(const std::vector<Edge>& edges) {
    std::vector<Box> boxes;
    boxes.reserve(edges.size());
    for (const Edge& edge : edges) boxes.push_back(edge.box());
    const PackedIndex index(boxes);
    for (std::uint32_t i = 0; i < edges.size(); ++i) {
        bool meet = edges[i].from() == edges[i].to();
        index.query(boxes[i], [&](std::uint32_t j) { meet = meet || (j > i && meetOddly(edges[i], edges[j])); });
        if (meet) return true;
    }
    return false;
}

// Some edges that touch the box meet oddly.
bool oddIn(const MultiPolygon& area, const Box& box) {
    std::vector<Edge> edges;
    eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i)
            if (const Edge edge{&ring, i}; edge.box().touches(box)) edges.push_back(edge);
    });
    return oddAmong(edges);
}

// The same of any two edges, looked through from left to right; by an index where too many lie above each other. Boxes
// are counted in parts of the box in 31 bits: edges that are apart there are apart.
bool odd(const MultiPolygon& area, const std::vector<const Ring*>& rings, std::size_t corners, const Box& box) {
    struct Reach {
        std::int32_t minX, maxX, minY, maxY;
        std::uint32_t edge;
    };
    std::vector<Edge> edges;
    std::vector<Reach> reaches;
    edges.reserve(corners);
    reaches.reserve(corners);
    const auto span = static_cast<std::uint64_t>(std::max(box.maxX - box.minX, box.maxY - box.minY));
    const int shift = std::max(0, static_cast<int>(std::bit_width(span)) - 31);
    const auto part = [&](std::int64_t at, std::int64_t low) { return static_cast<std::int32_t>((at - low) >> shift); };
    std::uint64_t wide = 0;
    for (const Ring* ring : rings)
        for (std::size_t i = 0; i < ring->size(); ++i) {
            const Edge edge{ring, i};
            if (edge.from() == edge.to()) return true;
            const Box its = edge.box();
            reaches.push_back({part(its.minX, box.minX), part(its.maxX, box.minX), part(its.minY, box.minY),
                               part(its.maxY, box.minY), static_cast<std::uint32_t>(edges.size())});
            wide += static_cast<std::uint64_t>(reaches.back().maxX - reaches.back().minX);
            edges.push_back(edge);
        }
    if (wide / stacked > static_cast<std::uint64_t>(part(box.maxX, box.minX))) return oddIn(area, box);
    std::sort(reaches.begin(), reaches.end(), [](const Reach& a, const Reach& b) { return a.minX < b.minX; });
    for (auto one = reaches.begin(); one != reaches.end(); ++one)
        for (auto other = one + 1; other != reaches.end() && other->minX <= one->maxX; ++other)
            if (one->minY <= other->maxY && other->minY <= one->maxY && meetOddly(edges[one->edge], edges[other->edge]))
                return true;
    return false;
}

// Rings that do not meet lie to each other as they must, those among them that are asked about.
bool lieWell(const MultiPolygon& area, const std::function<bool(const Ring&)>& asked) {
    struct Counted {
        const Ring* ring;
        Box box;
        std::size_t polygon;
        bool hole;
    };
    std::vector<Counted> counted;
    for (std::size_t i = 0; i < area.polygons.size(); ++i) {
        const auto count = [&](const Ring& ring, bool hole) {
            if (asked(ring)) counted.push_back({&ring, boxOf(ring), i, hole});
        };
        count(area.polygons[i].outer, false);
        for (const Ring& hole : area.polygons[i].holes) count(hole, true);
    }
    for (const Counted& one : counted)
        for (const Counted& other : counted) {
            if (one.ring == other.ring || (one.polygon != other.polygon && (one.hole || other.hole))) continue;
            if (one.polygon == other.polygon && !one.hole) continue;
            const Point first = one.ring->front();
            const bool inside = other.box.contains(first) && locate(*other.ring, first) == Side::Inside;
            const bool must = one.hole && !other.hole;
            if (inside != must) return false;
        }
    return true;
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

bool surelyValid(const MultiPolygon& area) {
    std::vector<const Ring*> rings;
    std::size_t corners = 0;
    bool rounded = true;
    Box box;
    eachRing(area, [&](const Ring& ring) {
        rings.push_back(&ring), corners += ring.size(), rounded = rounded && ring.size() >= 3;
        for (const Point p : ring) box.add(p);
    });
    if (rings.empty()) return true;
    if (!rounded) return false;
    if (odd(area, rings, corners, box)) return false;
    return rings.size() == 1 || lieWell(area, [](const Ring&) { return true; });
}

std::optional<Flaw> flawOf(const MultiPolygon& area) {
    if (surelyValid(area)) return {};
    std::optional<Flaw> flaw;
    eachRing(area, [&](const Ring& ring) {
        if (!flaw && !hasThreeCorners(ring))
            flaw = Flaw{Flaw::Kind::TooFewPoints, ring.empty() ? Point{} : ring.front()};
    });
    if (flaw) return flaw;
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

std::optional<Flaw> flawAfterChange(const Outline& outline, const Box& box) {
    std::size_t corners = 0, rings = 0;
    bool rounded = true;
    outline.eachRing([&](const Ring& ring) { corners += ring.size(), rounded = rounded && ring.size() >= 3, ++rings; });
    if (!rounded || corners <= fewCorners) return flawOf(outline.area());
    std::vector<Edge> edges;
    outline.eachEdgeAt(box, [&](const Ring& ring, std::uint32_t i) { edges.push_back({&ring, i}); });
    const auto comesIn = [&](const Ring& ring) {
        return std::any_of(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.ring == &ring; });
    };
    if (!oddAmong(edges) && (rings == 1 || lieWell(outline.area(), comesIn))) return {};
    return flawOf(outline.area());
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
