#include "edit/scope.h"
#include "mend/shapes.h"
#include "plan/derive.h"

namespace mend {

// The declared area is the measured one, and what follows from it follows (TBDLMJ = TBMJ − KCMJ).
std::vector<Remedy> recompute(const Sickness& sickness) {
    const auto feature = sickness.subject(0);
    if (!feature) return {};
    const plan::Layer& layer = sickness.schema().layer(feature->layer);
    const auto values = plan::derived(layer, feature->values, feature->area);
    edit::Attributes attributes;
    for (std::size_t i = 0; i < layer.fields.size() && i < values.size(); ++i)
        if (!plan::formulaOf(layer, layer.fields[i]).empty() && values[i] != feature->value(i))
            attributes[layer.fields[i].code] = values[i];
    if (attributes.empty()) return {};
    return {{nameOf(Way::Recompute),
             {edit::Set{layer.code, edit::nameFor(sickness.plan.now, *feature), std::move(attributes)}}}};
}

}  // namespace mend
