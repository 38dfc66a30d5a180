#include "rules/workings.h"

#include "geometry/validity.h"
#include "rules/place.h"

namespace rules {

std::shared_ptr<Workings> newWorkings() { return std::make_shared<Workings>(); }

Outlines& Plan::outlines() const { return workings->outlines; }

const plan::Changeset& Plan::sinceFiled(plan::LayerId layer) const {
    const auto [at, fresh] = workings->sinceFiled.try_emplace(layer.index);
    if (!fresh) return at->second;
    if (hasLayer(filed, layer))
        at->second = plan::Snapshot::diff(filed, now, layer);
    else
        now.each(layer, [&](const plan::FeatureRef& feature) { at->second.changes.push_back({nullptr, feature}); });
    return at->second;
}

const geometry::Box& Plan::placeSinceFiled(const plan::Feature& one, const plan::Feature& other) const {
    const auto [at, fresh] = workings->placesSinceFiled.try_emplace(one.id);
    if (fresh) at->second = placeBetween(one.shape, other.shape);
    return at->second;
}

const std::unordered_set<plan::FeatureRef>& Plan::doubtful(plan::LayerId layer, const base::Task& task) const {
    const auto [at, fresh] = workings->doubtful.try_emplace(layer.index);
    if (!fresh) return at->second;
    now.each(layer, [&](const plan::FeatureRef& feature) {
        if (task.stopped()) return;
        const auto* area = areaOf(*feature);
        if (area ? !geometry::surelyValid(*area) : geometry::flawOf(feature->shape).has_value())
            at->second.insert(feature);
    });
    return at->second;
}

}  // namespace rules
