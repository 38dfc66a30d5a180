#pragma once

#include "geometry/box.h"
#include "geometry/grid.h"
#include "store/canonical.h"
#include "store/sqlite.h"

namespace store {

// Appends the canonical bytes of the shape in a blob, without making it, and adds its places to `box`. False where
// encodeBlob writes no such blob.
bool transcribe(Bytes blob, const geometry::Grid& grid, int srid, CanonicalWriter& out, geometry::Box& box);

}  // namespace store
