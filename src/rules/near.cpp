#include "rules/near.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "geometry/predicates.h"
#include "rules/sector.h"

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;
using geometry::SidedEdge;

namespace {

struct Edge {
    Point from, to;
    bool shared = false;  // by both boundaries, run the same way
    bool isAt(Point p) const { return from == p || to == p; }
};
using Edges = std::vector<Edge>;

// Two edges that are not the same meet at most in an end that they share.
bool meetAtEnds(const Edge& a, const Edge& b) {
    for (const Point end : {a.from, a.to}) {
        if (!b.isAt(end)) continue;
        const Point restA = end == a.from ? a.to : a.from, restB = end == b.from ? b.to : b.from;
        return restA != restB && !geometry::onSegment(a.from, a.to, restB) && !geometry::onSegment(b.from, b.to, restA);
    }
    return !geometry::segmentsMeet(a.from, a.to, b.from, b.to);
}

bool meetAtEnds(const Edges& edges) {
    for (std::size_t i = 0; i < edges.size(); ++i)
        for (std::size_t j = i + 1; j < edges.size(); ++j)
            if (!meetAtEnds(edges[i], edges[j])) return false;
    return true;
}

// What is left of the boundary where it is passed once; none elsewhere.
std::optional<Sector> leftAt(Point corner, const Edges& edges) {
    const Edge *in = nullptr, *out = nullptr;
    for (const Edge& edge : edges) {
        if (edge.to == corner && std::exchange(in, &edge)) return {};
        if (edge.from == corner && std::exchange(out, &edge)) return {};
    }
    if (!in || !out) return {};
    const Sector sector{corner, out->to, in->from};
    return sector.isSpike() ? std::nullopt : std::optional(sector);
}

// One of the two boundaries in the box, with the way to ask whether what it surrounds covers a place.
template <class Covers>
struct Side {
    const Edges& edges;
    Covers covers;

    bool touches(Point p) const {
        return std::any_of(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.isAt(p); });
    }
    // What it surrounds lies left of it at the corner.
    std::optional<Sector> at(Point corner) const {
        const auto sector = leftAt(corner, edges);
        return sector && sector->holdsWest() == covers(corner) ? sector : std::nullopt;
    }
    // An edge that meets the boundary at most in its ends lies inside (1) or outside (0); -1: not sure.
    int tells(const Edge& edge, const Box& box) const {
        for (const Point end : {edge.from, edge.to}) {
            if (!box.contains(end)) continue;
            if (!touches(end)) return covers(end) ? 1 : 0;
            if (const auto sector = at(end)) return sector->holds(end == edge.from ? edge.to : edge.from) ? 1 : 0;
        }
        return -1;
    }
};
template <class Covers>
Side(const Edges&, Covers) -> Side<Covers>;

Edges edgesNear(const Outline& outline, const Box& box) {
    Edges edges;
    outline.eachEdge(box, [&](Point from, Point to, const Ring&) { edges.push_back({from, to}); });
    return edges;
}

// In the box, what lies on the left of `mine` lies on the left of `theirs`.
template <class Covers, class Around>
bool liesWithin(Edges& mine, Covers covers, Edges& theirs, Around coversAround, const Box& box) {
    constexpr std::size_t few = 400;
    if (mine.size() > few || theirs.size() > few) return false;
    for (Edge& one : mine)
        for (Edge& other : theirs) {
            if (one.from == other.from && one.to == other.to)
                one.shared = other.shared = true;
            else if (!meetAtEnds(one, other))
                return false;
        }
    if (!meetAtEnds(mine)) return false;
    const Side own{mine, covers};
    const Side around{theirs, coversAround};
    const auto sureAt = [&](Point corner) { return box.contains(corner) && own.at(corner) && around.at(corner); };
    const auto inside = [&](const Edge& edge) {
        return edge.shared ? sureAt(edge.from) || sureAt(edge.to) : around.tells(edge, box) == 1;
    };
    const auto outside = [&](const Edge& edge) { return edge.shared || own.tells(edge, box) == 0; };
    return std::all_of(mine.begin(), mine.end(), inside) && std::all_of(theirs.begin(), theirs.end(), outside);
}

}  // namespace

bool surelyInsideNear(const Outline& area, const std::vector<const Outline*>& county, const Box& box) {
    const auto inCounty = [&](Point p) {
        int covered = 0;
        for (const Outline* part : county) covered += part->winds(p);
        return covered >= 1;
    };
    std::vector<SidedEdge> borders;
    for (const Outline* part : county)
        part->eachEdge(box, [&](Point from, Point to, const Ring&) { borders.push_back({from, to, {1, 0, 0, 0}}); });
    Edges theirs;
    for (const SidedEdge& edge : geometry::merged(std::move(borders))) {
        if (edge.left[0] != 1 && edge.left[0] != -1) return false;
        theirs.push_back(edge.left[0] == 1 ? Edge{edge.from, edge.to} : Edge{edge.to, edge.from});
    }
    if (theirs.empty()) return inCounty({box.minX, box.minY});
    Edges mine = edgesNear(area, box);
    return liesWithin(
        mine, [&](Point p) { return area.covers(p); }, theirs, inCounty, box);
}

bool surelyApartNear(const Outline& a, const Outline& b, const Box& box) {
    Edges mine = edgesNear(a, box), theirs = edgesNear(b, box);
    const Point corner{box.minX, box.minY};
    if (mine.empty() || theirs.empty())
        return (mine.empty() && !a.covers(corner)) || (theirs.empty() && !b.covers(corner));
    for (Edge& edge : theirs) std::swap(edge.from, edge.to);
    return meetAtEnds(theirs) &&
           liesWithin(
               mine, [&](Point p) { return a.covers(p); }, theirs, [&](Point p) { return !b.covers(p); }, box);
}

}  // namespace rules
