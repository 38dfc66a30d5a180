#include "edit/boundary.h"

#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "edit/edges.h"
#include "edit/scope.h"
#include "geometry/predicates.h"

namespace edit {

using base::Error;
using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using plan::FeatureRef;
using plan::LayerId;
using plan::Snapshot;

namespace {

// Distances in reaches: 1 is as far as the pointer reaches, in either direction.
struct Reach {
    Point at;
    double x, y;
    double to(double px, double py) const {
        const double dx = (px - static_cast<double>(at.x)) / x, dy = (py - static_cast<double>(at.y)) / y;
        return dx * dx + dy * dy;
    }
    double to(Point p) const { return to(static_cast<double>(p.x), static_cast<double>(p.y)); }
    Box box() const {
        const auto w = static_cast<std::int64_t>(x), h = static_cast<std::int64_t>(y);
        return {at.x - w, at.y - h, at.x + w, at.y + h};
    }
    // The place on the segment that is nearest as the pointer sees it, and how far it is.
    std::pair<Point, double> on(Point a, Point b) const {
        const double ax = static_cast<double>(a.x - at.x) / x, ay = static_cast<double>(a.y - at.y) / y;
        const double dx = static_cast<double>(b.x - a.x) / x, dy = static_cast<double>(b.y - a.y) / y;
        const double length = dx * dx + dy * dy;
        const double t = length > 0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0;
        const double sx = ax + t * dx, sy = ay + t * dy;
        return {{a.x + std::llround(t * static_cast<double>(b.x - a.x)),
                 a.y + std::llround(t * static_cast<double>(b.y - a.y))},
                sx * sx + sy * sy};
    }
};

Reach reachOf(Point at, std::int64_t x, std::int64_t y) {
    return {at, static_cast<double>(std::max<std::int64_t>(x, 1)), static_cast<double>(std::max<std::int64_t>(y, 1))};
}

bool before(const FeatureRef& a, const FeatureRef& b) {
    return std::pair(a->layer, a->id) < std::pair(b->layer, b->id);
}

std::vector<FeatureRef> featuresNear(const Snapshot& snapshot, const Box& box, const std::vector<LayerId>& layers) {
    std::vector<FeatureRef> found;
    for (const LayerId layer : layers)
        snapshot.each(layer, box, [&](const FeatureRef& feature) { found.push_back(feature); });
    std::sort(found.begin(), found.end(), before);
    return found;
}

bool hasEdge(const geometry::Shape& shape, Point from, Point to) {
    bool found = false;
    eachEdge(shape, [&](Point a, Point b) { found = found || (a == from && b == to) || (a == to && b == from); });
    return found;
}

bool has(const geometry::Shape& shape, const Hit& hit) {
    if (!hit.vertex) return hasEdge(shape, hit.segmentFrom, hit.segmentTo);
    bool found = geometry::hasVertex(shape, hit.at);
    if (!found) eachEdge(shape, [&](Point a, Point b) { found = found || passesThrough(a, b, hit.at); });
    return found;
}

// All that an edit there would change: in the layers that the command takes for itself.
std::vector<FeatureRef> sharersOf(const Snapshot& snapshot, const Hit& hit) {
    auto layers = hit.vertex ? scopeAt(snapshot, hit.at, {}) : scopeOf(snapshot, hit.feature->layer, {});
    if (std::find(layers->begin(), layers->end(), hit.feature->layer) == layers->end())
        layers = scopeOf(snapshot, hit.feature->layer, {});
    const Box box = hit.vertex ? Box::of(hit.at).grown(1) : Box::of(hit.segmentFrom, hit.segmentTo);
    std::vector<FeatureRef> sharers;
    for (const auto& feature : featuresNear(snapshot, box, *layers))
        if (has(feature->shape, hit)) sharers.push_back(feature);
    return sharers;
}

}  // namespace

std::optional<Hit> nearestBoundary(const Snapshot& snapshot, Point at, std::int64_t reachX, std::int64_t reachY,
                                   const std::vector<LayerId>& layers, const Point* ignored) {
    const Reach reach = reachOf(at, reachX, reachY);
    const Box box = reach.box();
    std::optional<Hit> vertex, segment;
    double nearestVertex = 1, nearestSegment = 1;
    for (const auto& feature : featuresNear(snapshot, box, layers)) {
        eachVertex(feature->shape, [&](Point p) {
            if (!box.contains(p) || (ignored && p == *ignored)) return;
            const double distance = reach.to(p);
            if (distance > 1 || (vertex && distance >= nearestVertex)) return;
            nearestVertex = distance;
            vertex = Hit{p, true, {}, {}, feature, {}};
        });
        if (vertex) continue;
        eachEdge(feature->shape, [&](Point a, Point b) {
            if (!Box::of(a, b).touches(box) || (ignored && (a == *ignored || b == *ignored))) return;
            const auto [place, distance] = reach.on(a, b);
            if (distance > 1 || (segment && distance >= nearestSegment)) return;
            nearestSegment = distance;
            segment = Hit{place, false, a, b, feature, {}};
        });
    }
    return vertex ? vertex : segment;
}

std::optional<Hit> hit(const Snapshot& snapshot, Point at, std::int64_t reachX, std::int64_t reachY,
                       const std::vector<LayerId>& layers) {
    auto found = nearestBoundary(snapshot, at, reachX, reachY, layers, nullptr);
    if (found) found->sharers = sharersOf(snapshot, *found);
    return found;
}

std::optional<Point> nearestVertex(const Snapshot& snapshot, Point at, const std::vector<LayerId>& layers) {
    Box extent;
    for (const LayerId layer : layers)
        if (snapshot.count(layer) > 0 && !snapshot.extent(layer).empty()) extent.add(snapshot.extent(layer));
    if (extent.empty()) return {};
    for (std::int64_t reach = 1024;; reach *= 8) {
        std::optional<Point> nearest;
        const Reach circle = reachOf(at, reach, reach);
        const Box box = circle.box();
        for (const auto& feature : featuresNear(snapshot, box, layers))
            eachVertex(feature->shape, [&](Point p) {
                if (circle.to(p) <= 1 && (!nearest || circle.to(p) < circle.to(*nearest))) nearest = p;
            });
        if (nearest) return nearest;
        if (box.contains(extent) && reach > (std::int64_t{1} << 53)) return {};
    }
}

base::Result<> noVertexAt(const Snapshot& snapshot, Point at, const std::vector<plan::LayerId>& layers) {
    std::vector<plan::LayerId> searched = layers;
    if (searched.empty())
        for (std::size_t i = 0; i < snapshot.schema().layers.size(); ++i)
            searched.push_back({static_cast<std::uint16_t>(i)});
    const auto nearest = nearestVertex(snapshot, at, searched);
    if (!nearest) return base::fail(Error::Code::NotFound, "edit.no_vertices", shown(snapshot.schema(), at));
    const auto distance = snapshot.schema().measure.length({at, *nearest});
    return base::fail(Error::Code::NotFound, "edit.no_vertex", shown(snapshot.schema(), at),
                      shown(snapshot.schema(), *nearest), base::decimal(distance.metres(), 3));
}

std::vector<FeatureRef> featuresAt(const Snapshot& snapshot, Point at, std::int64_t reachX, std::int64_t reachY,
                                   const std::vector<LayerId>& layers) {
    const Reach reach = reachOf(at, reachX, reachY);
    const Box box = reach.box();
    std::vector<std::pair<std::size_t, FeatureRef>> found;
    const auto near = [&](const geometry::Shape& shape) {
        bool touched = false;
        eachVertex(shape, [&](Point p) { touched = touched || reach.to(p) <= 1; });
        if (!touched) eachEdge(shape, [&](Point a, Point b) { touched = touched || reach.on(a, b).second <= 1; });
        return touched;
    };
    for (std::size_t i = 0; i < layers.size(); ++i)
        snapshot.each(layers[i], box, [&](const FeatureRef& feature) {
            const auto* area = std::get_if<MultiPolygon>(&feature->shape);
            const bool there = area ? geometry::locate(*area, at) != geometry::Side::Outside : near(feature->shape);
            if (there) found.emplace_back(i, feature);
        });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first > b.first;
        if (a.second->area != b.second->area) return a.second->area < b.second->area;
        return a.second->id < b.second->id;
    });
    std::vector<FeatureRef> features;
    for (auto& [place, feature] : found) features.push_back(std::move(feature));
    return features;
}

}  // namespace edit
