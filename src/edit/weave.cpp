#include "edit/weave.h"

#include <algorithm>

#include "base/check.h"
#include "edit/law.h"
#include "edit/onto.h"
#include "geometry/index.h"
#include "geometry/predicates.h"
#include "plan/derive.h"

namespace edit {

using base::Error;
using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Shape;

namespace {

// Rounding may make a new crossing of what it moves; more rounds than this never end.
constexpr int roundLimit = 16;

// Edges that can be asked for those near a box.
class EdgeIndex {
public:
    explicit EdgeIndex(Edges edges) : edges_(std::move(edges)), box_(boxOf(edges_)) {
        std::vector<Box> boxes;
        boxes.reserve(edges_.size());
        for (const Edge& edge : edges_) boxes.push_back(edge.box().grown(1));
        tree_ = geometry::PackedIndex(boxes);
    }
    const Box& box() const { return box_; }
    template <class Visit>
    void near(const Box& box, Visit visit) const {
        if (box.touches(box_.grown(1))) tree_.query(box, [&](std::uint32_t item) { visit(edges_[item]); });
    }

private:
    Edges edges_;
    Box box_;
    geometry::PackedIndex tree_;
};

// Where the edges of the index (`drawn`: new ones) and those of the shape must have vertices that they lack; whether
// any of them cross.
bool meet(const EdgeIndex& index, bool drawn, const Shape& shape, Onto& onto) {
    bool cross = false;
    eachEdge(shape, [&](Point c, Point d) {
        index.near(Box::of(c, d), [&](const Edge& e) {
            for (const Point p : {c, d})
                if (passesThrough(e.from, e.to, p)) onto.fixed(p);
            for (const Point p : {e.from, e.to})
                if (passesThrough(c, d, p)) drawn ? onto.vertex({c, d}, p) : onto.fixed(p);
            if (!geometry::segmentsCross(e.from, e.to, c, d)) return;
            onto.crossing({c, d}, e, *geometry::crossing(e.from, e.to, c, d));
            cross = true;
        });
    });
    return cross;
}

}  // namespace

Difference changeOf(const Weave::Strand& strand) {
    if (strand.origins.size() == 1) return difference(strand.origins.front()->shape, strand.shape);
    MultiPolygon ground;
    for (const auto& origin : strand.origins)
        if (const auto* area = std::get_if<MultiPolygon>(&origin->shape))
            ground.polygons.insert(ground.polygons.end(), area->polygons.begin(), area->polygons.end());
    return difference(ground, strand.shape);
}

void dropRepeated(const Run& run) {
    auto& points = *run.points;
    if (run.kind == Run::Kind::Points) return;
    points.erase(std::unique(points.begin(), points.end()), points.end());
    while (run.kind == Run::Kind::Closed && points.size() > 1 && points.front() == points.back()) points.pop_back();
}

Weave::Weave(const plan::Snapshot& snapshot, std::vector<plan::LayerId> layers, const base::Task& task)
    : snapshot_(snapshot),
      layers_(std::move(layers)),
      next_(snapshot.nextId()),
      task_(task),
      course_(schema().system, schema().measure.method(), schema().working) {
    for (const plan::LayerId layer : layers_)
        for (const plan::LayerId other : schema().group(layer)) bound_.push_back(other);
    std::sort(bound_.begin(), bound_.end());
    bound_.erase(std::unique(bound_.begin(), bound_.end()), bound_.end());
}

std::vector<Weave::Key> Weave::near(const Box& box) const {
    std::vector<Key> keys;
    for (const plan::LayerId layer : layers_) {
        const auto some = near(layer, box);
        keys.insert(keys.end(), some.begin(), some.end());
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::vector<Weave::Key> Weave::near(plan::LayerId layer, const Box& box) const {
    std::vector<Key> keys;
    snapshot_.each(layer, box, [&](const plan::FeatureRef& feature) {
        if (!strands_.contains(keyOf(*feature))) keys.push_back(keyOf(*feature));
    });
    const auto end = strands_.end();
    for (auto at = strands_.lower_bound({layer, {}}); at != end && at->first.layer == layer; ++at)
        if (!at->second.removed && at->second.box.touches(box)) keys.push_back(at->first);
    std::sort(keys.begin(), keys.end());
    return keys;
}

void Weave::eachNear(plan::LayerId layer, const Box& box,
                     const std::function<void(const Box&, const Shape&)>& visit) const {
    snapshot_.each(layer, box, [&](const plan::FeatureRef& feature) {
        if (!strands_.contains(keyOf(*feature))) visit(feature->box, feature->shape);
    });
    for (auto at = strands_.lower_bound({layer, {}}); at != strands_.end() && at->first.layer == layer; ++at)
        if (!at->second.removed && at->second.box.touches(box)) visit(at->second.box, at->second.shape);
}

bool Weave::holds(Point vertex) const {
    return placed_.contains(vertex) || !plan::withVertex(snapshot_, vertex, layers_).empty();
}

const Shape& Weave::shape(Key key) const {
    if (const auto at = strands_.find(key); at != strands_.end()) return at->second.shape;
    const auto feature = snapshot_.find(key.layer, key.id);
    SANXIAN_ASSERT(feature);
    return feature->shape;
}

bool Weave::isArea(Key key) const { return std::holds_alternative<MultiPolygon>(shape(key)); }

const MultiPolygon& Weave::area(Key key) const {
    const auto* area = std::get_if<MultiPolygon>(&shape(key));
    SANXIAN_ASSERT(area);
    return *area;
}

std::string Weave::nameOf(Key key) const {
    const std::string& code = schema().layer(key.layer).code;
    const auto at = strands_.find(key);
    plan::FeatureRef named = at == strands_.end() ? snapshot_.find(key.layer, key.id) : at->second.before;
    if (!named && at != strands_.end() && !at->second.origins.empty()) named = at->second.origins.front();
    return code + (named ? " " + plan::nameOf(schema(), *named) : "");
}

Weave::Strand& Weave::touch(Key key) {
    const auto at = strands_.find(key);
    if (at != strands_.end()) return at->second;
    const auto before = snapshot_.find(key.layer, key.id);
    SANXIAN_ASSERT(before);
    return strands_.emplace(key, Strand{before, before->shape, before->box, before->values, {before}}).first->second;
}

void Weave::put(Key key, Shape shape) {
    Strand& strand = touch(key);
    strand.box = geometry::boxOf(shape);
    strand.shape = std::move(shape);
}

Weave::Key Weave::add(plan::LayerId layer, Shape shape, std::vector<plan::Value> values,
                      std::vector<plan::FeatureRef> origins) {
    const Key key{layer, next_};
    ++next_.serial;
    const Box box = geometry::boxOf(shape);
    strands_.emplace(key, Strand{nullptr, std::move(shape), box, std::move(values), std::move(origins), false, true});
    return key;
}

void Weave::remove(Key key) { touch(key).removed = true; }

std::size_t Weave::thread(geometry::Line line, bool drawn) {
    threads_.push_back({geometry::MultiLine{{std::move(line)}}, drawn});
    return threads_.size() - 1;
}

const geometry::Line& Weave::threadAt(std::size_t at) const {
    return std::get<geometry::MultiLine>(threads_[at].shape).lines.front();
}

void Weave::node(Point p) {
    Nodes nodes;
    nodes.add(p);
    put(nodes);
}

bool Weave::put(const Nodes& nodes) {
    if (nodes.empty()) return false;
    const Nodes::Ready ready(nodes);
    bool changed = false;
    for (const Key key : near(nodes.box().grown(1))) {
        const auto strand = strands_.find(key);
        const plan::FeatureRef before = strand == strands_.end() ? snapshot_.find(key.layer, key.id) : nullptr;
        if (!ready.near(before ? before->box : strand->second.box)) continue;
        auto shape = ready.in(before ? before->shape : strand->second.shape);
        if (!shape) continue;
        put(key, *std::move(shape));
        changed = true;
    }
    for (Thread& thread : threads_)
        if (auto shape = ready.in(thread.shape)) thread.shape = *std::move(shape), changed = true;
    return changed;
}

// Whether anything has changed.
bool Weave::put(const Onto& onto) {
    for (const bool plain : {false, true}) {
        const Onto::Settled settled = onto.settled(plain);
        bool changed = put(settled.nodes);
        placed_.insert(settled.placed.begin(), settled.placed.end());
        if (!settled.moved.empty()) moveOwn(settled.moved), changed = true;
        if (changed || !settled.waiting) return changed;
    }
    return false;
}

// Moves vertices that nothing but the edit has.
void Weave::moveOwn(const std::map<Point, Point>& moved) {
    const auto moveIn = [&](Shape& shape) {
        bool changed = false;
        for (const Run& run : runsOf(shape)) {
            for (Point& p : *run.points)
                if (const auto to = moved.find(p); to != moved.end()) p = to->second, changed = true;
            if (changed) dropRepeated(run);
        }
        return changed;
    };
    for (auto& [key, strand] : strands_)
        if (moveIn(strand.shape)) strand.box = geometry::boxOf(strand.shape);
    for (Thread& thread : threads_) moveIn(thread.shape);
}

base::Result<> Weave::nodeShape(const std::function<const Shape&()>& cutter, const std::vector<Key>& with, bool drawn) {
    for (int round = 0; round < roundLimit; ++round) {
        if (stopped()) return base::cancelled();
        const EdgeIndex index(edgesOf(cutter()));
        Onto onto(*this);
        bool cross = false;
        for (const Key key : with) cross |= meet(index, drawn, shape(key), onto);
        const bool inserted = put(onto);
        if (!inserted && !cross) return {};
        if (!inserted) break;
    }
    return base::fail(Error::Code::Invalid, "edit.tangled");
}

base::Result<> Weave::nodeThread(std::size_t thread, const std::vector<Key>& with) {
    return nodeShape([&]() -> const Shape& { return threads_[thread].shape; }, with, threads_[thread].drawn);
}

base::Result<> Weave::nodeFeature(Key feature, const std::vector<Key>& with) {
    const auto strand = strands_.find(feature);
    const bool drawn = strand != strands_.end() && strand->second.origins.empty();
    return nodeShape([&]() -> const Shape& { return shape(feature); }, with, drawn);
}

void Weave::move(Point from, Point to) {
    for (const Key key : near(Box::of(from))) {
        if (!geometry::hasVertex(shape(key), from)) continue;
        Strand& strand = touch(key);
        for (const Run& run : runsOf(strand.shape)) {
            std::replace(run.points->begin(), run.points->end(), from, to);
            dropRepeated(run);
        }
        strand.box = geometry::boxOf(strand.shape);
    }
}

// Edge-matched after every command: each new vertex goes into the boundaries that pass through it, and each new edge
// takes up the vertices that it passes through.
base::Result<> Weave::weaveIn() {
    threads_.clear();
    for (int round = 0; round < roundLimit; ++round) {
        if (stopped()) return base::cancelled();
        Edges gained;
        std::vector<Point> fresh;
        for (const auto& [key, strand] : strands_) {
            if (strand.removed) continue;
            const Difference change = changeOf(strand);
            gained.insert(gained.end(), change.gained.begin(), change.gained.end());
            std::vector<Point> old;
            for (const Edge& edge : change.lost) old.insert(old.end(), {edge.from, edge.to});
            std::sort(old.begin(), old.end());
            for (const Edge& edge : change.gained)
                for (const Point p : {edge.from, edge.to})
                    if (!std::binary_search(old.begin(), old.end(), p)) fresh.push_back(p);
        }
        if (gained.empty()) return {};
        std::sort(gained.begin(), gained.end());
        std::sort(fresh.begin(), fresh.end());
        fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
        std::vector<Box> places;
        for (const Point p : fresh) places.push_back(Box::of(p).grown(1));
        const geometry::PackedIndex freshIndex(places);
        const EdgeIndex index(gained);
        Onto onto(*this);
        for (const plan::LayerId layer : layers_)
            eachNear(layer, index.box().grown(1), [&](const Box&, const Shape& shape) {
                eachVertex(shape, [&](Point p) {
                    index.near(Box::of(p), [&](const Edge& edge) {
                        if (passesThrough(edge.from, edge.to, p)) onto.fixed(p);
                    });
                });
                eachEdge(shape, [&](Point a, Point b) {
                    freshIndex.query(Box::of(a, b), [&](std::uint32_t item) {
                        if (!passesThrough(a, b, fresh[item])) return;
                        const bool own = std::binary_search(gained.begin(), gained.end(), Edge{a, b});
                        own ? onto.fixed(fresh[item]) : onto.vertex({a, b}, fresh[item]);
                    });
                });
            });
        if (!put(onto)) return {};
    }
    return base::fail(Error::Code::Invalid, "edit.tangled");
}

base::Result<plan::Changeset> Weave::finish() {
    if (auto woven = weaveIn(); !woven) return base::pass(std::move(woven.error()));
    if (auto kept = checkLaw(*this); !kept) return base::pass(std::move(kept.error()));
    plan::Changeset result;
    for (auto& [key, strand] : strands_) {
        if (stopped()) return base::cancelled();
        if (strand.removed) {
            if (strand.before) result.changes.push_back({strand.before, nullptr});
            continue;
        }
        if (strand.before && !strand.remade && strand.shape == strand.before->shape &&
            strand.values == strand.before->values)
            continue;
        const plan::Layer& layer = schema().layer(key.layer);
        const auto area = schema().measure.area(strand.shape);
        auto values = strand.remade ? plan::derived(layer, std::move(strand.values), area)
                                    : plan::follow(layer, std::move(strand.values), strand.before->area, area);
        result.changes.push_back(
            {strand.before, plan::makeFeature(key.id, key.layer, std::move(strand.shape), area, std::move(values))});
    }
    return result;
}

}  // namespace edit
