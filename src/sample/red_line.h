#pragma once

#include <cstdint>
#include <vector>

#include "sample/triangulation.h"

namespace sample {

// Draws the ecological protection red line (生态保护红线) over the cells: where `ecology` is highest, 68 % of the
// county's area, small islands and small holes left out, divided into up to a few hundred pieces of very different
// size. The number of its piece by site, -1 where there is none. `free` is 0 outside the county, 1 where the line may
// not be, 2 where it may.
std::vector<int> drawRedLine(const Triangulation& mesh, const std::vector<double>& areas,
                             const std::vector<double>& ecology, const std::vector<char>& free, std::uint64_t seed);

}  // namespace sample
