#include "sample/drawing.h"

#include <fmt/format.h>

#include <cmath>

#include "plan/derive.h"
#include "sample/names.h"

namespace sample {

Row& Row::set(std::string_view field, plan::Value value) {
    const auto at = sheet_->places.find(field);
    if (at == sheet_->places.end()) return *this;
    if (const auto naming = sheet_->namings.find(at->second); naming != sheet_->namings.end()) {
        const auto name = naming->second.names.find(plan::textOf(value));
        if (name != naming->second.names.end()) values_[naming->second.place] = name->second;
    }
    values_[at->second] = std::move(value);
    return *this;
}

Drawing::Drawing(const plan::Spec& spec, plan::SchemaRef schema) : schema_(std::move(schema)) {
    for (std::size_t i = 0; i < schema_->layers.size(); ++i) {
        const plan::LayerId id{static_cast<std::uint16_t>(i)};
        sheets_.emplace(schema_->layer(id).code, sheetOf(spec, schema_->layer(id), id));
    }
}

Row Drawing::row(std::string_view layer, geometry::Shape shape, std::optional<geometry::Area> area) const {
    Row row;
    row.sheet_ = &sheets_.find(layer)->second;
    row.area_ = area ? *area : schema_->measure.area(shape);
    row.shape_ = std::move(shape);
    row.values_ = row.sheet_->blank;
    if (row.sheet_->area) row.values_[*row.sheet_->area] = declared(row.area_);
    return row;
}

std::string Drawing::identifier(std::uint32_t serial) const {
    return fmt::format("{}0000{:08}", schema_->region, serial);
}

std::size_t Drawing::add(Row row) {
    const std::uint32_t serial = nextSerial();
    if (row.sheet_->key) row.values_[*row.sheet_->key] = identifier(serial);
    features_.push_back(
        plan::makeFeature({0, serial}, row.sheet_->layer, std::move(row.shape_), row.area_, std::move(row.values_)));
    return features_.size() - 1;
}

// The feature's values, with the new area wherever they declare the old one.
std::vector<plan::Value> Drawing::valuesWith(const plan::Feature& feature, geometry::Area area) const {
    return plan::follow(schema_->layer(feature.layer), feature.values, feature.area, area);
}

void Drawing::reshape(std::size_t feature, geometry::Shape shape) {
    const plan::Feature& old = *features_[feature];
    const geometry::Area area = schema_->measure.area(shape);
    features_[feature] = plan::makeFeature(old.id, old.layer, std::move(shape), area, valuesWith(old, area));
}

std::size_t Drawing::addLike(std::size_t feature, geometry::Shape shape) {
    const plan::Feature& old = *features_[feature];
    const std::uint32_t serial = nextSerial();
    const geometry::Area area = schema_->measure.area(shape);
    std::vector<plan::Value> values = valuesWith(old, area);
    if (const auto key = schema_->layer(old.layer).field(schema_->layer(old.layer).key))
        values[*key] = identifier(serial);
    features_.push_back(plan::makeFeature({0, serial}, old.layer, std::move(shape), area, std::move(values)));
    return features_.size() - 1;
}

void Drawing::change(std::size_t feature, const std::map<std::string, plan::Value>& values) {
    const plan::Feature& old = *features_[feature];
    std::vector<plan::Value> changed = old.values;
    for (const auto& [field, value] : values)
        if (const auto at = schema_->layer(old.layer).field(field)) changed[*at] = value;
    features_[feature] = plan::makeFeature(old.id, old.layer, old.shape, old.area, std::move(changed));
}

void setTownship(const Land& land, const Drawing& drawing, std::uint32_t site, Row& row) {
    const int township = land.zoning.township[site];
    row.set("XZQDM", townshipCode(drawing.schema().region, township)).set("XZQMC", townshipName(township));
}

double declared(geometry::Area area) { return std::round(area.squareMetres() * 100) / 100; }

}  // namespace sample
