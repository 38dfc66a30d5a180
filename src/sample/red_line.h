#pragma once

#include <cstdint>
#include <vector>

#include "sample/triangulation.h"

namespace sample {

// Where the ecological protection red line (生态保护红线) is: where `ecology` is highest, 68 % of the county's area,
// small islands and small holes left out; by site. `free` is 0 outside the county, 1 where the line may not be, 2 where
// it may.
std::vector<char> drawRedLine(const Triangulation& mesh, const std::vector<double>& areas,
                              const std::vector<double>& ecology, const std::vector<char>& free);

// Divides what has non-negative labels into connected pieces of very different size, up to a few hundred, each within
// one label: the number of its piece by site, -1 elsewhere. `effort` by site is what a way across it costs: borders
// follow where it is high.
std::vector<int> divide(const Triangulation& mesh, const std::vector<int>& labels, const std::vector<double>& effort,
                        std::uint64_t seed);

}  // namespace sample
