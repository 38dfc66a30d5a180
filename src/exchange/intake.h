#pragma once

#include <map>
#include <string>
#include <vector>

#include "exchange/import.h"
#include "exchange/mapping.h"
#include "exchange/places.h"
#include "exchange/reconcile.h"

namespace exchange {

// Takes in the features of one source layer: values as the fields want them, coordinates in the plan's system and on
// its grid, and an account of each: read = imported + skipped.
class Intake {
public:
    // Fails where the source's coordinates cannot be brought into the plan's system. `open`: whatever the layer's
    // geometry, a feature may have none.
    static base::Result<Intake> begin(const SourceLayer& source, const Assignment& assignment,
                                      const plan::SchemaRef& schema, const std::string& sourceCrs, bool open);
    base::Result<> take(SourceFeature feature, std::vector<Incoming>& into);
    base::Result<> end(const LayerEnd& end, std::vector<Incoming>& into);
    LayerImport report() && { return std::move(report_); }

private:
    struct Waiting {
        std::int64_t fid;
        Outline outline;
        std::vector<plan::Value> values;
    };
    Intake(const Assignment& assignment, plan::SchemaRef schema, bool open)
        : assignment_(assignment), schema_(std::move(schema)), open_(open) {}
    const plan::Layer& layer() const { return schema_->layer(assignment_.layer); }
    std::string nameOf(const Waiting& one) const;
    base::Result<> flush(std::vector<Incoming>& into);
    void settle(Waiting one, std::span<const geometry::Coordinate> placed, std::vector<Incoming>& into);
    const char* obstacle(const Outline& outline, std::span<const geometry::Coordinate> placed) const;
    void note(Problem problem);

    Assignment assignment_;
    plan::SchemaRef schema_;
    bool open_;
    geometry::Projection projection_;
    bool unnamedSystem_ = false;  // the file names none: its coordinates are taken to be the plan's, if they can be
    LayerImport report_;
    std::vector<Waiting> waiting_;
    std::vector<geometry::Coordinate> run_;      // of those that wait, as the source has them
    std::map<std::string, std::int64_t> marks_;  // what was done to features, and to how many
};

}  // namespace exchange
