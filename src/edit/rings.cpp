#include "edit/rings.h"

#include <algorithm>
#include <map>
#include <optional>

#include "geometry/measure.h"
#include "geometry/predicates.h"

namespace edit {

using base::Error;
using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Polygon;
using geometry::Ring;
using geometry::Wide;

namespace {

Point doubled(Point p) { return {2 * p.x, 2 * p.y}; }

Wide dot(const Edge& e, const Edge& f) {
    return Wide(e.to.x - e.from.x) * (f.to.x - f.from.x) + Wide(e.to.y - e.from.y) * (f.to.y - f.from.y);
}

// Edges by the vertex they leave, each once.
class Outgoing {
public:
    explicit Outgoing(Edges edges) : edges_(std::move(edges)), used_(edges_.size()) {
        std::sort(edges_.begin(), edges_.end());
    }
    std::size_t size() const { return edges_.size(); }
    bool used(std::size_t at) const { return used_[at]; }
    const Edge& take(std::size_t at) {
        used_[at] = true;
        return edges_[at];
    }
    // The edge that leaves where `edge` ends and bounds the same face: the first clockwise from the way back. size()
    // where none leaves.
    std::size_t after(const Edge& edge) const {
        auto at =
            std::lower_bound(edges_.begin(), edges_.end(), edge.to, [](const Edge& e, Point p) { return e.from < p; });
        std::size_t best = size();
        for (; at != edges_.end() && at->from == edge.to; ++at)
            if (best == size() || soonerClockwise(edge, *at, edges_[best]))
                best = static_cast<std::size_t>(at - edges_.begin());
        return best;
    }

private:
    Edges edges_;
    std::vector<bool> used_;

