#pragma once

#include <memory>
#include <string>
#include <vector>

#include "geometry/box.h"
#include "plan/schema.h"
#include "plan/value.h"

namespace plan {

// A feature's identity for ever: a space that one import or case alone draws from, and a serial within it. Two seats
// that work apart never make the same one (the store gives each case a random space); a baseline's space is small, so
// that its numbers read well.
struct FeatureId {
    std::uint32_t space = 0, serial = 0;
    auto operator<=>(const FeatureId&) const = default;
    std::int64_t number() const { return static_cast<std::int64_t>(space) << 32 | serial; }
    static FeatureId of(std::int64_t number) {
        return {static_cast<std::uint32_t>(number >> 32), static_cast<std::uint32_t>(number)};
    }
};

// One state of a feature (图斑 where it is a polygon). Made once, then shared.
struct Feature {
    FeatureId id;
    LayerId layer;
    geometry::Shape shape;
    geometry::Area area;        // by the schema's measure, of the shape as it is
    std::vector<Value> values;  // by the layer's fields; may be shorter, the rest is null
    geometry::Box box;

    const Value& value(std::size_t field) const;
    // Equal for the record: identity, layer, shape and values (a missing value is null). Area and box follow from the
    // shape.
    bool operator==(const Feature& other) const;
};
using FeatureRef = std::shared_ptr<const Feature>;

// The only way to make one: measures area and box.
FeatureRef makeFeature(const Schema& schema, FeatureId id, LayerId layer, geometry::Shape shape,
                       std::vector<Value> values);
// For the store, which kept the area that was measured.
FeatureRef makeFeature(FeatureId id, LayerId layer, geometry::Shape shape, geometry::Area area,
                       std::vector<Value> values);

// How a feature is named: by its layer's key field, or "#id" where that is blank.
std::string nameOf(const Schema& schema, const Feature& feature);

}  // namespace plan

template <>
struct std::hash<plan::FeatureId> {
    std::size_t operator()(plan::FeatureId id) const noexcept {
        return static_cast<std::size_t>(static_cast<std::uint64_t>(id.number()) * 0x9E3779B97F4A7C15u);
    }
};
