#pragma once

#include "geometry/outline.h"

namespace rules {

using geometry::Outline;

// Areas that a line or a point is held against: it counts in any of `within` (everywhere, where that is null) and in
// none of `outside`.
struct Ground {
    const std::vector<const Outline*>* within = nullptr;
    std::vector<const Outline*> outside;
    bool holds(geometry::Point place) const;
};

// The stretches of the lines that count, cut where they cross a boundary (to the grid), those that follow each other as
// one line. A stretch along a boundary counts with one of its sides, always the same.
geometry::MultiLine strandsOn(const geometry::MultiLine& lines, const Ground& ground);
geometry::MultiPoint pointsOn(const geometry::MultiPoint& points, const Ground& ground);

}  // namespace rules
