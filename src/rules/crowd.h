#pragma once

#include <optional>
#include <vector>

#include "rules/pieces.h"

namespace rules {

// Boxes such that features of the layer whose insides have a place in common have one in a box, found without holding
// features against each other: where boundaries are shared the edges cancel, and what is left tells how often places
// are covered. None where too little is shared for that to pay.
std::optional<std::vector<geometry::Box>> crowdedPlaces(const Plan& plan, plan::LayerId layer, const base::Task& task);

}  // namespace rules
