#pragma once

#include "rules/pieces.h"

namespace rules {

// What the rules of one question make and use again, each thing when it is first asked for; see Plan, which hands it
// out.
struct Workings {
    Outlines outlines;
    std::optional<plan::Changeset> sinceFiled;
};

}  // namespace rules
