#pragma once

#include <functional>
#include <vector>

#include "exchange/staging.h"
#include "plan/snapshot.h"

namespace exchange {

// A foreign format, as far as it matters to what is sent to it.
enum class Format { GeoPackage, FileGeodatabase, Shapefile, GeoJson, Kml, Dxf, Other };

// How a layer's fields and values are written in a format: widths, precision and aliases by the schema, made wide
// enough for what is there. A field whose values are not of its type is written as text, so that nothing is lost.
class Columns {
public:
    Columns(const plan::Snapshot& snapshot, plan::LayerId layer, Format format,
            const std::function<void(const base::Message&)>& remark);
    const std::vector<SourceField>& fields() const { return fields_; }
    std::vector<plan::Value> values(const plan::Feature& feature) const;

private:
    Format format_;
    std::vector<SourceField> fields_;
};

}  // namespace exchange
