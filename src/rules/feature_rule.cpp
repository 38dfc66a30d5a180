#include "rules/feature_rule.h"

#include <algorithm>

namespace rules {

Findings FeatureRule::check(const Plan& plan, const Scope& scope, const base::Task& task) const {
    Findings found;
    const auto touches = [&](plan::LayerId layer) {
        return scope.whole() || std::any_of(scope.touched().begin(), scope.touched().end(), [&](const auto& entry) {
                   return entry.second.after && entry.second.after->layer == layer;
               });
    };
    for (const plan::LayerId layer : layers(plan.now.schema())) {
        if (!touches(layer)) continue;
        const Judge judge = this->judge(plan.now.schema(), layer);
        if (!judge) continue;
        const auto look = [&](const plan::FeatureRef& feature) {
            if (!task.stopped()) judge(feature, {plan, *feature}, found);
        };
        if (scope.whole()) {
            plan.now.each(layer, look);
        } else {
            for (const auto& [id, touched] : scope.touched())
                if (touched.after && touched.after->layer == layer) look(touched.after);
        }
    }
    order(found);
    return found;
}

Finding FeatureRule::about(const plan::Feature& feature, bool inherited) const {
    Finding finding = this->finding(inherited);
    finding.layer = feature.layer;
    finding.subjects = {feature.id};
    const geometry::Box& box = feature.box;
    if (!box.empty())
        finding.where =
            geometry::MultiPoint{{box.minX + (box.maxX - box.minX) / 2, box.minY + (box.maxY - box.minY) / 2}};
    return finding;
}

Finding FeatureRule::about(const plan::Feature& feature, bool inherited, geometry::Point place) const {
    Finding finding = about(feature, inherited);
    finding.aspect = fmt::format("{},{}", place.x, place.y);
    finding.where = geometry::MultiPoint{place};
    return finding;
}

}  // namespace rules
