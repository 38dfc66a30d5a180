#include "geometry/regions.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "geometry/clusters.h"
#include "geometry/index.h"
#include "geometry/measure.h"
#include "geometry/predicates.h"

namespace geometry {

namespace {

constexpr std::uint32_t none = 0xFFFFFFFFu;

Cover plus(Cover a, const Cover& b, int times) {
    for (std::size_t group = 0; group < a.size(); ++group) a[group] += b[group] * times;
    return a;
}

// Of two edges that do not cross and are both left of p: a is nearer to p.
bool isNearer(const SidedEdge& a, const SidedEdge& b) {
    const auto lowHigh = [](const SidedEdge& e) {
        return e.from.y < e.to.y ? std::pair(e.from, e.to) : std::pair(e.to, e.from);
    };
    const auto [aLow, aHigh] = lowHigh(a);
    const auto [bLow, bHigh] = lowHigh(b);
    // -1: right of the upward edge
    for (const Point end : {aLow, aHigh})
        if (end.y >= bLow.y && end.y <= bHigh.y)
            if (const int turn = orientation(bLow, bHigh, end); turn != 0) return turn < 0;
    for (const Point end : {bLow, bHigh})
        if (end.y >= aLow.y && end.y <= aHigh.y)
            if (const int turn = orientation(aLow, aHigh, end); turn != 0) return turn > 0;
    return false;
}

// The closed walk in rings that pass no vertex twice.
std::vector<Ring> simpleRings(const std::vector<Point>& walk) {
    std::vector<Ring> rings;
    Ring open;
    std::unordered_map<Point, std::size_t> places;
    for (const Point p : walk) {
        const auto [at, fresh] = places.emplace(p, open.size());
        if (!fresh) {
            const std::size_t start = at->second;
            rings.emplace_back(open.begin() + static_cast<std::ptrdiff_t>(start), open.end());
            for (std::size_t i = start + 1; i < open.size(); ++i) places.erase(open[i]);
            open.resize(start);
        }
        open.push_back(p);
    }
    rings.push_back(std::move(open));
    for (Ring& ring : rings) std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
    return rings;
}

// One outer ring and the holes that hang on it, with what is needed to find the outer ring of a free hole.
struct Shell {
    Polygon polygon;
    Box box;
    Wide size;
};

bool surrounds(const Ring& shell, const Ring& hole) {
    for (const Point p : hole) {
        const Side side = locate(shell, p);
        if (side != Side::Boundary) return side == Side::Inside;
    }
    return false;
}

MultiPolygon assembled(std::vector<Shell> shells, const std::vector<Ring>& freeHoles) {
    for (const Ring& hole : freeHoles) {
        Shell* best = nullptr;
        for (Shell& shell : shells)
            if ((!best || shell.size < best->size) && shell.box.contains(hole.front()) &&
                surrounds(shell.polygon.outer, hole))
                best = &shell;
        if (best) best->polygon.holes.push_back(hole);
    }
    MultiPolygon result;
    for (Shell& shell : shells) {
        std::sort(shell.polygon.holes.begin(), shell.polygon.holes.end());
        result.polygons.push_back(std::move(shell.polygon));
    }
    std::sort(result.polygons.begin(), result.polygons.end(),
              [](const Polygon& a, const Polygon& b) { return a.outer < b.outer; });
    return result;
}

}  // namespace

bool isLeftOf(const SidedEdge& edge, Point p) {
    if ((edge.from.y > p.y) == (edge.to.y > p.y)) return false;
    const bool upward = edge.to.y > edge.from.y;
    return orientation(edge.from, edge.to, p) == (upward ? -1 : 1);
}

bool angleLess(Point o, Point a, Point b) {
    const bool lowerA = a.y < o.y || (a.y == o.y && a.x < o.x), lowerB = b.y < o.y || (b.y == o.y && b.x < o.x);
    return lowerA != lowerB ? lowerB : orientation(o, a, b) > 0;
}

void addEdges(std::vector<SidedEdge>& edges, const Ring& ring, std::size_t group, int times) {
    Cover left{};
    left[group] = times;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) edges.push_back({ring[j], ring[i], left});
}

