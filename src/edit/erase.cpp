#include "edit/commands.h"
#include "edit/scope.h"

namespace edit {

base::Result<plan::Changeset> apply(const Erase& command, const plan::Snapshot& snapshot, const base::Task&) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(base::Error(layer.error()));
    auto feature = featureNamed(snapshot, *layer, command.feature);
    if (!feature) return base::pass(std::move(feature.error()));
    return plan::Changeset{{{*std::move(feature), nullptr}}};
}

}  // namespace edit
