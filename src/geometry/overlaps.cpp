#include <algorithm>
#include <limits>
#include <span>

#include "geometry/index.h"
#include "geometry/overlay.h"
#include "geometry/predicates.h"

namespace geometry {

namespace {

struct Edge {
    Point from, to;
    Box box() const { return Box::of(from, to); }
};

// The edges of an area that count within a box, the inside on their left, found by place: those that touch it (near),
// and those east of it that a ray from within it meets.
class Edges {
public:
    Edges(const MultiPolygon& area, const Box& common) {
        const Box reach{common.minX, common.minY, std::numeric_limits<std::int64_t>::max(), common.maxY};
        eachRing(area, [&](const Ring& ring) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                const Edge edge{ring[j], ring[i]};
                if (edge.from == edge.to || !edge.box().touches(reach)) continue;
                edges_.push_back(edge);
                extent_.add(edge.box());
            }
        });
        const auto isNear = [&](const Edge& edge) { return edge.box().touches(common); };
        near_ = static_cast<std::size_t>(std::partition(edges_.begin(), edges_.end(), isNear) - edges_.begin());
        if (edges_.size() < 64) return;
        std::vector<Box> boxes(edges_.size());
        std::transform(edges_.begin(), edges_.end(), boxes.begin(), [](const Edge& edge) { return edge.box(); });
        index_ = PackedIndex(boxes);
    }

    std::span<const Edge> near() const { return {edges_.data(), near_}; }

    // Calls visit for every near edge whose box touches `box`, until it gives true.
    template <class Visit>
    bool anyNear(const Box& box, Visit visit) const {
        return any(near(), box, visit);
    }

    // Where the middle of a piece lies (within the box) whose ends are on the grid; everything is doubled, so that it
    // is too. A piece on the boundary counts as inside where both have their inside on its same side.
    bool insideOrAlong(const Edge& piece) const {
        const Point middle{piece.from.x + piece.to.x, piece.from.y + piece.to.y};
        const auto halfDown = [](std::int64_t value) { return value >> 1; };
        Box ray{halfDown(middle.x), halfDown(middle.y), extent_.maxX, halfDown(middle.y + 1)};
        if (ray.minX > ray.maxX) return false;
        bool inside = false, along = false, sameWay = false;
        any(edges_, ray, [&](const Edge& edge) {
            const Point a{2 * edge.from.x, 2 * edge.from.y}, b{2 * edge.to.x, 2 * edge.to.y};
            if (onSegment(a, b, middle)) {
                along = true;
                sameWay = sameWay || pointsAlong(edge, piece);
            } else if ((a.y > middle.y) != (b.y > middle.y)) {
                inside ^= (b.y > a.y) == (orientation(a, b, middle) > 0);
            }
            return false;
        });
        return along ? sameWay : inside;
    }

private:
    template <class Visit>
    bool any(std::span<const Edge> edges, const Box& box, Visit visit) const {
        if (index_.size() == 0)
            return std::any_of(edges.begin(), edges.end(),
                               [&](const Edge& edge) { return edge.box().touches(box) && visit(edge); });
        bool found = false;
        index_.query(box, [&](std::uint32_t item) { found = found || visit(edges_[item]); });
        return found;
    }

    static bool pointsAlong(const Edge& edge, const Edge& piece) {
        const Point a = edge.from, b = edge.to, c = piece.from, d = piece.to;
        return a.x == b.x ? (b.y > a.y) == (d.y > c.y) : (b.x > a.x) == (d.x > c.x);
    }

    std::vector<Edge> edges_;  // near ones first
    std::size_t near_ = 0;
    Box extent_;
    PackedIndex index_;
};

// The middle of the two lies in the box.
bool within(const Box& box, Point a, Point b) {
    return Box{2 * box.minX, 2 * box.minY, 2 * box.maxX, 2 * box.maxY}.contains(Point{a.x + b.x, a.y + b.y});
}

// Where no edges cross, the boundaries meet at corners only. Between two such places an edge of `one` lies wholly
// inside, outside or along the other: whether some piece lies inside or along the same way.
bool entersOrShares(const Edges& one, const Edges& other, const Box& common) {
    std::vector<Point> stops;
    for (const Edge& edge : one.near()) {
        stops.assign({edge.from, edge.to});
        other.anyNear(edge.box(), [&](const Edge& met) {
            for (const Point corner : {met.from, met.to})
                if (onSegment(edge.from, edge.to, corner)) stops.push_back(corner);
            return false;
        });
        const bool forward = edge.from < edge.to;
        std::sort(stops.begin(), stops.end(), [&](Point a, Point b) { return forward ? a < b : b < a; });
        for (std::size_t i = 1; i < stops.size(); ++i)
            if (stops[i] != stops[i - 1] && within(common, stops[i - 1], stops[i]) &&
                other.insideOrAlong({stops[i - 1], stops[i]}))
                return true;
    }
    return false;
}

}  // namespace

base::Result<bool> overlaps(const MultiPolygon& a, const MultiPolygon& b) {
    const Box boxA = boxOf(a), boxB = boxOf(b);
    const Box common{std::max(boxA.minX, boxB.minX), std::max(boxA.minY, boxB.minY), std::min(boxA.maxX, boxB.maxX),
                     std::min(boxA.maxY, boxB.maxY)};
    if (common.minX >= common.maxX || common.minY >= common.maxY) return false;
    const Edges one(a, common), other(b, common);
    for (const Edge& edge : one.near()) {
        const auto crosses = [&](const Edge& met) { return segmentsCross(edge.from, edge.to, met.from, met.to); };
        if (other.anyNear(edge.box(), crosses)) return true;
    }
    return entersOrShares(one, other, common) || entersOrShares(other, one, common);
}

}  // namespace geometry
