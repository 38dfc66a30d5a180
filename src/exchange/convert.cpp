#include "exchange/convert.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace exchange {

using plan::FieldType;
using plan::Value;

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

template <class Number>
std::optional<Number> parsed(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<Value> wholeOf(const Value& value) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (const auto whole = parsed<std::int64_t>(trimmed(*text))) return Value(*whole);
        if (const auto number = parsed<double>(trimmed(*text))) return wholeOf(Value(*number));
    }
    if (const auto* number = std::get_if<double>(&value))
        if (std::abs(*number) <= exact && std::trunc(*number) == *number)
            return Value(static_cast<std::int64_t>(*number));
    return std::nullopt;
}

std::optional<Value> numberOf(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return Value(static_cast<double>(*whole));
    if (const auto* text = std::get_if<std::string>(&value))
        if (const auto number = parsed<double>(trimmed(*text)); number && std::isfinite(*number)) return Value(*number);
    return std::nullopt;
}

std::optional<Value> dateValueOf(const Value& value) {
    if (auto date = dateOf(plan::textOf(value))) return Value(*std::move(date));
    return std::nullopt;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool fits(const Value& value, FieldType type) {
    switch (type) {
        case FieldType::Text: return std::holds_alternative<std::string>(value);
        case FieldType::Integer: return std::holds_alternative<std::int64_t>(value);
        case FieldType::Real: return std::holds_alternative<double>(value);
        case FieldType::Date: return false;
    }
    return false;
}

std::optional<Value> as(const Value& value, FieldType type) {
    switch (type) {
        case FieldType::Text: return Value(plan::textOf(value));
        case FieldType::Integer: return wholeOf(value);
        case FieldType::Real: return numberOf(value);
        case FieldType::Date: return dateValueOf(value);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> dateOf(std::string_view text) {
    text = trimmed(text);
    std::string digits;
    for (const char c : text.substr(0, std::min<std::size_t>(text.size(), 10))) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != '-' && c != '/' && c != '.')
            break;
    }
    const bool compact = text.size() == 8 && digits.size() == 8;
    const bool divided =
        text.size() >= 10 && digits.size() == 8 && (text[4] < '0' || text[4] > '9') && text[4] == text[7];
    const bool timed = text.size() == 10 || (text.size() > 10 && (text[10] == 'T' || text[10] == ' '));
    if (!compact && !(divided && timed)) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*parsed<int>(std::string_view(digits).substr(0, 4))),
                                           std::chrono::month(*parsed<unsigned>(std::string_view(digits).substr(4, 2))),
                                           std::chrono::day(*parsed<unsigned>(std::string_view(digits).substr(6, 2)))};
    if (!date.ok()) return std::nullopt;
    return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

Converted convert(Value value, const plan::Field& field) {
    if (plan::isNull(value)) return {};
    if (const auto* number = std::get_if<double>(&value); number && !std::isfinite(*number))
        return {{}, base::message("exchange.bad_value", field.code, *number)};
    if (!fits(value, field.type)) {
        if (field.type != FieldType::Text && plan::isBlank(value)) return {};
        auto converted = as(value, field.type);
        if (!converted) return {{}, base::message("exchange.bad_value", field.code, plan::textOf(value))};
        value = *std::move(converted);
    }
    if (const auto* text = std::get_if<std::string>(&value); text && field.type == FieldType::Text &&
                                                             field.length > 0 &&
                                                             text->size() > static_cast<std::size_t>(field.length)) {
        if (const std::size_t size = characters(*text); size > static_cast<std::size_t>(field.length)) {
            auto remark = base::message("exchange.long_text", field.code, size, field.length);
            return {std::move(value), std::move(remark)};
        }
    }
    return {std::move(value), {}};
}

}  // namespace exchange
