#include "edit/attributes.h"

#include <charconv>
#include <cmath>

#include "edit/scope.h"

namespace edit {

using base::Error;
using plan::Field;
using plan::FieldType;
using plan::Value;

namespace {

template <class Number>
std::optional<Number> read(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

bool isDate(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = read<int>(text.substr(0, 4)), month = read<int>(text.substr(5, 2)),
               day = read<int>(text.substr(8, 2));
    if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1) return false;
    const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return *day <= days[*month - 1] + (*month == 2 && leap ? 1 : 0);
}

std::size_t characters(const std::string& text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

std::optional<Value> whole(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return value;
    if (const auto* number = std::get_if<double>(&value)) {
        if (std::trunc(*number) != *number || std::abs(*number) > 9e15) return {};
        return static_cast<std::int64_t>(*number);
    }
    if (const auto* text = std::get_if<std::string>(&value))
        if (const auto number = read<std::int64_t>(*text)) return *number;
    return {};
}

std::optional<Value> real(const Value& value) {
    if (std::holds_alternative<double>(value)) return value;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
    if (const auto* text = std::get_if<std::string>(&value))
        if (const auto number = read<double>(*text); number && std::isfinite(*number)) return *number;
    return {};
}

std::optional<Value> typed(const Field& field, const Value& value) {
    switch (field.type) {
        case FieldType::Integer: return whole(value);
        case FieldType::Real: return real(value);
        case FieldType::Date: return isDate(plan::textOf(value)) ? std::optional<Value>(value) : std::nullopt;
        case FieldType::Text: break;
    }
    return plan::textOf(value);
}

const char* typeName(FieldType type) {
    switch (type) {
        case FieldType::Integer: return "edit.bad_integer";
        case FieldType::Real: return "edit.bad_real";
        case FieldType::Date: return "edit.bad_date";
        case FieldType::Text: break;
    }
    return "edit.bad_text";
}

base::Result<Value> valueFor(const Field& field, const Value& value) {
    const bool clears = plan::isNull(value) || (field.type != FieldType::Text && plan::isBlank(value));
    if (clears) return Value{};
    const std::string given = plan::textOf(value);
    auto result = typed(field, value);
    if (!result) return base::fail(Error::Code::Invalid, typeName(field.type), field.code, given);
    const auto* text = std::get_if<std::string>(&*result);
    if (text && field.length > 0 && characters(*text) > static_cast<std::size_t>(field.length))
        return base::fail(Error::Code::Invalid, "edit.too_long", field.code, given, field.length);
    if (!field.constant.empty() && plan::textOf(*result) != field.constant)
        return base::fail(Error::Code::Invalid, "edit.constant", field.code, field.constant);
    return *std::move(result);
}

}  // namespace

base::Result<std::vector<Value>> withAttributes(const plan::Layer& layer, std::vector<Value> values,
                                                const Attributes& attributes) {
    for (const auto& [code, value] : attributes) {
        const auto field = layer.field(code);
        if (!field) {
            std::vector<std::string> codes;
            for (const auto& one : layer.fields) codes.push_back(one.code);
            return base::fail(Error::Code::NotFound, "edit.no_field", layer.code, code, joined(codes));
        }
        auto fitting = valueFor(layer.fields[*field], value);
        if (!fitting) return base::pass(std::move(fitting.error()));
        if (values.size() <= *field) values.resize(*field + 1);
        values[*field] = *std::move(fitting);
    }
    return values;
}

}  // namespace edit
