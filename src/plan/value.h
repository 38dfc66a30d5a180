#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace plan {

// What a field holds. Null, a whole number, a number, or text in UTF-8; a date is the text YYYY-MM-DD.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline bool isNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }
// Null or text of blanks alone.
bool isBlank(const Value& value);
// As text for comparison with codes and for people: null is empty, 3 is "3", 2.5 is "2.5" (shortest form that reads
// back).
std::string textOf(const Value& value);
// As a number; 0 for null and for text that is no number.
double numberOf(const Value& value);

}  // namespace plan
