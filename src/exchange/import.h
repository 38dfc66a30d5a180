#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/task.h"
#include "exchange/reader.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace exchange {

enum class ImportMode { Append, Update, Replace };

struct ImportOptions {
    std::map<std::string, std::string> layers;  // CODE -> source layer, "*" takes every one; empty: by name and alias
    std::map<std::string, std::string> fields;  // CODE.FIELD -> source field
    std::string sourceCrs;                      // instead of what the file says
    std::string key;  // source field, or the format's own number of a feature (fid), that identifies features; empty:
                      // the layer's key field
    ImportMode mode = ImportMode::Append;
    ReadOptions read;
};

// Something about one feature of the source that a person should know.
struct Problem {
    std::string feature;  // its key or fid
    std::string kind;     // skipped: "no_geometry", "wrong_type", "not_finite", "outside_system", "degenerate"; noted:
                          // "no_geometry" in an open pack, "curve", "z", "ring", …
    base::Message detail;
    bool skipped = false;
    std::optional<geometry::Coordinate> where;
};
struct LayerImport {
    std::string code, source;
    std::int64_t read = 0, imported = 0, skipped = 0, repaired = 0;  // read = imported + skipped, always
    std::vector<Problem> problems;                                   // the first 300; the counts are of all
};
struct Import {
    plan::SchemaRef schema;   // the snapshot's, and what the import had to add to it (fields, layers of an open pack)
    plan::Changeset changes;  // on snapshot.under(schema)
    std::vector<LayerImport> layers;
};

// Reads a foreign dataset into changes on the snapshot: layers and fields mapped by code, alias and name (case and
// full-width forms do not matter), coordinates transformed to the plan's system and rounded to its grid, unknown fields
// kept. Nothing is changed; the caller takes the changes. Fails (Invalid, NotFound, Io) where the dataset cannot be
// read or nothing in it fits, with the names there are.
base::Result<Import> import(const std::filesystem::path& dataset, const plan::Snapshot& snapshot,
                            const plan::Spec& spec, const ImportOptions& options, const base::Task& task = {});

}  // namespace exchange
