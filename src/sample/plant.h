#pragma once

#include "base/result.h"
#include "sample/county.h"
#include "sample/drawing.h"
#include "sample/parcels.h"

namespace sample {

// Plants `each` errors of every wanted kind (none named: the usual ones), each in cells of its own that no other
// touches, such that one rule of the pack finds it. `redLine`: the place of the red line's feature by site. Invalid
// where the county has no room for so many.
base::Result<std::vector<Planted>> plant(const plan::Spec& spec, const Land& land, const ParcelPlaces& parcels,
                                         const std::vector<std::size_t>& redLine, int each,
                                         const std::vector<std::string>& wanted, Drawing& drawing);

}  // namespace sample
