#pragma once

#include "edit/weave.h"

namespace edit {

// What holds after every command (law 5), checked here for all of them:
// - an area that was valid is valid, and no ring has turned over;
// - no overlap within a layer is new, and no feature that the edit did not touch has lost its neighbour (a gap), in
//   every layer whose features share boundaries or may not overlap;
// - where no outer boundary moved the edges of the layer cancel as before, so the sum of the areas is exactly the same.
// The error names the feature that it would break.
base::Result<> checkLaw(const Weave& weave);

// An area on its own, as it stands after it was `before` (empty: it is new).
base::Result<> checkArea(const geometry::Shape& before, const geometry::Shape& after, const std::string& name);

}  // namespace edit
