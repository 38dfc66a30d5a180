#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "edit/commands.h"
#include "edit/key.h"
#include "edit/rings.h"
#include "edit/scope.h"
#include "geometry/measure.h"

namespace edit {

using base::Error;
using geometry::MultiPolygon;
using geometry::Polygon;

namespace {

// The pieces of the line that run inside the polygon and go on until its boundary or each other: loose ends cut
// nothing.
Edges cutsIn(const Edges& around, const Line& line) {
    const Boundary boundary(around);
    Edges inside;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        if (const Edge edge{line[i], line[i + 1]}; boundary.lieOf(edge) == Lie::Inside)
            inside.push_back(edge.from < edge.to ? edge : edge.reversed());
    std::sort(inside.begin(), inside.end());
    inside.erase(std::unique(inside.begin(), inside.end()), inside.end());

    std::unordered_map<Point, std::vector<std::size_t>> meeting;  // the pieces that end there
    for (std::size_t i = 0; i < inside.size(); ++i)
        meeting[inside[i].from].push_back(i), meeting[inside[i].to].push_back(i);
    std::unordered_set<Point> fast;
    for (const Edge& edge : around) fast.insert(edge.from);
    std::vector<Point> loose;
    for (const auto& [p, pieces] : meeting)
        if (pieces.size() < 2 && !fast.contains(p)) loose.push_back(p);
    std::vector<bool> gone(inside.size());
    while (!loose.empty()) {
        const Point end = loose.back();
        loose.pop_back();
        for (const std::size_t piece : meeting[end]) {
            gone[piece] = true;
            const Point other = inside[piece].from == end ? inside[piece].to : inside[piece].from;
            std::erase(meeting[other], piece);
            if (meeting[other].size() == 1 && !fast.contains(other)) loose.push_back(other);
        }
        meeting[end].clear();
    }
    Edges cuts;
    for (std::size_t i = 0; i < inside.size(); ++i)
        if (!gone[i]) cuts.push_back(inside[i]);
    return cuts;
}

base::Result<std::vector<Polygon>> piecesOf(const Polygon& polygon, const Line& line) {
    Edges edges = edgesOf(MultiPolygon{{polygon}});
    const Edges cuts = cutsIn(edges, line);
    if (cuts.empty()) return std::vector<Polygon>{polygon};
    for (const Edge& edge : cuts) edges.insert(edges.end(), {edge, edge.reversed()});
    auto area = assembled(std::move(edges));
    if (!area) return base::pass(std::move(area.error()));
    if (area->polygons.size() == 1) return std::vector<Polygon>{polygon};  // from boundary to hole: nothing comes off
    std::vector<std::pair<geometry::Wide, Polygon>> pieces;
    for (Polygon& piece : area->polygons) {
        const MultiPolygon one{{std::move(piece)}};
        pieces.emplace_back(geometry::doubledSteps(one), one.polygons.front());
    }
    std::sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second.outer < b.second.outer;
    });
    std::vector<Polygon> found;
    for (auto& [size, piece] : pieces) found.push_back(std::move(piece));
    return found;
}

// The largest piece of each polygon stays with the feature, with the polygons that were not cut; every other piece is a
// feature of its own with the same attributes and a key of its own.
base::Result<bool> splitOne(Weave& weave, Weave::Key key, const Line& line, Keys& keys) {
    MultiPolygon rest;
    std::vector<Polygon> off;
    const MultiPolygon whole = weave.area(key);
    for (const Polygon& polygon : whole.polygons) {
        auto pieces = piecesOf(polygon, line);
        if (!pieces) return base::pass(std::move(pieces.error()).in(weave.nameOf(key)));
        rest.polygons.push_back(std::move(pieces->front()));
        off.insert(off.end(), std::make_move_iterator(pieces->begin() + 1), std::make_move_iterator(pieces->end()));
    }
    if (off.empty()) return false;
    Weave::Strand& strand = weave.touch(key);
    strand.remade = true;
    const auto parent = strand.origins;
    std::vector<plan::Value> values = strand.values;
    const plan::Layer& layer = weave.schema().layer(key.layer);
    if (const auto field = layer.field(layer.key); field && *field < values.size()) values[*field] = {};
    weave.put(key, std::move(rest));
    for (Polygon& piece : off) {
        std::vector<plan::Value> own = values;
        keys.assign(key.layer, own);
        weave.add(key.layer, MultiPolygon{{std::move(piece)}}, std::move(own), parent);
    }
    return true;
}

}  // namespace

base::Result<plan::Changeset> apply(const Split& command, const plan::Snapshot& snapshot, const base::Task& task) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    const auto named = featuresNamed(snapshot, *layer, command.features);
    if (!named) return base::pass(Error(named.error()));

    Weave weave(snapshot, snapshot.schema().group(*layer), task);
    std::vector<Weave::Key> targets;
    for (const auto& feature : *named) {
        if (auto area = mustBeArea(snapshot.schema(), *feature); !area) return base::pass(std::move(area.error()));
        targets.push_back(Weave::keyOf(*feature));
    }
    if (targets.empty())
        for (const Weave::Key key : weave.near(*layer, geometry::boxOf(command.line)))
            if (weave.isArea(key)) targets.push_back(key);

    const std::size_t thread = weave.thread(command.line);
    if (auto noded = weave.nodeThread(thread, targets); !noded) return base::pass(std::move(noded.error()));
    const Line line = weave.threadAt(thread);
    Keys keys(snapshot);
    bool cut = false;
    for (const Weave::Key key : targets) {
        if (weave.stopped()) return base::cancelled();
        const auto done = splitOne(weave, key, line, keys);
        if (!done) return base::pass(Error(done.error()));
        cut = cut || *done;
    }
    if (!cut) return base::fail(Error::Code::Invalid, "edit.split_nothing", command.layer);
    return weave.finish();
}

}  // namespace edit
