#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/import.h"
#include "exchange/staging.h"

namespace exchange {

// Where one source layer goes, and where each of its fields goes.
struct Assignment {
    std::size_t source = 0;  // which of the source layers
    plan::LayerId layer;
    std::vector<std::size_t> columns;  // the layer's field for each source field
    std::optional<std::size_t> key;    // the layer's field that identifies features; none: they have no name
};
struct Mapping {
    plan::SchemaRef schema;  // with the fields, and in an open pack the layers, that the source brings
    std::vector<Assignment> assignments;
};

// How names are compared: letters without case, full-width forms as plain ones, no blanks around.
std::string folded(std::string_view name);

// Decides what goes where: layers by what the options say, else by code, name and alias, else by these with a year or
// an adcode around them (STBHHX_2023, 150825STBHHX); fields by what the options say, else by code, name, alias, and by
// the ten letters that a shapefile leaves. Fails (NotFound) where nothing fits or the options name what is not there,
// with the names there are.
base::Result<Mapping> mapOnto(const std::vector<SourceLayer>& sources, const plan::SchemaRef& schema, bool openLayers,
                              const ImportOptions& options);

}  // namespace exchange
