#pragma once

#include <vector>

#include "plan/feature.h"

namespace plan {

// One feature before and after. No before: added; no after: removed. Never neither; where both, id and layer are the
// same.
struct Change {
    FeatureRef before, after;
    FeatureId id() const { return (before ? before : after)->id; }
    LayerId layer() const { return (before ? before : after)->layer; }
    bool operator==(const Change& other) const;  // by value
};

// What turns one snapshot into another: the one currency of the house. At most one change per feature.
struct Changeset {
    std::vector<Change> changes;
    bool empty() const { return changes.empty(); }
    Changeset inverse() const;
    // First this, then `next`, as one: changes of the same feature are joined, those that end where they began are
    // dropped.
    Changeset then(const Changeset& next) const;
    bool operator==(const Changeset&) const = default;
};

}  // namespace plan
