#include "rules/common_area.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "rules/apart.h"
#include "rules/pieces.h"

namespace rules {

namespace {

// Pairs of features of one plan; the outlines are made once.
class Pairs {
public:
    explicit Pairs(const geometry::Measure& measure) : measure_(measure) {}

    std::int64_t units(const plan::Feature& a, const plan::Feature& b) {
        const geometry::Box common = commonOf(a.box, b.box);
        if (common.minX >= common.maxX || common.minY >= common.maxY) return 0;
        const Outline *one = outlines_.of(a), *other = outlines_.of(b);
        if (!one || !other || apart_.surely(*one, *other, common)) return 0;
        std::vector<geometry::SidedEdge> edges;
        one->clip(common, 0, edges);
        other->clip(common, 1, edges);
        const auto both = [](const geometry::Cover& cover, bool) { return (cover[0] & cover[1] & 1) != 0; };
        return wholeUnits(measure_.area(geometry::Regions(std::move(edges)).where(both)).squareMetres());
    }

private:
    const geometry::Measure& measure_;
    Outlines outlines_;
    ApartTest apart_;
};

}  // namespace

bool Counted::holds(const plan::Feature& feature) const {
    return !field || std::binary_search(values.begin(), values.end(), plan::textOf(feature.value(*field)));
}

std::int64_t wholeUnits(double squareMetres) {
    if (!(std::abs(squareMetres) < 5.2e14)) return 0;
    return std::llround(squareMetres * unitsPerSquareMetre);
}

std::int64_t commonUnits(const plan::Snapshot& plan, const Counted& first, const Counted& second) {
    Pairs pairs(plan.schema().measure);
    std::int64_t sum = 0;
    plan.each(first.layer, [&](const plan::FeatureRef& a) {
        if (!first.holds(*a)) return;
        plan.each(second.layer, a->box, [&](const plan::FeatureRef& b) {
            if (second.holds(*b)) sum += pairs.units(*a, *b);
        });
    });
    return sum;
}

std::int64_t commonUnitsAdded(const plan::Snapshot& before, const plan::Snapshot& after, const plan::Changeset& changes,
                              const Counted& first, const Counted& second) {
    // A pair whose one part does not come to where the other changed has in common what it had.
    std::set<std::pair<plan::FeatureId, plan::FeatureId>> near;
    const Scope scope = Scope::of(changes);
    for (const auto& [id, touched] : scope.touched()) {
        const plan::LayerId layer = (touched.after ? touched.after : touched.before)->layer;
        if (layer != first.layer && layer != second.layer) continue;
        std::vector<geometry::Box> places{touched.place};
        if (touched.redefined) {
            places.clear();
            for (const auto& state : {touched.before, touched.after})
                if (state) places.push_back(state->box);
        }
        for (const auto* plan : {&before, &after})
            for (const geometry::Box& place : places) {
                if (place.empty()) continue;
                if (layer == first.layer)
                    plan->each(second.layer, place, [&](const plan::FeatureRef& b) { near.insert({id, b->id}); });
                if (layer == second.layer)
                    plan->each(first.layer, place, [&](const plan::FeatureRef& a) { near.insert({a->id, id}); });
            }
    }
    std::int64_t added = 0;
    for (const auto& [plan, times] : {std::pair{&before, -1}, std::pair{&after, 1}}) {
        Pairs pairs(plan->schema().measure);
        for (const auto& [a, b] : near) {
            const auto one = plan->find(first.layer, a), other = plan->find(second.layer, b);
            if (one && other && first.holds(*one) && second.holds(*other)) added += times * pairs.units(*one, *other);
        }
    }
    return added;
}

}  // namespace rules
