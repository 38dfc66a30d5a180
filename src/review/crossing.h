#pragma once

#include <utility>
#include <vector>

#include "review/claims.h"

namespace review {

// Pairs of a claim of mine and one of theirs whose new edges cross, touch without a corner in common or are the same,
// in layers whose features may not lie on one another: each fits what was, together they do not. What both sides have
// alike is none of them.
std::vector<std::pair<std::uint32_t, std::uint32_t>> crossings(const plan::Schema& schema, const Claims& claims);

// Bundles the claims of one side where a new edge crosses one that another claim took away: what came through a place
// that was made free first must not be there without that.
void bundleWhatMadeRoom(const plan::Schema& schema, Claims& claims);

}  // namespace review
