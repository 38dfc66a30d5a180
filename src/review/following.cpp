#include "review/following.h"

#include <cmath>

#include "plan/derive.h"

namespace review {

namespace {

constexpr double agreement = 1;  // square metres

}  // namespace

std::vector<bool> followingFields(const plan::Layer& layer, const States& states) {
    std::vector<bool> follows(layer.fields.size(), false);
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        bool all = !plan::formulaOf(layer, layer.fields[i]).empty();
        for (const auto* state : states) {
            if (!*state || !all) continue;
            const auto value = plan::following(layer, layer.fields[i], (*state)->values, (*state)->area);
            const auto& held = (*state)->value(i);
            all = value && !plan::isNull(held) && std::abs(*value - plan::numberOf(held)) <= agreement;
        }
        follows[i] = all;
    }
    return follows;
}

void follow(const plan::Layer& layer, const std::vector<bool>& follows, const States& states,
            const geometry::Shape& shape, geometry::Area area, std::vector<plan::Value>& values) {
    for (std::size_t i = 0; i < follows.size(); ++i) {
        if (!follows[i]) continue;
        const auto value = plan::following(layer, layer.fields[i], values, area);
        if (!value) continue;
        if (values.size() <= i) values.resize(i + 1);
        values[i] = *value;
        for (const auto* state : states)
            if (*state && (*state)->shape == shape &&
                std::abs(*value - plan::numberOf((*state)->value(i))) <= agreement) {
                values[i] = (*state)->value(i);
                break;
            }
    }
}

}  // namespace review
