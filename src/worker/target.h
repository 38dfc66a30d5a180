#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/staging.h"
#include "worker/complaints.h"
#include "worker/write.h"

class GDALDataset;
class OGRFeature;
class OGRLayer;

namespace worker {

// A foreign dataset in the making, and what each format wants to be told.
class Target {
public:
    static base::Result<Target> create(const WriteJob& job, Complaints& complaints);
    base::Result<> begin(const exchange::SourceLayer& layer);
    base::Result<> put(const exchange::SourceFeature& feature);
    base::Result<> end();
    // Everything is on the disk, or an Error.
    base::Result<> close();

private:
    struct Close {
        void operator()(GDALDataset* dataset) const;
    };
    Target(WriteJob job, Complaints& complaints) : job_(std::move(job)), complaints_(&complaints) {}
    std::vector<std::string> layerOptions(const exchange::SourceLayer& layer, bool geographic) const;
    void fill(OGRFeature& feature, const std::vector<plan::Value>& values) const;
    base::Result<> draw(const exchange::SourceFeature& feature);
    base::Result<> addFields(const exchange::SourceLayer& layer);
    tl::unexpected<base::Error> refused(const std::string& what) const;

    WriteJob job_;
    Complaints* complaints_;
    std::unique_ptr<GDALDataset, Close> dataset_;
    OGRLayer* layer_ = nullptr;
    std::string name_;          // of the layer, as it was asked for
    std::vector<int> columns_;  // of the layer's fields, in their order; -1: the format has none
};

}  // namespace worker
