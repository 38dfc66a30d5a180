#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"

namespace exchange {

// Puts new files and folders in their places, all or none: what stands there already is kept aside in `attic` (on the
// same disk) until all are there, and put back where one fails.
struct Placement {
    std::filesystem::path from, to;
};
base::Result<> publish(const std::vector<Placement>& placements, const std::filesystem::path& attic);

}  // namespace exchange
