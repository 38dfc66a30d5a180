#include "edit/attributes.h"
#include "edit/commands.h"
#include "edit/scope.h"

namespace edit {

base::Result<plan::Changeset> apply(const Set& command, const plan::Snapshot& snapshot) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(base::Error(layer.error()));
    const auto feature = featureNamed(snapshot, *layer, command.feature);
    if (!feature) return base::pass(base::Error(feature.error()));
    const plan::Feature& before = **feature;
    auto values = withAttributes(snapshot.schema().layer(*layer), before.values, command.attributes);
    if (!values) return base::pass(std::move(values.error()).in(shown(snapshot.schema(), before)));
    const auto after = plan::makeFeature(before.id, *layer, before.shape, before.area, *std::move(values));
    if (*after == before) return plan::Changeset{};
    return plan::Changeset{{{*feature, after}}};
}

}  // namespace edit
