#pragma once

#include "geometry/shape.h"

namespace rules {

// The inside at a corner that a boundary passes once: it lies between two directions, counter-clockwise.
struct Sector {
    geometry::Point corner, from, to;

    // The two directions are the same.
    bool isSpike() const;
    // The direction lies in the sector, its first side included and its last not.
    bool holds(geometry::Point direction) const;
    // The same for the direction just above west, where Outline::covers looks.
    bool holdsWest() const;
};

}  // namespace rules
