#pragma once

#include <optional>

#include "plan/snapshot.h"

namespace sample {

// A first edit to practise on: a vertex of the red line's outer boundary in open country, shared by the red line, zones
// and parcels, and two places to move it to: `outward` lets the red line grow a little, `inward` takes from it, which
// its indicator does not allow.
struct Practice {
    geometry::Point vertex, outward, inward;
};
// The same for the same plan; none where the plan has no such vertex.
std::optional<Practice> practice(const plan::Snapshot& county);

}  // namespace sample
