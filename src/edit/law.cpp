#include "edit/law.h"

#include <algorithm>
#include <set>

#include "edit/rings.h"
#include "geometry/index.h"
#include "geometry/measure.h"
#include "geometry/overlay.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"

namespace edit {

using base::Error;
using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Polygon;
using geometry::Ring;
using geometry::Shape;

namespace {

enum class Contact { None, Touch, Cross };

// How two different edges of one area meet, but for edges that follow on one another as they should.
Contact contactOf(const Edge& e, const Edge& f) {
    if (!e.box().touches(f.box())) return Contact::None;
    if (e.to == f.from || f.to == e.from) {
        const Edge &first = e.to == f.from ? e : f, &second = e.to == f.from ? f : e;
        const bool back = geometry::onSegment(first.from, first.to, second.to) ||
                          geometry::onSegment(second.from, second.to, first.from);
        return back ? Contact::Cross : Contact::None;
    }
    if (geometry::segmentsCross(e.from, e.to, f.from, f.to)) return Contact::Cross;
    return geometry::segmentsMeet(e.from, e.to, f.from, f.to) ? Contact::Touch : Contact::None;
}

// How the new edges of an area meet its others, in one pass over it.
Contact contactIn(const MultiPolygon& area, const Edges& gained) {
    std::vector<Box> boxes;
    boxes.reserve(gained.size());
    for (const Edge& edge : gained) boxes.push_back(edge.box());
    const geometry::PackedIndex index(boxes);
    const Box all = boxOf(gained);
    Contact worst = Contact::None;
    eachEdge(area, [&](Point a, Point b) {
        const Edge f{a, b};
        if (!f.box().touches(all)) return;
        index.query(f.box(), [&](std::uint32_t item) {
            if (gained[item] != f) worst = std::max(worst, contactOf(gained[item], f));
        });
    });
    for (std::size_t i = 0; i + 1 < gained.size(); ++i)
        if (gained[i] == gained[i + 1]) worst = Contact::Cross;
    return worst;
}

bool turnedOver(const MultiPolygon& area) {
    for (const Polygon& polygon : area.polygons) {
        if (geometry::doubledSteps(polygon.outer) <= 0) return true;
        for (const Ring& hole : polygon.holes)
            if (geometry::doubledSteps(hole) >= 0) return true;
    }
    return false;
}

// A ring that lies wholly within what changed may have come to lie on the other side of a boundary.
bool ringWithin(const MultiPolygon& area, const Box& changed) {
    bool found = false;
    geometry::eachRing(area, [&](const Ring& ring) {
        found = found || (changed.contains(ring.front()) && changed.contains(geometry::boxOf(ring)));
    });
    return found;
}

bool tooFew(const Shape& shape) {
    for (const Run& run : runsOf(const_cast<Shape&>(shape)))
        if (run.points->size() < (run.kind == Run::Kind::Closed ? 3U : run.kind == Run::Kind::Open ? 2U : 1U))
            return true;
    return false;
}

bool brokenArea(const MultiPolygon& after, const Difference& change, bool fresh) {
    if (fresh) return turnedOver(after) || geometry::flawOf(after);
    const Contact contact = contactIn(after, change.gained);
    if (contact == Contact::Cross || turnedOver(after)) return true;
    Box changed = boxOf(change.gained);
    changed.add(boxOf(change.lost));
    return (contact == Contact::Touch || ringWithin(after, changed)) && geometry::flawOf(after);
}

bool guarded(const plan::Layer& layer) { return layer.single || layer.tiling || !layer.group.empty(); }

// The edges of an area that decide whether places within `box` are in it: those level with the box and not left of it.
Edges levelWith(const MultiPolygon& area, const Box& box) {
    Edges level;
    eachEdge(area, [&](Point a, Point b) {
        const Edge edge{a, b};
        const Box at = edge.box();
        if (at.minY <= box.maxY && at.maxY >= box.minY && at.maxX >= box.minX) level.push_back(edge);
    });
    return level;
}

// The edge runs inside the area given by its `level` edges, or along its boundary with the area on the same side.
bool runsInto(const Edge& edge, const Boundary& level) {
    std::vector<Point> stops{edge.from, edge.to};
    bool crosses = false;
    level.near(edge.box(), [&](const Edge& other) {
        crosses = crosses || geometry::segmentsCross(edge.from, edge.to, other.from, other.to);
        for (const Point p : {other.from, other.to})
            if (geometry::onSegment(edge.from, edge.to, p)) stops.push_back(p);
    });
    if (crosses) return true;
    std::sort(stops.begin(), stops.end());
    stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
    if (edge.to < edge.from) std::reverse(stops.begin(), stops.end());
    for (std::size_t i = 0; i + 1 < stops.size(); ++i) {
        const Lie lie = level.lieOf({stops[i], stops[i + 1]});
        if (lie == Lie::Inside || lie == Lie::Along) return true;
    }
    return false;
}

// A whole polygon of `other` lies within what changed, and inside the area.
bool swallows(const MultiPolygon& area, const Box& changed, const MultiPolygon& other) {
    for (const Polygon& polygon : other.polygons) {
        if (polygon.outer.empty() || !changed.contains(polygon.outer.front())) continue;
        if (!changed.contains(geometry::boxOf(polygon.outer))) continue;
        const Edges level = levelWith(area, geometry::boxOf(polygon.outer));
        for (const Edge& edge : edgesOf(polygon.outer)) {
            const Lie lie = lieOf(edge, level);
            if (lie == Lie::Inside) return true;
            if (lie == Lie::Outside) break;
        }
    }
    return false;
}

bool overlappedBefore(const std::vector<plan::FeatureRef>& a, const std::vector<plan::FeatureRef>& b) {
    for (const auto& one : a)
        for (const auto& other : b) {
            const auto *x = std::get_if<MultiPolygon>(&one->shape), *y = std::get_if<MultiPolygon>(&other->shape);
            if (!x || !y) continue;
            const auto overlap =
                one == other ? base::Result<bool>(geometry::flawOf(*x).has_value()) : geometry::overlaps(*x, *y);
            if (!overlap || *overlap) return true;  // what was broken before is not made worse by this edit
        }
    return false;
}

std::vector<plan::FeatureRef> originsOf(const Weave& weave, Weave::Key key) {
    const auto at = weave.strands().find(key);
    if (at != weave.strands().end()) return at->second.origins;
    return {weave.snapshot().find(key.layer, key.id)};
}

base::Result<> checkOverlap(const Weave& weave, Weave::Key key) {
    const Difference change = changeOf(weave.strands().at(key));
    if (change.gained.empty()) return {};
    const Box gained = boxOf(change.gained);
    Box changed = gained;
    changed.add(boxOf(change.lost));
    for (const Weave::Key other : weave.near(key.layer, changed)) {
        if (other == key || !weave.isArea(other)) continue;
        const MultiPolygon& there = weave.area(other);
        if (weave.stopped()) return base::cancelled();
        const Boundary level(levelWith(there, gained));
        bool into = swallows(weave.area(key), changed, there);
        for (std::size_t i = 0; i < change.gained.size() && !into; ++i) into = runsInto(change.gained[i], level);
        if (into && !overlappedBefore(originsOf(weave, key), originsOf(weave, other)))
            return base::fail(Error::Code::Invalid, "edit.would_overlap", weave.nameOf(key), weave.nameOf(other));
    }
    return {};
}

// The law within one layer, from what its features have lost and gained.
base::Result<> checkLayer(const Weave& weave, const std::vector<std::pair<Weave::Key, Difference>>& changes) {
    Edges lost, gained;
    for (const auto& [key, change] : changes) {
        lost.insert(lost.end(), change.lost.begin(), change.lost.end());
        gained.insert(gained.end(), change.gained.begin(), change.gained.end());
    }
    Edges moved = summed(gained, lost);
    std::sort(moved.begin(), moved.end());
    if (moved.empty()) return {};  // everything is covered as often as it was
    for (const auto& [key, change] : changes)
        if (!weave.strands().at(key).removed)
            if (auto free = checkOverlap(weave, key); !free) return free;

    // An edge that is now on the outside though it is no new one belongs to a feature whose neighbour has gone.
    std::sort(gained.begin(), gained.end());
    Edges bared;
    std::set_difference(moved.begin(), moved.end(), gained.begin(), gained.end(), std::back_inserter(bared));
    std::set<Weave::Key> beside;
    for (const Edge& edge : bared)
        for (const Weave::Key key : weave.near(changes.front().first.layer, edge.box())) beside.insert(key);
    for (const Weave::Key key : beside) {
        if (weave.stopped()) return base::cancelled();
        bool bare = false;
        eachEdge(weave.shape(key), [&](Point a, Point b) {
            bare = bare || std::binary_search(bared.begin(), bared.end(), Edge{a, b});
        });
        if (bare) return base::fail(Error::Code::Invalid, "edit.would_gap", weave.nameOf(key));
    }
    return {};
}

}  // namespace

base::Result<> checkArea(const Shape& before, const Shape& after, const std::string& name) {
    if (tooFew(after)) return base::fail(Error::Code::Invalid, "edit.nothing_left", name);
    const auto* area = std::get_if<MultiPolygon>(&after);
    if (!area) return {};
    const auto* old = std::get_if<MultiPolygon>(&before);
    const Difference change = difference(before, after);
    if (!brokenArea(*area, change, !old)) return {};
    if (old && (turnedOver(*old) || geometry::flawOf(*old))) return {};
    return base::fail(Error::Code::Invalid, "edit.would_break", name);
}

base::Result<> checkLaw(const Weave& weave) {
    static const Shape nothing;
    std::vector<std::pair<Weave::Key, Difference>> changes;  // of one layer's areas
    for (auto at = weave.strands().begin(); at != weave.strands().end();) {
        if (weave.stopped()) return base::cancelled();
        const auto& [key, strand] = *at;
        const Shape& before = strand.before ? strand.before->shape : nothing;
        if (!strand.removed)
            if (auto sound = checkArea(before, strand.shape, weave.nameOf(key)); !sound) return sound;
        if (std::holds_alternative<MultiPolygon>(strand.shape))
            changes.emplace_back(key, difference(before, strand.removed ? nothing : strand.shape));
        const plan::LayerId layer = key.layer;
        ++at;
        if (at != weave.strands().end() && at->first.layer == layer) continue;
        if (guarded(weave.schema().layer(layer)) && !changes.empty())
            if (auto kept = checkLayer(weave, changes); !kept) return kept;
        changes.clear();
    }
    return {};
}

}  // namespace edit
