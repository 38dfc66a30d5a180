#include "review/flow.h"

#include <cmath>
#include <map>
#include <set>

#include "geometry/overlay.h"
#include "geometry/validity.h"

namespace review {

namespace {

using geometry::Area;
using geometry::MultiPolygon;

struct Classed {
    std::string value;
    MultiPolygon area;
    geometry::Box box;
    Area size;
};

Classed classed(const plan::Feature& feature, std::size_t field) {
    const auto* area = std::get_if<MultiPolygon>(&feature.shape);
    Classed result{plan::textOf(feature.value(field)), area ? *area : MultiPolygon(), feature.box, feature.area};
    if (area && geometry::flawOf(*area)) result.area = geometry::repaired(*area);
    return result;
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

base::Result<std::vector<Flow>> flows(const plan::Snapshot& before, const plan::Snapshot& after, plan::LayerId layer,
                                      const std::string& field) {
    const plan::Schema& schema = after.schema();
    const auto at = schema.layer(layer).field(field);
    if (!at) return base::fail(base::Error::Code::NotFound, "review.no_field", schema.layer(layer).code, field);
    std::vector<Classed> old, fresh;
    std::map<std::string, double> change;
    for (const auto& one : plan::Snapshot::diff(before, after).changes) {
        if (one.layer() != layer) continue;
        if (one.before) old.push_back(classed(*one.before, *at));
        if (one.after) fresh.push_back(classed(*one.after, *at));
    }
    for (const auto& one : old) change[one.value] -= one.size.squareMetres(), change[""] += one.size.squareMetres();
    for (const auto& one : fresh) change[one.value] += one.size.squareMetres(), change[""] -= one.size.squareMetres();

    std::map<Pair, double> areas;
    const auto place = [&](const std::vector<Classed>& from, const std::vector<Classed>& to,
                           bool forward) -> base::Result<> {
        for (const auto& one : from) {
            MultiPolygon rest = one.area;
            for (const auto& other : to) {
                if (!one.box.touches(other.box)) continue;
                if (forward && one.value != other.value) {
                    const auto shared = geometry::intersect(one.area, other.area);
                    if (!shared) return base::pass(shared.error());
                    if (!shared->empty())
                        areas[{one.value, other.value}] += schema.measure.area(*shared).squareMetres();
                }
                auto left = geometry::subtract(rest, other.area);
                if (!left) return base::pass(left.error());
                rest = std::move(*left);
            }
            if (!rest.empty())
                areas[forward ? Pair{one.value, ""} : Pair{"", one.value}] += schema.measure.area(rest).squareMetres();
        }
        return {};
    };
    if (auto done = place(old, fresh, true); !done) return base::pass(done.error());
    if (auto done = place(fresh, old, false); !done) return base::pass(done.error());
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
