#include <algorithm>
#include <cstdlib>

#include "geometry/index.h"
#include "geometry/predicates.h"
#include "geometry/regions.h"

namespace geometry {

namespace {

constexpr std::size_t small = 96;  // up to here a sweep over the sorted edges is faster than an index

// An edge on its way to be divided; `fresh` ones have not been compared with the others yet.
struct Candidate {
    SidedEdge edge;
    bool fresh = true;
};

Cover negated(Cover cover) {
    for (auto& times : cover) times = -times;
    return cover;
}

bool endsLess(const SidedEdge& a, const SidedEdge& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; }

void turnForward(SidedEdge& edge) {
    if (edge.to < edge.from) edge = {edge.to, edge.from, negated(edge.left)};
}

void add(SidedEdge& sum, const SidedEdge& edge) {
    for (std::size_t group = 0; group < sum.left.size(); ++group) sum.left[group] += edge.left[group];
}

bool remains(const SidedEdge& edge) { return edge.from != edge.to && edge.left != Cover{}; }

void merge(std::vector<Candidate>& all) {
    for (Candidate& candidate : all) turnForward(candidate.edge);
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return endsLess(a.edge, b.edge); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size();) {
        Candidate sum = all[i++];
        for (; i < all.size() && all[i].edge.from == sum.edge.from && all[i].edge.to == sum.edge.to; ++i) {
            add(sum.edge, all[i].edge);
            sum.fresh = sum.fresh && all[i].fresh;
        }
        if (remains(sum.edge)) all[kept++] = sum;
    }
    all.resize(kept);
}

struct Division {
    std::uint32_t edge;
    Point at;
    bool operator==(const Division&) const = default;
};

// Some place of the edge is rounded to this one (halves up): it passes through the square of one step around it.
bool passes(const SidedEdge& edge, Point place) {
    if (!Box::of(edge.from, edge.to).contains(place)) return false;
    const auto twice = [](Point p) { return Point{2 * p.x, 2 * p.y}; };
    const Point from = twice(edge.from), to = twice(edge.to), middle = twice(place);
    const auto side = [&](std::int64_t dx, std::int64_t dy) {
        return orientation(from, to, {middle.x + dx, middle.y + dy});
    };
    const int corners[] = {side(-1, -1), side(1, -1), side(-1, 1), side(1, 1)};
    const auto [least, most] = std::minmax_element(std::begin(corners), std::end(corners));
    return corners[0] == 0 || *least * *most < 0;
}

// Notes where each of the two has to be divided because of the other. `near`: also where an end of one is all but on
// the other.
void compare(const std::vector<Candidate>& all, std::uint32_t i, std::uint32_t j, bool near,
             std::vector<Division>& divisions) {
    const SidedEdge &e = all[i].edge, &f = all[j].edge;
    const Box boxE = Box::of(e.from, e.to), boxF = Box::of(f.from, f.to);
    if (!boxE.touches(boxF)) return;
    const auto divide = [&](std::uint32_t edge, Point at) {
        if (at != all[edge].edge.from && at != all[edge].edge.to) divisions.push_back({edge, at});
    };
    if (near) {
        const std::size_t before = divisions.size();
        for (const Point end : {f.from, f.to})
            if (passes(e, end)) divide(i, end);
        for (const Point end : {e.from, e.to})
            if (passes(f, end)) divide(j, end);
        if (divisions.size() > before) return;
    }
    const int ec = orientation(e.from, e.to, f.from), ed = orientation(e.from, e.to, f.to);
    if (ec * ed > 0) return;
    const int fa = orientation(f.from, f.to, e.from), fb = orientation(f.from, f.to, e.to);
    if (fa * fb > 0) return;
    if (ec * ed < 0 && fa * fb < 0) {
        const Point at = *crossing(e.from, e.to, f.from, f.to);
        divide(i, at);
        divide(j, at);
        return;
    }
    if (ec == 0 && boxE.contains(f.from)) divide(i, f.from);
    if (ed == 0 && boxE.contains(f.to)) divide(i, f.to);
    if (fa == 0 && boxF.contains(e.from)) divide(j, e.from);
    if (fb == 0 && boxF.contains(e.to)) divide(j, e.to);
}

// Along the edge `a` comes before `b`: told by the axis along which the edge is longer, since rounding can turn the
// order of the other one.
bool earlier(const SidedEdge& edge, Point a, Point b) {
    const std::int64_t dx = edge.to.x - edge.from.x, dy = edge.to.y - edge.from.y;
    const bool steep = std::abs(dy) > dx;
    const std::int64_t alongA = steep ? (dy < 0 ? -a.y : a.y) : a.x, alongB = steep ? (dy < 0 ? -b.y : b.y) : b.x;
    return alongA != alongB ? alongA < alongB : a < b;
}

std::vector<Division> divisionsOf(const std::vector<Candidate>& all, bool near) {
    std::vector<Division> divisions;
    const auto size = static_cast<std::uint32_t>(all.size());
    if (all.size() <= small) {
        for (std::uint32_t i = 0; i < size; ++i)
            for (std::uint32_t j = i + 1; j < size && all[j].edge.from.x <= all[i].edge.to.x; ++j)
                if (all[i].fresh || all[j].fresh) compare(all, i, j, near, divisions);
    } else {
        std::vector<Box> boxes;
        boxes.reserve(all.size());
        for (const Candidate& candidate : all) boxes.push_back(Box::of(candidate.edge.from, candidate.edge.to));
        const PackedIndex index(boxes);
        for (std::uint32_t i = 0; i < size; ++i) {
            if (!all[i].fresh) continue;
            index.query(boxes[i], [&](std::uint32_t j) {
                if (j > i || (j < i && !all[j].fresh)) compare(all, i, j, near, divisions);
            });
        }
    }
    std::sort(divisions.begin(), divisions.end(), [&](const Division& a, const Division& b) {
        return a.edge != b.edge ? a.edge < b.edge : earlier(all[a.edge].edge, a.at, b.at);
    });
    divisions.erase(std::unique(divisions.begin(), divisions.end()), divisions.end());
    return divisions;
}

// The edges in pieces.
std::vector<Candidate> divided(const std::vector<Candidate>& all, const std::vector<Division>& divisions) {
    std::vector<Candidate> pieces;
    pieces.reserve(all.size() + divisions.size());
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (at == divisions.size() || divisions[at].edge != i) {
            pieces.push_back({all[i].edge, false});
            continue;
        }
        Point from = all[i].edge.from;
        for (; at < divisions.size() && divisions[at].edge == i; ++at) {
            pieces.push_back({{from, divisions[at].at, all[i].edge.left}, true});
            from = divisions[at].at;
        }
        pieces.push_back({{from, all[i].edge.to, all[i].edge.left}, true});
    }
    return pieces;
}

}  // namespace

