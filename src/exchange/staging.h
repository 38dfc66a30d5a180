#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "geometry/wkb.h"
#include "plan/value.h"

// What passes between the worker and the programs: a stream of frames over a pipe. A stream that ends without `End` was
// cut off.
namespace exchange {

struct SourceField {
    std::string name, alias;
    int type = 0;  // plan::FieldType
    int length = 0, decimals = 0;
};
struct SourceLayer {
    std::string name, alias;
    std::string crs;       // WKT; empty where the file names none
    std::string geometry;  // "Polygon", "LineString", "Point", "None", "Unknown", …
    std::int64_t features = -1;
    std::vector<SourceField> fields;
    std::string fid;  // what the format calls its own number of a feature, where it gives it a name and keeps it
    std::vector<std::string> leftOut;  // fields that are not handed over: binary ones, and those the format computes
};
// A feature as the file has it, coordinates in the layer's own system. `wkb` is 2D and linear: curves are densified
// within 1 mm, Z and M are dropped; `notes` says what was done (edit keys: "curve", "z", "m", …).
struct SourceFeature {
    std::int64_t fid = -1;
    geometry::Bytes wkb;
    std::vector<plan::Value> values;
    std::vector<std::string> notes;
};
struct LayerBegin {
    SourceLayer layer;
};
struct LayerEnd {
    std::int64_t read = 0;
    std::vector<std::string> remarks;  // what the format's driver said while it read, in its own words
};
struct End {};
using Frame = std::variant<LayerBegin, SourceFeature, LayerEnd, base::Error, End>;

}  // namespace exchange
