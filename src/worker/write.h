#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace worker {

struct WriteJob {
    std::filesystem::path target;
    std::string driver;  // GDAL's name
    std::string
        date;  // YYYY-MM-DD, for formats that keep one: never the clock, so that the same plan gives the same bytes
    std::string fault;  // test only: crash or hang after the first feature
};

// Reads frames from the pipe and writes them as a new dataset at `target`, which must not exist. Fails with GDAL's
// words where anything could not be written as it is.
base::Result<> write(const WriteJob& job, int pipe);

}  // namespace worker
