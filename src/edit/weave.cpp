#include "edit/weave.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "edit/law.h"
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

// Puts p into every edge of the run that it lies on; a run that has it is left alone. Whether it went in.
bool nodeRun(const Run& run, Point p) {
    auto& points = *run.points;
    if (run.edges() == 0) return false;
    std::vector<std::size_t> places;
    for (std::size_t i = 0, n = run.edges(); i < n; ++i) {
        if (run.from(i) == p || run.to(i) == p) return false;
        if (passesThrough(run.from(i), run.to(i), p)) places.push_back(i + 1);
    }
    for (auto at = places.rbegin(); at != places.rend(); ++at)
        points.insert(points.begin() + static_cast<std::ptrdiff_t>(*at), p);
    return !places.empty();
}

bool nodeShapeAt(Shape& shape, Point p) {
    bool inserted = false;
    for (const Run& run : runsOf(shape)) inserted |= nodeRun(run, p);
    return inserted;
}

bool wouldNode(const Shape& shape, Point p) {
    for (const Run& run : runsOf(const_cast<Shape&>(shape))) {
        bool passes = false, has = false;
        for (std::size_t i = 0, n = run.edges(); i < n && !has; ++i) {
            has = run.from(i) == p || run.to(i) == p;
            passes = passes || passesThrough(run.from(i), run.to(i), p);
        }
        if (passes && !has) return true;
    }
    return false;
}

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

// Where the edges of the index and those of the shape must have vertices that they lack; whether any of them cross.
bool missingNodes(const EdgeIndex& index, const Shape& shape, std::set<Point>& nodes) {
    bool cross = false;
    eachEdge(shape, [&](Point c, Point d) {
        index.near(Box::of(c, d), [&](const Edge& e) {
            for (const Point p : {c, d})
                if (passesThrough(e.from, e.to, p)) nodes.insert(p);
            for (const Point p : {e.from, e.to})
                if (passesThrough(c, d, p)) nodes.insert(p);
            if (!geometry::segmentsCross(e.from, e.to, c, d)) return;
            nodes.insert(*geometry::crossing(e.from, e.to, c, d));
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

Weave::Weave(const plan::Snapshot& snapshot, std::vector<plan::LayerId> layers)
    : snapshot_(snapshot), layers_(std::move(layers)), next_(snapshot.nextId()) {}

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

std::size_t Weave::thread(geometry::Line line) {
    threads_.push_back(geometry::MultiLine{{std::move(line)}});
    return threads_.size() - 1;
}

const geometry::Line& Weave::threadAt(std::size_t at) const {
    return std::get<geometry::MultiLine>(threads_[at]).lines.front();
}

bool Weave::node(Point p) {
    bool inserted = false;
    for (const Key key : near(Box::of(p).grown(1))) {
        if (!wouldNode(shape(key), p)) continue;
        Strand& strand = touch(key);
        inserted |= nodeShapeAt(strand.shape, p);
        strand.box.add(p);
    }
    for (auto& thread : threads_) inserted |= nodeShapeAt(thread, p);
    return inserted;
}

base::Result<> Weave::nodeShape(const std::function<const Shape&()>& cutter, const std::vector<Key>& with) {
    for (int round = 0; round < roundLimit; ++round) {
        const EdgeIndex index(edgesOf(cutter()));
        std::set<Point> nodes;
        bool cross = false, inserted = false;
        for (const Key key : with) cross |= missingNodes(index, shape(key), nodes);
        for (const Point p : nodes) inserted |= node(p);
        if (!inserted && !cross) return {};
        if (!inserted) break;
    }
    return base::fail(Error::Code::Invalid, "edit.tangled");
}

base::Result<> Weave::nodeThread(std::size_t thread, const std::vector<Key>& with) {
    return nodeShape([&]() -> const Shape& { return threads_[thread]; }, with);
}

base::Result<> Weave::nodeFeature(Key feature, const std::vector<Key>& with) {
    return nodeShape([&]() -> const Shape& { return shape(feature); }, with);
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
        Edges gained;
        std::set<Point> nodes;
        for (const auto& [key, strand] : strands_) {
            if (strand.removed) continue;
            const Difference change = changeOf(strand);
            gained.insert(gained.end(), change.gained.begin(), change.gained.end());
            std::vector<Point> old;
            for (const Edge& edge : change.lost) old.insert(old.end(), {edge.from, edge.to});
            std::sort(old.begin(), old.end());
            for (const Edge& edge : change.gained)
                for (const Point p : {edge.from, edge.to})
                    if (!std::binary_search(old.begin(), old.end(), p)) nodes.insert(p);
        }
        if (gained.empty()) return {};
        const EdgeIndex index(std::move(gained));
        for (const Key key : near(index.box().grown(1)))
            eachVertex(shape(key), [&](Point p) {
                index.near(Box::of(p), [&](const Edge& edge) {
                    if (passesThrough(edge.from, edge.to, p)) nodes.insert(p);
                });
            });
        bool inserted = false;
        for (const Point p : nodes) inserted |= node(p);
        if (!inserted) return {};
    }
    return base::fail(Error::Code::Invalid, "edit.tangled");
}

base::Result<plan::Changeset> Weave::finish() {
    if (auto woven = weaveIn(); !woven) return base::pass(std::move(woven.error()));
    if (auto kept = checkLaw(*this); !kept) return base::pass(std::move(kept.error()));
    plan::Changeset result;
    for (auto& [key, strand] : strands_) {
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
