#pragma once

#include "rules/rule.h"

namespace rules {

// One measure of a boundary's shape or of what it takes (正向优化评价), as filed and now.
struct Score {
    std::string metric;  // parts, holes, small_parts, shape, taken, built
    std::string of;      // the layer that is taken or built on
    double filed = 0, now = 0;
    std::string unit;  // m2, percent, or empty: a number
    bool worse = false, better = false;
    bool operator==(const Score&) const = default;
};

// The scores of the pack's rules of kind `scorecard`, in order. None where the layer is as it was filed, or was filed
// with no feature. What the boundary takes is measured on the land as it is now, for both states, so that only the
// boundary makes the difference.
base::Result<std::vector<Score>> scorecard(const plan::Spec& spec, const Plan& plan, const base::Task& task = {});

}  // namespace rules
