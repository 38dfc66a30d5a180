#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/task.h"
#include "plan/snapshot.h"

namespace exchange {

struct ExportOptions {
    std::string driver;               // OpenFileGDB, ESRI Shapefile, GPKG, GeoJSON, KML, …
    std::vector<std::string> layers;  // codes; empty: every layer that has features
    std::string crs;                  // empty: the plan's
    bool overwrite = false;
    // What must not make way even then.
    std::function<bool(const std::filesystem::path&)> kept;
    // Told what the format could not hold as it is (a name or a text that was shortened).
    std::function<void(const base::Message&)> remark;
};

// Writes the layers through `sanxian-worker` beside the place and moves them there when whole: a failure leaves nothing
// half written. Field widths, aliases and the system are set; the same snapshot gives the same bytes where the format
// allows. A layer goes by its code, with its name as the alias. Shapefile and GeoJSON hold one layer to a file: `to` is
// that file, or a folder for several. Refuses (Conflict) what exists unless it may be overwritten.
base::Result<> write(const plan::Snapshot& snapshot, const ExportOptions& options, const std::filesystem::path& to,
                     const base::Task& task = {});

}  // namespace exchange
