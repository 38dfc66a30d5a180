#pragma once

#include <vector>

#include "sample/partition.h"

namespace sample {

// A union of neighbouring cells with the same label.
struct Patch {
    int label = 0;
    std::uint32_t site = 0;  // of its first cell
    geometry::Polygon shape;
};

// The cells with equal non-negative labels joined, one patch for every connected piece, in the order of their first
// sites. The rings are those of the cells without what lies between joined ones: every vertex is a vertex of the cells,
// and nothing is computed that could fail. Costs a pass over the partition.
std::vector<Patch> dissolve(const Partition& partition, const std::vector<int>& labels);

}  // namespace sample
