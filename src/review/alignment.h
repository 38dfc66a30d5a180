#pragma once

#include <span>
#include <vector>

#include "geometry/shape.h"

namespace review {

// A stretch that two rings have in common, corner by corner. Indices count round the rings.
struct Kept {
    std::size_t before = 0, after = 0;  // where it begins in each
    std::size_t edges = 0;              // 0: a single corner between stretches that differ
};

// What two rings have in common, in the order of a walk round both that begins at a common corner; between one and the
// next, and between the last and the first, they differ. Empty where no common corner is found near the beginning. A
// walk of linear time: what is moved to another place in the ring counts as different.
std::vector<Kept> commonStretches(std::span<const geometry::Point> before, std::span<const geometry::Point> after);

}  // namespace review
