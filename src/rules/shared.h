#pragma once

#include <map>
#include <unordered_set>

#include "rules/rule.h"

namespace rules {

// What several rules of one check ask of the plan as it is now, each found once, when it is first asked for. It lives
// as long as the check.
class Shared {
public:
    explicit Shared(const plan::Snapshot& snapshot) : snapshot_(snapshot) {}

    // The features of a layer that may have a flaw; of all others geometry::flawOf tells none. Where the task is
    // stopped, the answer is incomplete.
    const std::unordered_set<plan::FeatureRef>& doubtful(plan::LayerId layer, const base::Task& task);

private:
    const plan::Snapshot& snapshot_;
    std::map<plan::LayerId, std::unordered_set<plan::FeatureRef>> doubtful_;
};

}  // namespace rules
