#include "plan/feature.h"

#include <algorithm>

namespace plan {

namespace {
const Value null;
}

const Value& Feature::value(std::size_t field) const { return field < values.size() ? values[field] : null; }

bool Feature::operator==(const Feature& other) const {
    if (id != other.id || layer != other.layer || shape != other.shape) return false;
    const std::size_t fields = std::max(values.size(), other.values.size());
    for (std::size_t i = 0; i < fields; ++i)
        if (value(i) != other.value(i)) return false;
    return true;
}

FeatureRef makeFeature(const Schema& schema, FeatureId id, LayerId layer, geometry::Shape shape,
                       std::vector<Value> values) {
    const geometry::Area area = schema.measure.area(shape);
    return makeFeature(id, layer, std::move(shape), area, std::move(values));
}

FeatureRef makeFeature(FeatureId id, LayerId layer, geometry::Shape shape, geometry::Area area,
                       std::vector<Value> values) {
    const geometry::Box box = geometry::boxOf(shape);
    return std::make_shared<const Feature>(Feature{id, layer, std::move(shape), area, std::move(values), box});
}

std::string nameOf(const Schema& schema, const Feature& feature) {
    const Layer& layer = schema.layer(feature.layer);
    if (const auto key = layer.field(layer.key); key && !isBlank(feature.value(*key)))
        return textOf(feature.value(*key));
    return "#" + std::to_string(feature.id.number());
}

}  // namespace plan
