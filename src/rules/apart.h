#pragma once

#include "rules/outline.h"

namespace rules {

// True: the insides of the two areas have no place in common, for certain and exactly, whatever the areas are (an
// inside is what the boundary goes round an odd number of times). False: they have, or it takes an overlay to tell.
// Made for neighbours: boundaries that share edges and corners are told apart at once. `common` is the common part of
// their boxes.
bool surelyApart(const Outline& a, const Outline& b, const geometry::Box& common);

// The common part of two boxes; empty where they do not touch.
geometry::Box commonOf(const geometry::Box& a, const geometry::Box& b);

}  // namespace rules
