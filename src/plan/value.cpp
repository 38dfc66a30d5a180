#include "plan/value.h"

#include <fmt/format.h>

#include <charconv>

namespace plan {

bool isBlank(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        return text->find_first_not_of(" \t\r\n") == std::string::npos;
    return isNull(value);
}

std::string textOf(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    return {};
}

double numberOf(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) {
        double number = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
        if (error == std::errc() && end == text->data() + text->size()) return number;
    }
    return 0;
}

}  // namespace plan
