#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "plan/feature.h"

namespace store {

// One state of a feature in few bytes: area, values (trailing nulls left out) and shape, whole numbers as they are
// needed, places as steps from the one before. Equal states give equal bytes, so this is also what is digested. The
// format never changes; a new one gets a new first byte.
//
// Appends to `bytes`.
void encodeState(const plan::Feature& feature, std::vector<std::uint8_t>& bytes);
// Nothing where the bytes are no state.
plan::FeatureRef decodeState(std::span<const std::uint8_t> bytes, plan::FeatureId id, plan::LayerId layer);

// Values alone, each with its place: those of a row that its columns cannot hold as they are.
struct PlacedValue {
    std::size_t field = 0;
    plan::Value value;
};
void encodeValues(const std::vector<PlacedValue>& values, std::vector<std::uint8_t>& bytes);
std::optional<std::vector<PlacedValue>> decodeValues(std::span<const std::uint8_t> bytes);

}  // namespace store
