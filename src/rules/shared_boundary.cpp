#include "rules/shared_boundary.h"

#include <algorithm>
#include <iterator>

#include "geometry/index.h"
#include "rules/apart.h"
#include "rules/vertices_beside.h"

namespace rules {

using geometry::Box;
using geometry::Point;

namespace {

// Up to so many vertices an area is looked through as it is; a longer boundary is made ready to be asked.
constexpr std::size_t longBoundary = 128;
// Up to so many comparisons are made without sorting or indexing first.
constexpr std::size_t fewComparisons = 2048;

Box extentOf(const plan::Snapshot& snapshot, const std::vector<plan::LayerId>& layers) {
    Box extent;
    for (const plan::LayerId layer : layers)
        if (hasLayer(snapshot, layer) && !snapshot.extent(layer).empty()) extent.add(snapshot.extent(layer));
    return extent.empty() ? Box::of(Point{}) : extent;
}

bool isLong(const geometry::MultiPolygon& area) {
    std::size_t vertices = 0;
    geometry::eachRing(area, [&](const geometry::Ring& ring) { vertices += ring.size(); });
    return vertices > longBoundary;
}

}  // namespace

std::int64_t reachOf(const plan::Snapshot& snapshot, const std::vector<plan::LayerId>& layers, double metres) {
    return Metres(snapshot.schema()).steps(metres, extentOf(snapshot, layers));
}

SharedBoundary::SharedBoundary(const plan::Snapshot& snapshot, Outlines& outlines, std::vector<plan::LayerId> layers,
                               double tolerance)
    : snapshot_(snapshot),
      layers_(std::move(layers)),
      tolerance_(tolerance),
      reach_(reachOf(snapshot, layers_, tolerance)),
      metres_(snapshot.schema()),
      outlines_(outlines) {
    const Metres::Range range = metres_.over(extentOf(snapshot, layers_).grown(reach_));
    least_ = {range.east(), range.north()};
}

std::vector<Lacking> SharedBoundary::lacking(const base::Task& task) {
    std::vector<const plan::Feature*> features;
    for (const plan::LayerId layer : layers_)
        snapshot_.each(layer, [&](const plan::FeatureRef& feature) {
            if (areaOf(*feature)) features.push_back(feature.get());
        });
    const auto passesBy = [&](Point from, Point to, Point p) { return least_.distance(from, to, p) <= tolerance_; };
    std::vector<Lacking> found;
    for (const Point p : verticesBeside(features, reach_, passesBy, task))
        for (const plan::LayerId layer : layers_)
            snapshot_.each(layer, Box::of(p).grown(reach_), [&](const plan::FeatureRef& feature) {
                if (areaOf(*feature)) found.push_back({feature->id, p});
            });
    std::sort(found.begin(), found.end());
    return found;
}

void SharedBoundary::lackingAt(const plan::Feature& feature, const Box& region, std::vector<Lacking>& out) {
    if (!areaOf(feature) || feature.box.empty()) return;
    const Box place = commonOf(feature.box.grown(reach_), region);
    if (place.empty()) return;
    for (const plan::LayerId layer : layers_)
        snapshot_.each(layer, place.grown(reach_), [&](const plan::FeatureRef& other) {
            if (other->id != feature.id && areaOf(*other)) hold(feature, *other, place, out);
        });
}

// What lies within the tolerance of both lies in the boxes of both, grown by it.
void SharedBoundary::hold(const plan::Feature& a, const plan::Feature& b, const Box& region,
                          std::vector<Lacking>& out) {
    const Box place = commonOf(commonOf(a.box.grown(reach_), b.box.grown(reach_)), region);
    if (place.minX > place.maxX || place.minY > place.maxY) return;
    gather(a, place, a_);
    if (a_.edges.empty()) return;
    gather(b, place, b_);
    if (b_.edges.empty()) return;
    match();
    passed(a_, b_, b.id, out);
    passed(b_, a_, a.id, out);
}

// Tells which vertices of each the other does not have.
void SharedBoundary::match() {
    a_.unmatched.clear();
    b_.unmatched.clear();
    if (a_.vertices.size() * b_.vertices.size() > fewComparisons) {
        for (Near* near : {&a_, &b_}) std::sort(near->vertices.begin(), near->vertices.end());
        std::set_difference(a_.vertices.begin(), a_.vertices.end(), b_.vertices.begin(), b_.vertices.end(),
                            std::back_inserter(a_.unmatched));
        std::set_difference(b_.vertices.begin(), b_.vertices.end(), a_.vertices.begin(), a_.vertices.end(),
                            std::back_inserter(b_.unmatched));
        return;
    }
    matched_.assign(b_.vertices.size(), 0);
    for (const Point p : a_.vertices) {
        bool has = false;
        for (std::size_t i = 0; i < b_.vertices.size(); ++i)
            if (b_.vertices[i] == p) has = true, matched_[i] = 1;
        if (!has) a_.unmatched.push_back(p);
    }
    for (std::size_t i = 0; i < b_.vertices.size(); ++i)
        if (matched_[i] == 0) b_.unmatched.push_back(b_.vertices[i]);
}

// Of the vertices that the one has alone, those that the other's edges pass.
void SharedBoundary::passed(const Near& of, const Near& by, plan::FeatureId lacks, std::vector<Lacking>& out) const {
    if (of.unmatched.size() * by.edges.size() <= fewComparisons) {
        for (const Point p : of.unmatched)
            if (std::any_of(by.edges.begin(), by.edges.end(), [&](const Edge& edge) { return passes(edge, p); }))
                out.push_back({lacks, p});
        return;
    }
    std::vector<Box> boxes;
    boxes.reserve(by.edges.size());
    for (const Edge& edge : by.edges) boxes.push_back(edge.reach);
    const geometry::PackedIndex index(boxes);
    for (const Point p : of.unmatched) {
        bool near = false;
        index.query(Box::of(p), [&](std::uint32_t i) { near = near || passes(by.edges[i], p); });
        if (near) out.push_back({lacks, p});
    }
}

// By the smallest scale, so that none is missed.
bool SharedBoundary::passes(const Edge& edge, Point p) const {
    return edge.reach.contains(p) && least_.distance(edge.from, edge.to, p) <= tolerance_;
}

void SharedBoundary::gather(const plan::Feature& feature, const Box& box, Near& near) {
    near.edges.clear();
    near.vertices.clear();
    eachEdge(feature, box.grown(reach_), [&](Point from, Point to) {
        near.edges.push_back({from, to, Box::of(from, to).grown(reach_)});
        if (box.contains(from)) near.vertices.push_back(from);
    });
}

template <class Visit>
void SharedBoundary::eachEdge(const plan::Feature& feature, const Box& box, Visit visit) {
    const geometry::MultiPolygon& area = *areaOf(feature);
    if (isLong(area)) {
        outlines_.of(feature)->eachEdge(box, [&](Point from, Point to, const geometry::Ring&) { visit(from, to); });
        return;
    }
    geometry::eachRing(area, [&](const geometry::Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            if (Box::of(ring[j], ring[i]).touches(box)) visit(ring[j], ring[i]);
    });
}

bool SharedBoundary::hasVertex(const plan::Feature& feature, Point p) {
    bool has = false;
    if (areaOf(feature) && feature.box.contains(p))
        eachEdge(feature, Box::of(p), [&](Point from, Point to) { has = has || from == p || to == p; });
    return has;
}

std::optional<SharedBoundary::Lack> SharedBoundary::lackOf(const plan::Feature& feature, Point vertex) {
    if (!areaOf(feature)) return {};
    const Scale scale = metres_.at(vertex);
    Lack lack{tolerance_, nullptr};
    bool near = false, has = false;
    eachEdge(feature, Box::of(vertex).grown(reach_), [&](Point from, Point to) {
        has = has || from == vertex || to == vertex;
        const double distance = scale.distance(from, to, vertex);
        if (distance > lack.distance) return;
        lack.distance = distance;
        near = true;
    });
    if (!near || has) return {};
    for (const plan::LayerId layer : layers_) {
        if (lack.owner || !hasLayer(snapshot_, layer)) continue;
        snapshot_.each(layer, Box::of(vertex), [&](const plan::FeatureRef& other) {
            if (other->id == feature.id || (lack.owner && lack.owner->id < other->id)) return;
            if (hasVertex(*other, vertex)) lack.owner = other;
        });
    }
    return lack.owner ? std::optional(lack) : std::nullopt;
}

}  // namespace rules
