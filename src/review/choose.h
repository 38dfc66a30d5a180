#pragma once

#include "review/claims.h"

namespace review {

// The feature with the claims that are chosen (by claim); null where it is not there then. A state that there is comes
// back as it is; a mixture is measured anew, and what follows from its area follows.
plan::FeatureRef chosen(const plan::Schema& schema, const Claims& claims, const Strand& strand,
                        const std::vector<bool>& taken);

// A mixture of shapes that is no valid area, or runs the wrong way round, though one of the sides' is.
bool broken(const Strand& strand, const plan::FeatureRef& feature);

}  // namespace review
