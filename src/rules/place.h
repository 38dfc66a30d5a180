#pragma once

#include "geometry/box.h"
#include "plan/feature.h"

namespace rules {

// Where two shapes differ: outside of the box they are the same. Empty where they are equal. Areas that are built of
// equally many rings are compared ring by ring, so that one moved corner of a long ring is a small place; of anything
// else it is all of both.
geometry::Box placeBetween(const geometry::Shape& before, const geometry::Shape& after);

// The middles of the features' boxes; no shape where none of them has a place.
geometry::Shape middlesOf(const std::vector<plan::FeatureRef>& features);

}  // namespace rules
