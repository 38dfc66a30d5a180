#include "edit/edges.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "geometry/measure.h"
#include "geometry/predicates.h"

namespace edit {

using geometry::Box;
using geometry::MultiLine;
using geometry::MultiPoint;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using geometry::Shape;
using geometry::Wide;

bool passesThrough(Point a, Point b, Point p) {
    if (!Box::of(a, b).grown(1).contains(p) || p == a || p == b) return false;
    const Wide dx = b.x - a.x, dy = b.y - a.y, px = p.x - a.x, py = p.y - a.y;
    const Wide length = dx * dx + dy * dy, along = dx * px + dy * py, away = dx * py - dy * px;
    if (along <= 0 || along >= length) return false;
    constexpr Wide far = Wide(1) << 60;  // beyond it the square would not fit, and no segment is that long
    return away < far && -away < far && 2 * away * away <= length;
}

Point footOn(Point a, Point b, Point p) {
    const long double t = geometry::nearestOn(a, b, p).t;
    return {a.x + std::llround(t * static_cast<long double>(b.x - a.x)),
            a.y + std::llround(t * static_cast<long double>(b.y - a.y))};
}

std::size_t Run::edges() const {
    if (kind == Kind::Points || points->size() < 2) return 0;
    return kind == Kind::Open ? points->size() - 1 : points->size();
}

std::vector<Run> runsOf(Shape& shape) {
    std::vector<Run> runs;
    if (auto* points = std::get_if<MultiPoint>(&shape)) runs.push_back({Run::Kind::Points, points});
    if (auto* lines = std::get_if<MultiLine>(&shape))
        for (auto& line : lines->lines) runs.push_back({Run::Kind::Open, &line});
    if (auto* area = std::get_if<MultiPolygon>(&shape))
        geometry::eachRing(*area, [&](Ring& ring) { runs.push_back({Run::Kind::Closed, &ring}); });
    return runs;
}

Edges edgesOf(const Ring& ring) {
    Edges edges;
    edges.reserve(ring.size());
    for (std::size_t i = 0; i < ring.size(); ++i) edges.push_back({ring[i], ring[i + 1 == ring.size() ? 0 : i + 1]});
    return edges;
}

Edges edgesOf(const Shape& shape) {
    Edges edges;
    eachEdge(shape, [&](Point a, Point b) { edges.push_back({a, b}); });
    return edges;
}

Box boxOf(const Edges& edges) {
    Box box;
    for (const Edge& edge : edges) box.add(edge.box());
    return box;
}

namespace {

// The edges of `run` that have a vertex outside its first `head` and its last `tail` vertices, as far as they go.
void differing(const Run& run, std::size_t head, std::size_t tail, Edges& into) {
    const std::size_t vertices = run.points->size(), edges = run.edges();
    if (edges == 0) return;
    const std::size_t first = head == 0 ? 0 : head - 1;
    const std::size_t last = std::min(vertices - tail, edges);  // one past
    for (std::size_t i = first; i < last; ++i) into.push_back({run.from(i), run.to(i)});
    const bool wraps = run.kind == Run::Kind::Closed && head == 0 && tail > 0;
    if (wraps && last < edges) into.push_back({run.from(edges - 1), run.to(edges - 1)});
}

void compare(const Run& before, const Run& after, Difference& into) {
    const auto &a = *before.points, &b = *after.points;
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t head = 0, tail = 0;
    while (head < shorter && a[head] == b[head]) ++head;
    if (head == a.size() && head == b.size()) return;
    while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    differing(before, head, tail, into.lost);
    differing(after, head, tail, into.gained);
}

Edges without(const Edges& a, const Edges& b) {
    Edges rest;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
    return rest;
}

}  // namespace

Difference difference(const Shape& before, const Shape& after) {
    const auto old = runsOf(const_cast<Shape&>(before)), fresh = runsOf(const_cast<Shape&>(after));
    Difference found;
    if (before.index() == after.index() && old.size() == fresh.size())
        for (std::size_t i = 0; i < old.size(); ++i) compare(old[i], fresh[i], found);
    else
        found = {edgesOf(before), edgesOf(after)};
    std::sort(found.lost.begin(), found.lost.end());
    std::sort(found.gained.begin(), found.gained.end());
    return {without(found.lost, found.gained), without(found.gained, found.lost)};
}

Edges summed(const Edges& added, const Edges& taken) {
    std::map<Edge, int> times;
    const auto count = [&](const Edge& edge, int sign) {
        if (edge.to < edge.from)
            times[edge.reversed()] -= sign;
        else
            times[edge] += sign;
    };
    for (const Edge& edge : added) count(edge, 1);
    for (const Edge& edge : taken) count(edge, -1);
    Edges sum;
    for (const auto& [edge, n] : times)
        sum.insert(sum.end(), static_cast<std::size_t>(std::abs(n)), n > 0 ? edge : edge.reversed());
    return sum;
}

}  // namespace edit
