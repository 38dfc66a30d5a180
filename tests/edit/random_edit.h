#pragma once

#include "edit/squares.h"

// Random edits of random plans, for what holds whatever cases do.
namespace squares {

inline std::string keyOf(const Snapshot& plan, const FeatureRef& feature) {
    return plan::nameOf(plan.schema(), *feature);
}

inline edit::Command someEdit(support::Dice& dice, const Snapshot& plan) {
    const auto parcels = all(plan, support::layer::survey);
    const FeatureRef feature = dice.pick(parcels);
    const auto vertices = support::verticesOf(plan, dice.chance(50) ? support::layer::survey : support::layer::lines);
    const Point vertex = dice.pick(vertices);
    const auto near = [&](Point p) {
        return Point{p.x + dice.roll(-900'000, 900'000), p.y + dice.roll(-900'000, 900'000)};
    };
    switch (dice.roll(0, 8)) {
        case 0: {
            const Edges edges = edit::edgesOf(feature->shape);
            const Edge& edge = dice.pick(edges);
            return edit::InsertVertex{
                "DLTB", keyOf(plan, feature), {(edge.from.x + edge.to.x) / 2, (edge.from.y + edge.to.y) / 2}, {}};
        }
        case 1: return edit::RemoveVertex{vertex, {}};
        case 2:
            return edit::Merge{"DLTB", {keyOf(plan, feature), keyOf(plan, dice.pick(parcels))}, keyOf(plan, feature)};
        case 3: {
            const Edges edges = edit::edgesOf(feature->shape);
            const auto &e = dice.pick(edges), &f = dice.pick(edges);
            return edit::Split{"DLTB",
                               {keyOf(plan, feature)},
                               {{(e.from.x + e.to.x) / 2, (e.from.y + e.to.y) / 2},
                                {(f.from.x + f.to.x) / 2, (f.from.y + f.to.y) / 2}}};
        }
        case 4: return edit::Set{"DLTB", keyOf(plan, feature), {{"DM", std::to_string(dice.roll(1, 3))}}};
        case 5: return edit::Set{"DLTB", keyOf(plan, feature), {{"SL", dice.roll(20, 22)}}};
        default: return edit::MoveVertex{vertex, near(vertex), {}};
    }
}

// What a case with its own space of ids makes of the plan.
inline plan::Changeset someCase(support::Dice& dice, const Snapshot& plan, std::uint32_t space, int edits) {
    Snapshot now = plan.drawingFrom({space, 1});
    plan::Changeset changes;
    for (int n = 0; n < edits; ++n) {
        const auto step = edit::apply(someEdit(dice, now), now);
        if (!step) continue;
        now = now.with(*step).value();
        changes = changes.then(*step);
    }
    return changes;
}

// The plan is as whole as edits leave it: valid, no overlap, no gap, and no square step gained or lost within an
// outline.
inline bool isWhole(const Snapshot& before, const Snapshot& after) {
    namespace layer = support::layer;
    if (!allValid(after)) return false;
    for (const LayerId id : {layer::county, layer::zones, layer::lines, layer::survey}) {
        if (!overlapping(after, id).empty()) return false;
        if (outline(before, id) == outline(after, id) && steps(before, id) != steps(after, id)) return false;
    }
    return outline(after, layer::survey) == outline(after, layer::county) &&
           outline(after, layer::zones) == outline(after, layer::county);
}

}  // namespace squares
