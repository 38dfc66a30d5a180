#include <algorithm>
#include <map>

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
Edges cutsIn(const Polygon& polygon, const Line& line) {
    const Edges boundary = edgesOf(MultiPolygon{{polygon}});
    Edges inside;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        if (const Edge edge{line[i], line[i + 1]}; lieOf(edge, boundary) == Lie::Inside)
            inside.push_back(edge.from < edge.to ? edge : edge.reversed());
    std::sort(inside.begin(), inside.end());
    inside.erase(std::unique(inside.begin(), inside.end()), inside.end());

    for (bool loose = true; loose;) {
        std::map<Point, int> ends;
        for (const Edge& edge : boundary) ends[edge.from] += 2;
        for (const Edge& edge : inside) ++ends[edge.from], ++ends[edge.to];
        loose = std::erase_if(inside, [&](const Edge& e) { return ends[e.from] < 2 || ends[e.to] < 2; }) > 0;
    }
    return inside;
}

base::Result<std::vector<Polygon>> piecesOf(const Polygon& polygon, const Line& line) {
    const Edges cuts = cutsIn(polygon, line);
    if (cuts.empty()) return std::vector<Polygon>{polygon};
    Edges edges = edgesOf(MultiPolygon{{polygon}});
    for (const Edge& edge : cuts) edges.insert(edges.end(), {edge, edge.reversed()});
    auto area = assembled(std::move(edges));
    if (!area) return base::pass(std::move(area.error()));
    if (area->polygons.size() == 1) return std::vector<Polygon>{polygon};  // from boundary to hole: nothing comes off
    std::sort(area->polygons.begin(), area->polygons.end(), [](const Polygon& a, const Polygon& b) {
        const auto sizeA = geometry::doubledSteps(MultiPolygon{{a}}), sizeB = geometry::doubledSteps(MultiPolygon{{b}});
        return sizeA != sizeB ? sizeA > sizeB : a.outer < b.outer;
    });
    return std::move(area->polygons);
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

base::Result<plan::Changeset> apply(const Split& command, const plan::Snapshot& snapshot) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    const auto named = featuresNamed(snapshot, *layer, command.features);
    if (!named) return base::pass(Error(named.error()));

    Weave weave(snapshot, snapshot.schema().group(*layer));
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
        const auto done = splitOne(weave, key, line, keys);
        if (!done) return base::pass(Error(done.error()));
        cut = cut || *done;
    }
    if (!cut) return base::fail(Error::Code::Invalid, "edit.split_nothing", command.layer);
    return weave.finish();
}

}  // namespace edit
