#include "edit/scope.h"
#include "mend/shapes.h"

namespace mend {

// A field with one value gets it; the name of a code is the one that its list gives. A code that is in no list stays: a
// person must say which was meant.
std::vector<Remedy> rename(const Sickness& sickness) {
    const auto feature = sickness.subject(0);
    if (!feature) return {};
    const plan::Layer& layer = sickness.schema().layer(feature->layer);
    const auto at = layer.field(sickness.finding.aspect);
    if (!at) return {};
    const plan::Field& field = layer.fields[*at];
    std::string right = field.constant;
    if (const auto code = layer.field(field.nameOf); right.empty() && code) {
        const plan::CodeList* list = sickness.spec.codesOf(layer.fields[*code]);
        const plan::Code* known = list ? list->find(plan::textOf(feature->value(*code))) : nullptr;
        if (known) right = known->name.zh;
    }
    if (right.empty() || plan::textOf(feature->value(*at)) == right) return {};
    return {{nameOf(field.constant.empty() ? Way::NameOfCode : Way::Constant),
             {edit::Set{layer.code, edit::nameFor(sickness.plan.now, *feature), {{field.code, right}}}}}};
}

}  // namespace mend
