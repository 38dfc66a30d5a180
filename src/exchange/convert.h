#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "plan/schema.h"
#include "plan/value.h"

namespace exchange {

// A value of the source as the field wants it, and what a person should know about that: text that is no number or no
// date becomes null, text that is too long is kept.
struct Converted {
    plan::Value value;
    std::optional<base::Message> remark;
};
Converted convert(plan::Value value, const plan::Field& field);

// A date in one of the forms that files use (2026-11-22, 2026/11/22, 20261122, with or without a time) as YYYY-MM-DD;
// nothing where it is no date.
std::optional<std::string> dateOf(std::string_view text);

}  // namespace exchange
