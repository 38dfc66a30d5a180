#pragma once

#include <string>
#include <vector>

#include "plan/snapshot.h"

namespace rules {

// The features of a layer that count: those whose field has one of the values, or (no field) all.
struct Counted {
    plan::LayerId layer;
    std::optional<std::size_t> field;
    std::vector<std::string> values;  // in order
    bool holds(const plan::Feature& feature) const;
};

// In whole units of 0.0001 m², so that sums of areas are exact (law 4). What is no number, or larger than the Earth,
// counts as nothing.
inline constexpr double unitsPerSquareMetre = 10000;
std::int64_t wholeUnits(double squareMetres);

// The area that the counted features of two layers have in common, summed over all pairs of one of each; where features
// of a layer overlap among themselves the overlap counts for each. In whole units.
std::int64_t commonUnits(const plan::Snapshot& plan, const Counted& first, const Counted& second);
// What the changes add to it, exactly: `after` is `before` with the changes. Measures what lies near the changes only.
std::int64_t commonUnitsAdded(const plan::Snapshot& before, const plan::Snapshot& after, const plan::Changeset& changes,
                              const Counted& first, const Counted& second);

}  // namespace rules
