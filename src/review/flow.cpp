#include "review/flow.h"

#include <cmath>
#include <map>
#include <set>

#include "geometry/index.h"
#include "geometry/overlay.h"
#include "review/lineage.h"

namespace review {

namespace {

using geometry::Area;
using geometry::MultiPolygon;

// Area that leaves a class or arrives in one.
struct Piece {
    std::string value;
    MultiPolygon area;
    geometry::Box box;
    const plan::Feature* whole = nullptr;  // where it is all of a feature
};

void addPieces(std::vector<Piece>& pieces, const std::string& value, const MultiPolygon& area,
               const plan::Feature* whole) {
    if (whole) {
        if (!area.empty()) pieces.push_back({value, area, whole->box, whole});
        return;
    }
    for (const auto& piece : area.polygons) pieces.push_back({value, {{piece}}, geometry::boxOf(piece.outer), nullptr});
}

using Pair = std::pair<std::string, std::string>;

// Overlay pieces are measured one by one, so their sums miss the features' own areas by a little. What a class misses
// is put on the flow that joins it to the rest, from the leaves of the flow graph inwards, so that every class but one
// per component comes out exact.
void balance(std::map<Pair, double>& flows, std::map<std::string, double> change) {
    for (const auto& [pair, area] : flows) {
        change[pair.first] += area;
        change[pair.second] -= area;
    }
    std::map<std::string, std::vector<Pair>> at;
    for (const auto& [pair, area] : flows) {
        at[pair.first].push_back(pair);
        at[pair.second].push_back(pair);
    }
    std::set<std::string> seen;
    for (const auto& [root, pairs] : at) {
        if (!seen.insert(root).second) continue;
        std::vector<std::pair<std::string, Pair>> order;  // class, the flow towards the root
        std::vector<std::string> open{root};
        while (!open.empty()) {
            const std::string here = open.back();
            open.pop_back();
            for (const Pair& pair : at[here]) {
                const std::string& other = pair.first == here ? pair.second : pair.first;
                if (!seen.insert(other).second) continue;
                order.emplace_back(other, pair);
                open.push_back(other);
            }
        }
        for (auto step = order.rbegin(); step != order.rend(); ++step) {
            const auto& [leaf, pair] = *step;
            const bool in = pair.second == leaf;
            const double residue = change[leaf];
            flows[pair] += in ? residue : -residue;
            change[in ? pair.first : pair.second] += residue;
            change[leaf] = 0;
        }
    }
}

}  // namespace

base::Result<std::vector<Flow>> flows(const plan::Schema& schema, const std::vector<Row>& rows, plan::LayerId layer,
                                      const std::string& field) {
    const auto at = schema.layer(layer).field(field);
    if (!at) return base::fail(base::Error::Code::NotFound, "review.no_field", schema.layer(layer).code, field);
    std::vector<Piece> leaving, arriving;
    std::vector<plan::FeatureRef> old, fresh;
    std::map<std::string, double> change;
    for (const Row& row : rows) {
        if ((row.after ? row.after : row.before)->layer != layer) continue;
        const std::string was = row.before ? plan::textOf(row.before->value(*at)) : "";
        const std::string is = row.after ? plan::textOf(row.after->value(*at)) : "";
        if (row.before) old.push_back(row.before), change[was] -= row.before->area.squareMetres();
        if (row.after) fresh.push_back(row.after), change[is] += row.after->area.squareMetres();
        change[""] -= row.delta.squareMetres();
        const bool stays = row.before && row.after && was == is;
        if (row.before)
            addPieces(leaving, was, stays ? row.lost : areaOf(row.before), stays ? nullptr : row.before.get());
        if (row.after)
            addPieces(arriving, is, stays ? row.gained : areaOf(row.after), stays ? nullptr : row.after.get());
    }

    std::map<Pair, double> areas;
    const auto index = [](const auto& items, auto box) {
        std::vector<geometry::Box> boxes;
        for (const auto& item : items) boxes.push_back(box(item));
        return geometry::PackedIndex(boxes);
    };
    const auto boxOfPiece = [](const Piece& piece) { return piece.box; };
    const auto boxOfWhole = [](const plan::FeatureRef& feature) { return feature->box; };
    const auto arrivals = index(arriving, boxOfPiece);
    for (const Piece& one : leaving) {
        std::optional<base::Error> failed;
        arrivals.query(one.box, [&](std::size_t i) {
            const Piece& other = arriving[i];
            if (one.value == other.value || failed) return;
            if (one.whole && other.whole && one.whole->shape == other.whole->shape) {
                areas[{one.value, other.value}] += one.whole->area.squareMetres();
                return;
            }
            const auto shared = geometry::intersect(one.area, other.area);
            if (!shared)
                failed = shared.error();
            else if (!shared->empty())
                areas[{one.value, other.value}] += schema.measure.area(*shared).squareMetres();
        });
        if (failed) return base::pass(*failed);
    }
    // What no feature of the other state covers has gone out of the layer, or come into it.
    const auto uncovered = [&](const std::vector<Piece>& pieces, const std::vector<plan::FeatureRef>& wholes,
                               bool out) -> base::Result<> {
        const auto covers = index(wholes, boxOfWhole);
        for (const Piece& one : pieces) {
            MultiPolygon rest = one.area;
            std::vector<const plan::FeatureRef*> touching;
            covers.query(one.box, [&](std::size_t i) { touching.push_back(&wholes[i]); });
            for (const auto* other : touching) {
                if (rest.empty()) break;
                if (one.whole && one.whole->shape == (*other)->shape) {
                    rest = {};
                    break;
                }
                auto left = geometry::subtract(rest, areaOf(*other));
                if (!left) return base::pass(left.error());
                rest = std::move(*left);
            }
            if (!rest.empty())
                areas[out ? Pair{one.value, ""} : Pair{"", one.value}] += schema.measure.area(rest).squareMetres();
        }
        return {};
    };
    if (auto done = uncovered(leaving, fresh, true); !done) return base::pass(done.error());
    if (auto done = uncovered(arriving, old, false); !done) return base::pass(done.error());
    balance(areas, std::move(change));

    std::vector<Flow> result;
    for (const auto& [pair, area] : areas)
        if (pair.first != pair.second && std::abs(area) >= 0.005)
            result.push_back({layer, field, pair.first, pair.second, Area::squareMetres(area)});
    return result;
}

std::string classField(const plan::Layer& layer) {
    for (const auto& field : layer.fields)
        if (!field.codeList.empty() && field.constant.empty()) return field.code;
    return {};
}

}  // namespace review
