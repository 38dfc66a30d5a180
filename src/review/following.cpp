#include "review/following.h"

#include <cmath>

#include "base/decimal.h"
#include "plan/derive.h"

namespace review {

namespace {

constexpr double agreement = 1;  // square metres

}  // namespace

std::vector<bool> followingFields(const plan::Layer& layer, const States& states) {
    std::vector<bool> follows(layer.fields.size(), false);
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const std::string formula = plan::formulaOf(layer, layer.fields[i]);
        if (formula.empty()) continue;
        bool all = true;
        for (const auto* state : states) {
            if (!*state) continue;
            const auto value = plan::evaluate(layer, formula, (*state)->values, (*state)->area);
            const auto& held = (*state)->value(i);
            all = all && value && !plan::isNull(held) && std::abs(*value - plan::numberOf(held)) <= agreement;
        }
        follows[i] = all;
    }
    return follows;
}

void follow(const plan::Layer& layer, const std::vector<bool>& follows, const States& states,
            const geometry::Shape& shape, geometry::Area area, std::vector<plan::Value>& values) {
    for (std::size_t i = 0; i < follows.size(); ++i) {
        if (!follows[i]) continue;
        const plan::Field& field = layer.fields[i];
        const auto value = plan::evaluate(layer, plan::formulaOf(layer, field), values, area);
        if (!value) continue;
        if (values.size() <= i) values.resize(i + 1);
        values[i] = base::rounded(*value, field.decimals > 0 ? field.decimals : 2);
        for (const auto* state : states)
            if (*state && (*state)->shape == shape &&
                std::abs(*value - plan::numberOf((*state)->value(i))) <= agreement) {
                values[i] = (*state)->value(i);
                break;
            }
    }
}

}  // namespace review
