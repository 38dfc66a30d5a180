#include <set>

#include "base/decimal.h"
#include "edit/attributes.h"
#include "edit/commands.h"
#include "edit/scope.h"
#include "plan/derive.h"

namespace edit {

using base::Error;
using plan::Value;

namespace {

// What is entered moves what follows from it (plan/derive.h), so that a sum over such a field is never a number that
// somebody typed. A field that follows may be entered as what it follows to.
base::Result<std::vector<Value>> withFollowers(const plan::Layer& layer, const plan::Feature& before,
                                               std::vector<Value> values, const Attributes& attributes) {
    const std::vector<Value> given = values;
    const auto valueIn = [](const std::vector<Value>& all, std::size_t at) {
        return at < all.size() ? all[at] : Value();
    };
    std::set<std::string> entered;
    for (const auto& [code, value] : attributes) {
        const std::size_t at = *layer.field(code);
        if (valueIn(given, at) == before.value(at)) continue;
        if (plan::formulaOf(layer, layer.fields[at]).empty()) entered.insert(code);
    }
    values = plan::recomputed(layer, std::move(values), before.area, entered);
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const plan::Field& field = layer.fields[i];
        const std::string formula = plan::formulaOf(layer, field);
        if (formula.empty() || valueIn(values, i) == before.value(i)) continue;
        const auto follows = plan::following(layer, field, values, before.area);
        if (!follows) continue;
        if (attributes.contains(field.code) && valueIn(given, i) != before.value(i)) {
            const Value typed = valueIn(given, i);
            if (plan::isBlank(typed) || base::rounded(plan::numberOf(typed), 2) != base::rounded(*follows, 2))
                return base::fail(Error::Code::Invalid, "edit.follows", field.code, formula,
                                  base::decimal(*follows, field.decimals > 0 ? field.decimals : 2),
                                  plan::textOf(typed));
        }
        if (*follows < 0)
            return base::fail(Error::Code::Invalid, "edit.negative", field.code, formula,
                              base::decimal(*follows, field.decimals > 0 ? field.decimals : 2));
    }
    return values;
}

}  // namespace

base::Result<plan::Changeset> apply(const Set& command, const plan::Snapshot& snapshot, const base::Task&) {
    const auto layer = layerNamed(snapshot, command.layer);
    if (!layer) return base::pass(Error(layer.error()));
    const auto feature = featureNamed(snapshot, *layer, command.feature);
    if (!feature) return base::pass(Error(feature.error()));
    const plan::Feature& before = **feature;
    const plan::Layer& kind = snapshot.schema().layer(*layer);
    auto values = withAttributes(kind, before.values, command.attributes);
    if (values) values = withFollowers(kind, before, *std::move(values), command.attributes);
    if (!values) return base::pass(std::move(values.error()).in(shown(snapshot.schema(), before)));
    const auto after = plan::makeFeature(before.id, *layer, before.shape, before.area, *std::move(values));
    if (*after == before) return plan::Changeset{};
    return plan::Changeset{{{*feature, after}}};
}

}  // namespace edit
