#pragma once

#include "geometry/outline.h"

namespace rules {

using geometry::Outline;

// True: what the area covers in the box is covered by the county, for certain and exactly, and no edges cross there.
// False: it takes an overlay to tell. The county is what its parts cover together; boundaries between them that are
// shared exactly are none. Costs what lies near the box.
bool surelyInsideNear(const Outline& area, const std::vector<const Outline*>& county, const geometry::Box& box);
// The same of what two areas cover in the box: they have no place in common there.
bool surelyApartNear(const Outline& a, const Outline& b, const geometry::Box& box);

}  // namespace rules
