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
    std::vector<plan::FeatureId> parents, children;  // lineage.h; the state before has the parents, after the children
    geometry::Area delta;                            // after - before
    geometry::MultiPolygon gained, lost;             // of area: after without before, before without after
    std::vector<std::size_t> fields;                 // whose values differ
};

// How a layer differs as a whole.
struct LayerSummary {
    plan::LayerId layer;
    std::size_t added = 0, removed = 0, changed = 0;
    geometry::Area delta;    // of the whole layer's area
    geometry::Area in, out;  // area that the layer has gained and lost
};

struct Difference {
    std::vector<LayerSummary> layers;  // those that differ, in the schema's order
    std::vector<Row> rows;             // by layer, then id
};

// What changes do to a plan. Area that only passes from one feature of a layer to another is not "in" or "out" of the
// layer.
base::Result<Difference> difference(const plan::Schema& schema, const plan::Changeset& changes,
                                    const base::Task& task = {});

// The row of one change, without its lineage.
base::Result<Row> rowOf(const plan::Schema& schema, const plan::Change& change);

}  // namespace review
