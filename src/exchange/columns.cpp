#include "exchange/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "exchange/convert.h"
#include "exchange/mapping.h"

namespace exchange {

using plan::FieldType;
using plan::Value;

namespace {

constexpr std::size_t shapefileText = 254, shapefileName = 10;

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// At most `size` bytes of the text, cut between characters.
std::string cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return std::string(text);
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return std::string(text.substr(0, size));
}

bool keptBy(double value, int length, int decimals) {
    const std::string text = fmt::format("{:.{}f}", value, decimals);
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    return back == value && static_cast<int>(text.size()) <= length;
}

// What the values of one field are.
struct Content {
    std::size_t bytes = 0, characters = 0, digits = 0;
    bool whole = true, number = true, date = true;  // each of them that is not null
    bool declared = true;                           // numbers are kept by the field's own width and decimals
    double largest = 0;

    void see(const Value& value, const plan::Field& field) {
        if (plan::isNull(value)) return;
        const auto* text = std::get_if<std::string>(&value);
        const auto* integer = std::get_if<std::int64_t>(&value);
        const auto* real = std::get_if<double>(&value);
        whole = whole && integer;
        number = number && !text;
        date = date && text && dateOf(*text) == *text;
        if (text) return measure(*text);
        if (field.type == FieldType::Text || field.type == FieldType::Date) measure(plan::textOf(value));
        if (integer) digits = std::max(digits, std::to_string(*integer).size());
        const double size = integer ? static_cast<double>(*integer) : *real;
        largest = std::max(largest, std::abs(size));
        if (field.type == FieldType::Real && declared) declared = keptBy(size, field.length, field.decimals);
    }
    void measure(std::string_view text) {
        bytes = std::max(bytes, text.size());
        characters = std::max(characters, exchange::characters(text));
    }
};

FieldType typeOf(const plan::Field& field, const Content& content, Format format) {
    constexpr double safe = 1e15;  // a double, or a column of a DBF, holds every whole number below
    const bool narrow = format == Format::Shapefile || format == Format::FileGeodatabase;
    switch (field.type) {
        case FieldType::Integer:
            return content.whole && (!narrow || content.largest < safe) ? FieldType::Integer : FieldType::Text;
        case FieldType::Real: return content.number ? FieldType::Real : FieldType::Text;
        case FieldType::Date: return content.date ? FieldType::Date : FieldType::Text;
        case FieldType::Text: break;
    }
    return FieldType::Text;
}

int textLength(const plan::Field& field, const Content& content, Format format) {
    constexpr int customary = 255;
    const int declared = field.type == FieldType::Text ? field.length : 0;
    const int needed = static_cast<int>(format == Format::Shapefile ? content.bytes : content.characters);
    if (format == Format::Shapefile) return std::clamp(std::max(declared, needed), 1, static_cast<int>(shapefileText));
    if (declared == 0) return format == Format::FileGeodatabase ? std::max(customary, needed) : 0;
    return std::max(declared, needed);
}

// A DBF column of 24 places with as many decimals as the largest number leaves.
void widen(SourceField& column, const Content& content) {
    constexpr int width = 24, mostDecimals = 15;
    const int before = content.largest < 1 ? 1 : static_cast<int>(std::log10(content.largest)) + 1;
    column.length = width;
    column.decimals = std::clamp(width - 2 - before, 0, mostDecimals);
}

SourceField columnOf(const plan::Field& field, const Content& content, Format format) {
    SourceField column;
    column.name = field.code;
    column.alias = field.name.zh == field.code ? "" : field.name.zh;
    const FieldType type = typeOf(field, content, format);
    column.type = static_cast<int>(type);
    if (type == FieldType::Text) column.length = textLength(field, content, format);
    if (type == FieldType::Integer)
        column.length = field.length > 0 || format == Format::Shapefile
                            ? std::clamp(std::max(field.length, static_cast<int>(content.digits)), 1, 18)
                            : 0;
    if (type == FieldType::Real && (format == Format::Shapefile || format == Format::FileGeodatabase)) {
        column.length = field.length, column.decimals = field.decimals;
        if (format == Format::Shapefile && (field.length == 0 || !content.declared)) widen(column, content);
    }
    return column;
}

// DBF names have ten bytes, and must still differ.
void shortenNames(std::vector<SourceField>& fields, const std::function<void(const base::Message&)>& remark) {
    std::vector<std::string> taken;
    for (SourceField& field : fields) {
        std::string name = cut(field.name, shapefileName);
        for (int copy = 1; std::find(taken.begin(), taken.end(), folded(name)) != taken.end(); ++copy) {
            const std::string suffix = "_" + std::to_string(copy);
            name = cut(field.name, shapefileName - suffix.size()) + suffix;
        }
        taken.push_back(folded(name));
        if (name != field.name && remark) remark(base::message("exchange.short_name", field.name, name));
        field.name = std::move(name);
    }
}

}  // namespace

Columns::Columns(const plan::Snapshot& snapshot, plan::LayerId layer, Format format,
                 const std::function<void(const base::Message&)>& remark)
    : format_(format) {
    const std::vector<plan::Field>& fields = snapshot.schema().layer(layer).fields;
    std::vector<Content> contents(fields.size());
    snapshot.each(layer, [&](const plan::FeatureRef& feature) {
        for (std::size_t i = 0; i < fields.size(); ++i) contents[i].see(feature->value(i), fields[i]);
    });
    for (std::size_t i = 0; i < fields.size(); ++i) {
        fields_.push_back(columnOf(fields[i], contents[i], format));
        if (format == Format::Shapefile && contents[i].bytes > shapefileText && remark)
            remark(base::message("exchange.short_text", fields[i].code, shapefileText));
    }
    if (format == Format::Shapefile) shortenNames(fields_, remark);
}

std::vector<Value> Columns::values(const plan::Feature& feature) const {
    std::vector<Value> values(fields_.size());
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const Value& value = feature.value(i);
        if (plan::isNull(value)) continue;
        const auto type = static_cast<FieldType>(fields_[i].type);
        if (type == FieldType::Text)
            values[i] = format_ == Format::Shapefile ? cut(plan::textOf(value), shapefileText) : plan::textOf(value);
        else if (const auto* whole = std::get_if<std::int64_t>(&value); whole && type == FieldType::Real)
            values[i] = static_cast<double>(*whole);
        else
            values[i] = value;
    }
    return values;
}

}  // namespace exchange
