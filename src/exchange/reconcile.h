#pragma once

#include <optional>
#include <vector>

#include "exchange/import.h"

namespace exchange {

// A feature of the source as the layer wants it, before it has an identity.
struct Incoming {
    geometry::Shape shape;
    std::vector<plan::Value> values;
};

// What makes a layer take in the features, by the mode: features of one key are matched equal ones first, then in
// order; those that are equal (by shape, corner for corner, and by the fields that the source has) stay untouched,
// those that differ change and keep their identity. Features without a key are the same only where they are equal.
struct Reconciliation {
    const plan::Snapshot& before;
    const plan::Schema& schema;  // of what comes out: the snapshot's, and what the import added to it
    plan::LayerId layer;
    ImportMode mode;
    std::optional<std::size_t> key;  // the field that identifies features
    std::vector<bool> given;         // by the layer's fields: the source has it
};
// `next` is the id that the next new feature gets, and moves on.
std::vector<plan::Change> reconcile(const Reconciliation& how, std::vector<Incoming> incoming, plan::FeatureId& next);

}  // namespace exchange
