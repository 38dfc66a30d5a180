#pragma once

#include "review/claims.h"

namespace review {

// Bundles the claims, and marks those that clash with a claim of the other side; what clashes is bundled with what it
// clashes with. A bundle with a marked claim is contested as a whole, and the contested claims of one feature are
// bundled, so that one choice for the feature is enough.
void contest(const plan::Schema& schema, Claims& claims);

// The claims of the two sides on the shape of this feature clash.
void contestShape(Claims& claims, Strand& strand);

// Bundles the contested claims of each feature.
void gatherByFeature(Claims& claims);

// By claim: its bundle is contested.
std::vector<bool> contested(Claims& claims);

}  // namespace review
