#pragma once

#include <vector>

#include "plan/feature.h"

namespace review {

using States = std::vector<const plan::FeatureRef*>;  // of one feature; null ones are not there

// The fields of a feature that follow from its area (plan/derive.h) in every state that is there. They are not merged:
// they follow again.
std::vector<bool> followingFields(const plan::Layer& layer, const States& states);

// Sets the fields that follow from the area. Where a state has the same area, and its value is what follows within the
// square metre that declared areas may differ, it is taken as it stands there.
void follow(const plan::Layer& layer, const std::vector<bool>& follows, const States& states,
            const geometry::Shape& shape, geometry::Area area, std::vector<plan::Value>& values);

}  // namespace review