    // Turning clockwise about the end of `edge` from the way back, `a` comes before `b`. The way back itself is last.
    static bool soonerClockwise(const Edge& edge, const Edge& a, const Edge& b) {
        const Point v = edge.to, back = edge.from;
        const auto half = [&](Point p) {  // 0: within the first half turn, 1: beyond, 2: the way back itself
            const int turn = geometry::orientation(v, back, p);
            if (turn != 0) return turn < 0 ? 0 : 1;
            const bool same = Wide(p.x - v.x) * (back.x - v.x) + Wide(p.y - v.y) * (back.y - v.y) > 0;
            return same ? 2 : 1;
        };
        const int ha = half(a.to), hb = half(b.to);
        if (ha != hb) return ha < hb;
        return geometry::orientation(v, a.to, b.to) < 0;
    }
};

// Cuts a walk that comes back to a vertex into simple rings; a way there and straight back is no ring.
void simpleRings(const Ring& walk, std::vector<Ring>& rings) {
    Ring open;
    std::map<Point, std::size_t> places;
    for (const Point p : walk) {
        if (const auto at = places.find(p); at != places.end()) {
            Ring ring(open.begin() + static_cast<std::ptrdiff_t>(at->second), open.end());
            const std::size_t keep = at->second;
            for (const Point gone : ring) places.erase(gone);
            open.resize(keep);
            if (ring.size() > 2) rings.push_back(std::move(ring));
        }
        places.emplace(p, open.size());
        open.push_back(p);
    }
    if (open.size() > 2) rings.push_back(std::move(open));
}

bool contains(const Edges& shell, const Ring& hole) {
    for (const Edge& edge : edgesOf(hole)) {
        const Lie lie = lieOf(edge, shell);
        if (lie == Lie::Inside || lie == Lie::Outside) return lie == Lie::Inside;
    }
    return false;
}

// The polygons of simple rings: each hole in the smallest shell around it.
base::Result<MultiPolygon> nested(std::vector<Ring> rings) {
    struct Shell {
        Wide size;
        Box box;
        Edges edges;
        Polygon polygon;
    };
    std::vector<Shell> shells;
    std::vector<Ring> holes;
    for (Ring& ring : rings) {
        std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
        const Wide size = geometry::doubledSteps(ring);
        if (size > 0)
            shells.push_back({size, geometry::boxOf(ring), edgesOf(ring), {std::move(ring), {}}});
        else if (size < 0)
            holes.push_back(std::move(ring));
    }
    std::sort(holes.begin(), holes.end());
    for (Ring& hole : holes) {
        const Box box = geometry::boxOf(hole);
        Shell* home = nullptr;
        for (Shell& shell : shells)
            if (shell.box.contains(box) && (!home || shell.size < home->size) &&
                -geometry::doubledSteps(hole) < shell.size && contains(shell.edges, hole))
                home = &shell;
        if (!home) return base::fail(Error::Code::Invalid, "edit.tangled");
        home->polygon.holes.push_back(std::move(hole));
    }
    MultiPolygon area;
    for (Shell& shell : shells) area.polygons.push_back(std::move(shell.polygon));
    std::sort(area.polygons.begin(), area.polygons.end(),
              [](const Polygon& a, const Polygon& b) { return a.outer < b.outer; });
    return area;
}

// The boundary of what two areas make together.
base::Result<MultiPolygon> combined(const MultiPolygon& a, const MultiPolygon& b, bool union_) {
    const Edges ofA = edgesOf(a), ofB = edgesOf(b);
    const Boundary inA(ofA), inB(ofB);
    Edges edges;
    for (const Edge& edge : ofA) {
        const Lie lie = inB.lieOf(edge);
        if (lie == Lie::Outside || lie == (union_ ? Lie::Along : Lie::Against)) edges.push_back(edge);
    }
    for (const Edge& edge : ofB) {
        const Lie lie = inA.lieOf(edge);
        if (union_ && lie == Lie::Outside) edges.push_back(edge);
        if (!union_ && lie == Lie::Inside) edges.push_back(edge.reversed());
    }
    return assembled(std::move(edges));
}

}  // namespace

namespace {

// Walks over a boundary, or over what of it is level with the edge and not left of it.
class Walk {
public:
    explicit Walk(const Edge& edge)
        : edge_(edge), middle_{edge.from.x + edge.to.x, edge.from.y + edge.to.y} {}  // all in half steps
    void over(const Edge& other) {
        const Point a = doubled(other.from), b = doubled(other.to);
        if (along_ || (a.y < middle_.y && b.y < middle_.y) || (a.y > middle_.y && b.y > middle_.y)) return;
        if (geometry::onSegment(a, b, middle_))
            along_ = dot(edge_, other) > 0 ? Lie::Along : Lie::Against;
        else if ((a.y > middle_.y) != (b.y > middle_.y) && (geometry::orientation(a, b, middle_) > 0) == (b.y > a.y))
            inside_ = !inside_;
    }
    Lie lie() const { return along_ ? *along_ : inside_ ? Lie::Inside : Lie::Outside; }

private:
    const Edge& edge_;
    Point middle_;
    std::optional<Lie> along_;
    bool inside_ = false;
};

constexpr std::size_t few = 32;

}  // namespace

Lie lieOf(const Edge& edge, const Edges& boundary) {
    Walk walk(edge);
    for (const Edge& other : boundary) walk.over(other);
    return walk.lie();
}

Boundary::Boundary(Edges edges) : edges_(std::move(edges)), box_(boxOf(edges_)) {
    std::sort(edges_.begin(), edges_.end());
    if (edges_.size() <= few) return;
    std::vector<Box> boxes;
    boxes.reserve(edges_.size());
    for (const Edge& edge : edges_) boxes.push_back(edge.box());
    index_ = geometry::PackedIndex(boxes);
}

bool Boundary::has(const Edge& edge) const { return std::binary_search(edges_.begin(), edges_.end(), edge); }

Lie Boundary::lieOf(const Edge& edge) const {
    if (!box_.touches(edge.box())) return Lie::Outside;
    if (has(edge)) return Lie::Along;
    if (has(edge.reversed())) return Lie::Against;
    const auto floorHalf = [](std::int64_t sum) { return sum >> 1; };
    const std::int64_t x = floorHalf(edge.from.x + edge.to.x), y = floorHalf(edge.from.y + edge.to.y);
    Walk walk(edge);
    near({x, y, box_.maxX, y + 1}, [&](const Edge& other) { walk.over(other); });
    return walk.lie();
}

base::Result<MultiPolygon> assembled(Edges edges) {
    Outgoing outgoing(std::move(edges));
    std::vector<Ring> rings;
    for (std::size_t start = 0; start < outgoing.size(); ++start) {
        if (outgoing.used(start)) continue;
        Ring walk;
        for (std::size_t at = start;;) {
            const Edge edge = outgoing.take(at);
            walk.push_back(edge.from);
            at = outgoing.after(edge);
            if (at == start) break;
            if (at == outgoing.size() || outgoing.used(at)) return base::fail(Error::Code::Invalid, "edit.tangled");
        }
        simpleRings(walk, rings);
    }
    return nested(std::move(rings));
}

base::Result<MultiPolygon> united(const MultiPolygon& a, const MultiPolygon& b) { return combined(a, b, true); }

base::Result<MultiPolygon> subtracted(const MultiPolygon& a, const MultiPolygon& b) { return combined(a, b, false); }

}  // namespace edit
