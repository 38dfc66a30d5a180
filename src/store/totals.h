#pragma once

#include <cstdint>
#include <string>

#include "geometry/area.h"
#include "store/layout.h"
#include "store/records.h"

namespace store {

// What a layer's features cover together after each revision that changed it, in whole 0.0001 m², so that it is the
// same whichever way it is summed.
std::int64_t totalUnits(geometry::Area area);

// Files the total after a revision, which is `growth` more than the one before it.
void fileTotal(Database& database, const std::string& layer, std::int64_t revision, std::int64_t growth, Seal& seal);
// Files the totals of every revision from the rows of a file that has none.
void totalLayers(Database& database, const Layout& layout, Seal& seal);

}  // namespace store
