#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "worker/output.h"

namespace worker {

struct ReadJob {
    std::filesystem::path dataset, scratch;
    std::string encoding;             // of texts; empty: as found
    std::vector<std::string> layers;  // by name; empty: all
    bool features = true;             // false: describe the layers only
    std::string fault;                // test only: crash, hang, garbage or cut after the first feature
};

// Writes LayerBegin, features and LayerEnd for every layer wanted. A layer that cannot be read to its end is an Error.
base::Result<> read(const ReadJob& job, Output& output);

}  // namespace worker
