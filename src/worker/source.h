#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "worker/complaints.h"

class GDALDataset;
class OGRLayer;

namespace worker {

// A foreign dataset, open for reading. What GDAL opens are links in a scratch folder, so that whatever a driver writes
// beside a file (indexes, caches, journals) is never written beside the user's.
class Source {
public:
    // Fails: NotFound where there is nothing, Unsupported where no driver knows it, Io where it is broken.
    static base::Result<Source> open(const std::filesystem::path& dataset, const std::filesystem::path& scratch,
                                     Complaints& complaints);

    struct Entry {
        GDALDataset* dataset;
        OGRLayer* layer;
        std::string driver;
    };
    std::vector<Entry> layers() const;

private:
    struct Close {
        void operator()(GDALDataset* dataset) const;
    };
    bool add(const std::string& path);
    void addInside(const std::string& archive);
    std::vector<std::unique_ptr<GDALDataset, Close>> datasets_;
};

}  // namespace worker
