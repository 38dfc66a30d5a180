#pragma once

#include <map>

#include "rules/pieces.h"

namespace rules {

// What the rules of one question make and use again, each thing when it is first asked for; see Plan, which hands it
// out.
struct Workings {
    Outlines outlines;
    std::map<std::uint16_t, plan::Changeset> sinceFiled;  // by layer
    std::map<plan::FeatureId, geometry::Box> placesSinceFiled;
    std::map<std::uint16_t, std::unordered_set<plan::FeatureRef>> doubtful;  // by layer
};

}  // namespace rules
