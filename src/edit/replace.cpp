#include "edit/commands.h"
#include "edit/law.h"
#include "edit/scope.h"
#include "plan/derive.h"

namespace edit {

// The neighbours are not asked: what was drawn elsewhere comes in as it is, as long as it is valid; overlaps and gaps
// that it makes are findings.
base::Result<plan::Changeset> apply(const Replace& command, const plan::Snapshot& snapshot, const base::Task&) {
    const plan::Schema& schema = snapshot.schema();
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(base::Error(layer.error()));
    const auto feature = featureNamed(snapshot, *layer, command.feature);
    if (!feature) return base::pass(base::Error(feature.error()));
    if (auto fits = mustFit(schema, *layer, command.shape); !fits) return base::pass(std::move(fits.error()));
    const plan::Feature& before = **feature;
    if (before.shape == command.shape) return plan::Changeset{};
    if (auto sound = checkArea({}, command.shape, shown(schema, before)); !sound)
        return base::pass(std::move(sound.error()));
    const auto area = schema.measure.area(command.shape);
    auto values = plan::follow(schema.layer(*layer), before.values, before.area, area);
    return plan::Changeset{{{*feature, plan::makeFeature(before.id, *layer, command.shape, area, std::move(values))}}};
}

}  // namespace edit
