#pragma once

#include <functional>
#include <vector>

#include "sample/triangulation.h"

namespace sample {

// Grows a region cell by cell from `seed`, the allowed neighbour with the highest priority first, for as long as
// `more()` holds (asked before each further cell) and `add` is told of each. The region always is in one piece
// without holes: a cell is taken only where its neighbours in the region form one run around it.
void growDisk(const Triangulation& mesh, std::uint32_t seed, const std::function<double(std::uint32_t)>& priority,
              const std::function<bool(std::uint32_t)>& allowed, const std::function<bool()>& more,
              const std::function<void(std::uint32_t)>& add);

// Shares the sites among the seeds, each to the seed from which the way over neighbouring sites is shortest: the index
// of its seed by site, -1 where none reaches. A step costs what `cost(from, to)` says; a negative cost bars it.
std::vector<int> shareOut(const Triangulation& mesh, const std::vector<std::uint32_t>& seeds,
                          const std::function<double(std::uint32_t, std::uint32_t)>& cost);

// The number of its connected piece by site, where sites with equal non-negative labels are joined; -1 for negative
// labels. Pieces are numbered in the order of their first sites.
struct Pieces {
    std::vector<int> of;
    int count = 0;
};
Pieces piecesOf(const Triangulation& mesh, const std::vector<int>& labels);

}  // namespace sample