void addEdges(std::vector<SidedEdge>& edges, const MultiPolygon& area, std::size_t group, int times) {
    eachRing(area, [&](const Ring& ring) { addEdges(edges, ring, group, times); });
}

Regions::Regions(std::vector<SidedEdge> edges, const Outside& outside) {
    edges = merged(std::move(edges));
    edges_ = noded(edges);
    connect();
    walk();
    cover(outside, edges);
}

// Around every vertex, half-edge by half-edge, the next one of the face on the left.
void Regions::connect() {
    const auto count = static_cast<std::uint32_t>(edges_.size() * 2);
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const Point o = from(a);
        return o != from(b) ? o < from(b) : angleLess(o, to(a), to(b));
    });
    next_.assign(count, none);
    for (std::size_t begin = 0; begin < count;) {
        std::size_t end = begin;
        while (end < count && from(order[end]) == from(order[begin])) ++end;
        for (std::size_t i = begin; i < end; ++i) next_[twin(order[i])] = order[i == begin ? end - 1 : i - 1];
        begin = end;
    }
}

// Numbers the cycles, and finds the connected pieces with their first vertices.
void Regions::walk() {
    const auto count = static_cast<std::uint32_t>(next_.size());
    cycle_.assign(count, none);
    std::uint32_t cycles = 0;
    for (std::uint32_t start = 0; start < count; ++start) {
        if (cycle_[start] != none) continue;
        for (std::uint32_t h = start; cycle_[h] == none; h = next_[h]) cycle_[h] = cycles;
        ++cycles;
    }
    // Edges are in order, so the first unvisited one starts at its piece's first vertex.
    std::vector<bool> seen(cycles);
    std::vector<std::uint32_t> open;
    for (std::uint32_t start = 0; start < count; start += 2) {
        if (seen[cycle_[start]]) continue;
        Piece piece{start, from(start)};
        seen[cycle_[start]] = true;
        open.push_back(start);
        while (!open.empty()) {
            const std::uint32_t first = open.back();
            open.pop_back();
            std::uint32_t h = first;
            do {
                if (from(h) == piece.first && orientation(piece.first, to(piece.halfEdge), to(h)) > 0)
                    piece.halfEdge = h;
                if (!seen[cycle_[twin(h)]]) {
                    seen[cycle_[twin(h)]] = true;
                    open.push_back(twin(h));
                }
                h = next_[h];
            } while (h != first);
        }
        pieces_.push_back(piece);
    }
    face_.resize(cycles);
    std::iota(face_.begin(), face_.end(), 0);
    cover_.assign(cycles, Cover{});
}

