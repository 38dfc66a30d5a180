#include "worker/fields.h"

#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogr_feature.h>

#include <charconv>
#include <string_view>

#include "plan/schema.h"

namespace worker {

namespace {

plan::FieldType typeOf(OGRFieldType type) {
    switch (type) {
        case OFTInteger:
        case OFTInteger64: return plan::FieldType::Integer;
        case OFTReal: return plan::FieldType::Real;
        case OFTDate: return plan::FieldType::Date;
        default: return plan::FieldType::Text;
    }
}

// Length and area that a file geodatabase computes from the shape: they would be wrong after the first edit.
bool computed(const OGRFieldDefn& field) {
    const char* standard = field.GetDefault();
    return standard && std::string_view(standard).starts_with("FILEGEODATABASE_SHAPE_");
}

std::string dateOf(const OGRField& field) {
    return fmt::format("{:04}-{:02}-{:02}", field.Date.Year, field.Date.Month, field.Date.Day);
}

std::string timeOf(const OGRField& field) {
    const double seconds = field.Date.Second;
    const bool exact = seconds == static_cast<int>(seconds);
    return fmt::format("{:02}:{:02}:", field.Date.Hour, field.Date.Minute) +
           (exact ? fmt::format("{:02}", static_cast<int>(seconds)) : fmt::format("{:06.3f}", seconds));
}

// GDAL's flag: 100 is UTC, each step a quarter of an hour; 0 and 1 say nothing.
std::string zoneOf(const OGRField& field) {
    if (field.Date.TZFlag <= 1) return {};
    const int quarters = field.Date.TZFlag - 100;
    if (quarters == 0) return "Z";
    const int minutes = std::abs(quarters) * 15;
    return fmt::format("{}{:02}:{:02}", quarters < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

double shortest(float value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    double number = 0;
    std::from_chars(text, end, number);
    return number;
}

}  // namespace

Fields::Fields(const OGRFeatureDefn& definition, const Decoder& decoder) : decoder_(decoder) {
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        const OGRFieldDefn& field = *definition.GetFieldDefn(i);
        const std::string name = decoder.text(field.GetNameRef());
        if (field.GetType() == OFTBinary || computed(field)) {
            leftOut_.push_back(name);
            continue;
        }
        exchange::SourceField described;
        described.name = name;
        described.alias = decoder.text(field.GetAlternativeNameRef());
        described.type = static_cast<int>(typeOf(field.GetType()));
        described.length = field.GetWidth();
        described.decimals = field.GetPrecision();
        described_.push_back(std::move(described));
        columns_.push_back({i, field.GetType(), field.GetSubType() == OFSTFloat32});
    }
}

plan::Value Fields::value(const OGRFeature& feature, const Column& column, bool& whole) const {
    if (!feature.IsFieldSetAndNotNull(column.index)) return {};
    const OGRField& raw = *feature.GetRawFieldRef(column.index);
    switch (column.type) {
        case OFTInteger: return static_cast<std::int64_t>(raw.Integer);
        case OFTInteger64: return static_cast<std::int64_t>(raw.Integer64);
        case OFTReal: return column.single ? shortest(static_cast<float>(raw.Real)) : raw.Real;
        case OFTString: return decoder_(raw.String, whole);
        case OFTDate: return dateOf(raw);
        case OFTTime: return timeOf(raw);
        case OFTDateTime: return dateOf(raw) + "T" + timeOf(raw) + zoneOf(raw);
        default: break;
    }
    char* list = feature.GetFieldAsSerializedJSon(column.index);
    std::string text = list ? decoder_(list, whole) : std::string();
    CPLFree(list);
    return text;
}

std::vector<plan::Value> Fields::values(const OGRFeature& feature, bool& whole) const {
    std::vector<plan::Value> values;
    values.reserve(columns_.size());
    for (const Column& column : columns_) values.push_back(value(feature, column, whole));
    return values;
}

}  // namespace worker
