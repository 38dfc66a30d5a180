#include "edit/nodes.h"

#include <algorithm>

#include "geometry/predicates.h"

namespace edit {

using geometry::Box;
using geometry::Point;
using geometry::Shape;
using geometry::Wide;

namespace {

// The order along the edge; the same whichever way round it is given, so that all who have it divide alike.
void sortAlong(const Edge& edge, std::vector<Point>& points) {
    const Edge way = Nodes::forward(edge);
    const auto along = [&](Point p) {
        return Wide(way.to.x - way.from.x) * (p.x - way.from.x) + Wide(way.to.y - way.from.y) * (p.y - way.from.y);
    };
    std::sort(points.begin(), points.end(), [&](Point p, Point q) {
        const Wide a = along(p), b = along(q);
        return a != b ? a < b : p < q;
    });
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (way != edge) std::reverse(points.begin(), points.end());
}

// The edge passes through the vertex before it or behind it, which lies a step beside it: all who have the edge divide
// it there, and the run turns at that vertex instead of going on to the end and back.
bool turnsAt(const Run& run, std::size_t edge, Point p) {
    const std::size_t n = run.points->size();
    return run.kind == Run::Kind::Closed && n > 3 &&
           ((*run.points)[(edge + n - 1) % n] == p || (*run.points)[(edge + 2) % n] == p);
}

// Drops the ways there and straight back.
void dropSpikes(std::vector<Point>& ring) {
    for (std::size_t i = 0; i < ring.size() && ring.size() > 3;) {
        const std::size_t n = ring.size(), second = (i + 1) % n, third = (i + 2) % n;
        if (ring[i] != ring[third]) {
            ++i;
            continue;
        }
        ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(std::max(second, third)));
        ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(std::min(second, third)));
        i = 0;
    }
}

}  // namespace

Box Nodes::box() const {
    Box box;
    for (const Point p : points_) box.add(p);
    for (const auto& [edge, places] : byEdge_) box.add(edge.box());
    return box;
}

Nodes::Ready::Ready(const Nodes& nodes) : nodes_(nodes), points_(nodes.points_.begin(), nodes.points_.end()) {
    std::vector<Box> places, boxes;
    for (const Point p : points_) places.push_back(Box::of(p).grown(1));
    boxes = places;
    for (const auto& [edge, divided] : nodes.byEdge_) boxes.push_back(edge.box());
    places_ = geometry::PackedIndex(places);
    boxes_ = geometry::PackedIndex(boxes);
}

bool Nodes::Ready::near(const Box& box) const {
    bool found = false;
    boxes_.query(box, [&](std::uint32_t) { found = true; });
    return found;
}

std::optional<std::vector<Point>> Nodes::Ready::in(const Run& run) const {
    const std::size_t edges = run.edges();
    if (edges == 0) return {};
    struct Placed {
        std::size_t edge;
        std::vector<Point> points;
    };
    std::vector<Placed> placed;
    for (std::size_t i = 0; i < edges; ++i) {
        const Edge edge{run.from(i), run.to(i)};
        std::vector<Point> points;
        places_.query(edge.box(), [&](std::uint32_t item) {
            if (passesThrough(edge.from, edge.to, points_[item])) points.push_back(points_[item]);
        });
        if (const auto own = nodes_.byEdge_.find(forward(edge)); own != nodes_.byEdge_.end())
            points.insert(points.end(), own->second.begin(), own->second.end());
        if (!points.empty()) placed.push_back({i, std::move(points)});
    }
    if (placed.empty()) return {};
    std::vector<Point> had = *run.points;
    std::sort(had.begin(), had.end());
    std::vector<Point> result;
    result.reserve(had.size() + placed.size());
    std::size_t from = 0;
    bool spikes = false;
    for (Placed& here : placed) {
        std::erase_if(here.points, [&](Point p) {
            if (!std::binary_search(had.begin(), had.end(), p)) return false;
            const bool turns = turnsAt(run, here.edge, p);
            spikes = spikes || turns;
            return !turns;
        });
        sortAlong({run.from(here.edge), run.to(here.edge)}, here.points);
        const auto begin = run.points->begin();
        result.insert(result.end(), begin + static_cast<std::ptrdiff_t>(from),
                      begin + static_cast<std::ptrdiff_t>(here.edge) + 1);
        result.insert(result.end(), here.points.begin(), here.points.end());
        from = here.edge + 1;
    }
    result.insert(result.end(), run.points->begin() + static_cast<std::ptrdiff_t>(from), run.points->end());
    if (spikes) dropSpikes(result);
    if (result == *run.points) return {};
    return result;
}

std::optional<Shape> Nodes::Ready::in(const Shape& shape) const {
    std::vector<std::optional<std::vector<Point>>> fresh;
    bool changed = false;
    for (const Run& run : runsOf(const_cast<Shape&>(shape))) {
        fresh.push_back(in(run));
        changed = changed || fresh.back();
    }
    if (!changed) return {};
    Shape result = shape;
    std::size_t at = 0;
    for (const Run& run : runsOf(result))
        if (auto& points = fresh[at++]) *run.points = *std::move(points);
    return result;
}

}  // namespace edit
