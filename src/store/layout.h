#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/spec.h"
#include "store/digest.h"

namespace store {

// Where a layer lies in the file: its table bears its code (made fit where it is no good name), its columns the codes
// of its fields.
struct LayerTable {
    std::string name;
    std::vector<std::string> columns;  // one per field, in their order
    bool operator==(const LayerTable&) const = default;

    std::string view() const { return name + "_now"; }
    std::string historyView() const { return name + "_history"; }
    std::string keyIndex() const { return "sanxian_key_" + name; }
    std::string index() const { return "idx_" + name + "_geometry"; }  // as SpatiaLite calls it
};

// A schema, where everything of it lies, and how it is digested.
struct Layout {
    plan::SchemaRef schema;
    std::vector<LayerTable> tables;  // one per layer
    int srid = 0;                    // of spatial_ref_sys
    DigestMethod digests = DigestMethod::Sm3;

    const plan::Layer& layer(std::size_t index) const { return schema->layers[index]; }
    bool hasGeometry(std::size_t index) const { return layer(index).geometry != plan::GeometryKind::None; }
};

// The layout with the layers and fields that `wanted` has more; what is there keeps its place and its names. `taken`:
// the names of the file's tables, views and indexes.
Layout extended(const Layout& layout, const plan::Schema& wanted, const std::set<std::string>& taken);

// The layout with what a newer edition of its pack adds and renames, as extended; lengths widen only. Unsupported where
// the pack narrows or changes what is there.
base::Result<Layout> adopted(const Layout& layout, const plan::Spec& spec, const std::set<std::string>& taken);

// A layout as JSON and back, with all of its schema, so that a store opens without its spec pack. Encoding fails where
// a name is not UTF-8, decoding where the text is no layout.
base::Result<std::string> encodeLayout(const Layout& layout);
base::Result<Layout> decodeLayout(const std::string& json);

// A name as SQLite compares it.
std::string lowered(std::string name);

}  // namespace store
