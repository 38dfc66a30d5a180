#pragma once

#include <string>
#include <vector>

#include "exchange/staging.h"
#include "worker/text.h"

class OGRFeature;
class OGRFeatureDefn;

namespace worker {

// The fields of a layer that are handed over, and how.
class Fields {
public:
    Fields(const OGRFeatureDefn& definition, const Decoder& decoder);

    const std::vector<exchange::SourceField>& described() const { return described_; }
    const std::vector<std::string>& leftOut() const { return leftOut_; }
    // The feature's values in that order: whole numbers, numbers, text; dates as YYYY-MM-DD, times in ISO 8601, lists
    // as JSON. `whole` becomes false where text could not be read in full.
    std::vector<plan::Value> values(const OGRFeature& feature, bool& whole) const;

private:
    struct Column {
        int index;
        int type;     // an OGRFieldType
        bool single;  // a 32-bit number, which means the shortest decimal that names it
    };
    plan::Value value(const OGRFeature& feature, const Column& column, bool& whole) const;
    Decoder decoder_;
    std::vector<Column> columns_;
    std::vector<exchange::SourceField> described_;
    std::vector<std::string> leftOut_;
};

}  // namespace worker
