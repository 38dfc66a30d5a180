#include "rules/shared.h"

#include "geometry/validity.h"

namespace rules {

const std::unordered_set<plan::FeatureRef>& Shared::doubtful(plan::LayerId layer, const base::Task& task) {
    const auto [at, fresh] = doubtful_.try_emplace(layer);
    if (!fresh) return at->second;
    snapshot_.each(layer, [&](const plan::FeatureRef& feature) {
        if (task.stopped()) return;
        const auto* area = std::get_if<geometry::MultiPolygon>(&feature->shape);
        if (area ? !geometry::surelyValid(*area) : geometry::flawOf(feature->shape).has_value())
            at->second.insert(feature);
    });
    return at->second;
}

}  // namespace rules