std::vector<SidedEdge> merged(std::vector<SidedEdge> edges) {
    for (SidedEdge& edge : edges) turnForward(edge);
    std::sort(edges.begin(), edges.end(), endsLess);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < edges.size();) {
        SidedEdge sum = edges[i++];
        for (; i < edges.size() && edges[i].from == sum.from && edges[i].to == sum.to; ++i) add(sum, edges[i]);
        if (remains(sum)) edges[kept++] = sum;
    }
    edges.resize(kept);
    return edges;
}

std::vector<SidedEdge> noded(std::vector<SidedEdge> edges) {
    std::vector<Candidate> all;
    edges = merged(std::move(edges));
    all.reserve(edges.size());
    for (const SidedEdge& edge : edges) all.push_back({edge, true});
    // A rounded crossing can bend an edge across a third one, so divided edges are looked at again. Pieces lie in the
    // box of what they are pieces of and get shorter, so this ends, and never reaches edges that were apart. Long edges
    // that run closer than a step beside each other would bend across one another a few steps further on each time:
    // from the third time on they are drawn to the ends that they all but touch, which leaves nothing to cross.
    for (int times = 0;; ++times) {
        const auto divisions = divisionsOf(all, times >= 2);
        if (divisions.empty()) break;
        all = divided(all, divisions);
        merge(all);
    }
    edges.clear();
    for (const Candidate& candidate : all) edges.push_back(candidate.edge);
    return edges;
}

}  // namespace geometry