// Gives every face its cover, piece by piece from the left: what surrounds a piece is told by all edges on its left,
// and which face that is by the nearest of them.
void Regions::cover(const Outside& outside, const std::vector<SidedEdge>& asGiven) {
    std::optional<Clusters> clusters;
    std::vector<std::uint32_t> cluster;  // of an edge
    if (outside) {
        clusters.emplace(asGiven);
        for (const Point first : clusters->firsts()) outside_.emplace_back(first, outside(first));
        for (const SidedEdge& edge : edges_) cluster.push_back(clusters->of(edge.from));
    }
    unbounded_ = static_cast<std::uint32_t>(face_.size());
    std::vector<Box> boxes;
    std::optional<PackedIndex> index;
    if (pieces_.size() > 8) {
        for (const SidedEdge& edge : edges_) boxes.push_back(Box::of(edge.from, edge.to));
        index.emplace(boxes);
    }
    Box all;
    for (const SidedEdge& edge : edges_) all.add(Box::of(edge.from, edge.to));
    std::vector<bool> seen(face_.size());
    for (const Piece& piece : pieces_) {
        std::uint32_t nearest = none;
        const std::uint32_t mine = clusters ? clusters->of(piece.first) : none;
        Cover around = clusters ? outside_[mine].second : Cover{};
        const auto look = [&](std::uint32_t edge) {
            if (!isLeftOf(edges_[edge], piece.first)) return;
            const bool upward = edges_[edge].to.y > edges_[edge].from.y;
            if (!clusters || cluster[edge] == mine) around = plus(around, edges_[edge].left, upward ? -1 : 1);
            if (nearest == none || isNearer(edges_[edge], edges_[nearest])) nearest = edge;
        };
        if (index) {
            index->query(Box{all.minX, piece.first.y, piece.first.x, piece.first.y}, look);
        } else {
            for (std::uint32_t edge = 0; edge < edges_.size(); ++edge) look(edge);
        }
        const std::uint32_t outer = cycle_[piece.halfEdge];
        if (nearest == none) {
            face_[outer] = unbounded_;
        } else {
            const bool upward = edges_[nearest].to.y > edges_[nearest].from.y;
            const std::uint32_t side = cycle_[upward ? nearest * 2 + 1 : nearest * 2];  // whose left is east
            face_[outer] = face_[side];
        }
        spread(piece, around, seen);
    }
}

void Regions::spread(const Piece& piece, const Cover& around, std::vector<bool>& seen) {
    std::vector<std::uint32_t> open{piece.halfEdge};
    cover_[cycle_[piece.halfEdge]] = around;
    seen[cycle_[piece.halfEdge]] = true;
    while (!open.empty()) {
        const std::uint32_t first = open.back();
        open.pop_back();
        std::uint32_t h = first;
        do {
            const std::uint32_t other = cycle_[twin(h)];
            if (!seen[other]) {
                seen[other] = true;
                cover_[other] = plus(cover_[cycle_[h]], edges_[h / 2].left, h & 1 ? 1 : -1);
                open.push_back(twin(h));
            }
            h = next_[h];
        } while (h != first);
    }
}

MultiPolygon Regions::where(const Wanted& wanted) const {
    std::vector<bool> in(face_.size());
    for (std::size_t cycle = 0; cycle < in.size(); ++cycle)
        in[cycle] = wanted(cover_[cycle], face_[cycle] != unbounded_) && face_[cycle] != unbounded_;
    const auto border = [&](std::uint32_t h) { return in[cycle_[h]] && !in[cycle_[twin(h)]]; };
    std::vector<bool> done(next_.size());
    std::vector<Shell> shells;
    std::vector<Ring> freeHoles;
    for (std::uint32_t start = 0; start < next_.size(); ++start) {
        if (done[start] || !border(start)) continue;
        std::vector<Point> walk;
        std::uint32_t h = start;
        do {
            done[h] = true;
            walk.push_back(from(h));
            h = next_[h];
            while (!border(h)) h = next_[twin(h)];
        } while (h != start);
        std::vector<Ring> holes;
        const std::size_t known = shells.size();
        for (Ring& ring : simpleRings(walk)) {
            if (const Wide size = doubledSteps(ring); size > 0)
                shells.push_back(Shell{{ring, {}}, boxOf(ring), size});
            else
                holes.push_back(std::move(ring));
        }
        // Holes that hang on the outer ring at a corner are walked with it.
        if (shells.size() == known + 1)
            shells.back().polygon.holes = std::move(holes);
        else
            freeHoles.insert(freeHoles.end(), holes.begin(), holes.end());
    }
    return assembled(std::move(shells), freeHoles);
}

std::vector<Point> Regions::islands(const Wanted& wanted) const {
    std::vector<Point> found;
    for (const auto& [first, cover] : outside_)
        if (wanted(cover, true)) found.push_back(first);
    return found;
}

}  // namespace geometry
