#pragma once

#include <string>
#include <vector>

#include "base/task.h"
#include "plan/snapshot.h"

namespace review {

enum class Kind { Added, Removed, Geometry, Attributes, Both };

// One feature that differs between two states of the plan (变化图斑).
struct Row {
    Kind kind = Kind::Both;
    plan::FeatureRef before, after;
    std::vector<plan::FeatureId> lineage;  // features of the other side that an added or removed one shares area with
    geometry::Area delta;                  // after - before
    geometry::MultiPolygon gained, lost;   // of area: after without before, before without after
    std::vector<std::size_t> fields;       // whose values differ
};

// How a layer differs as a whole.
struct LayerSummary {
    plan::LayerId layer;
    std::size_t added = 0, removed = 0, changed = 0;
    geometry::Area before, after;  // of the whole layer
    geometry::Area in, out;        // area that the layer has gained and lost
};

struct Difference {
    std::vector<LayerSummary> layers;  // those that differ, in the schema's order
    std::vector<Row> rows;             // by layer, then id
};

// What differs between two snapshots. Area that only passes from one feature of a layer to another is not "in" or "out"
// of the layer.
base::Result<Difference> difference(const plan::Snapshot& before, const plan::Snapshot& after,
                                    const base::Task& task = {});

}  // namespace review
