#pragma once

#include <chrono>
#include <string>

namespace base {

// A number for a person: rounded half away from zero to `places` decimals, thousands grouped by commas, "-0" shown as
// "0".
std::string decimal(double value, int places);
// The same with a sign in front unless it rounds to zero: "+1.20", "-3.00", "0.00".
std::string signedDecimal(double value, int places);
// A whole number, grouped.
std::string decimal(long long value);
// The value rounded half away from zero to `places` decimals (domain rule: never banker's rounding).
double rounded(double value, int places);
// ISO 8601 with the local zone, to the second: 2026-11-22T10:30:00+08:00.
std::string isoTime(std::chrono::system_clock::time_point time);

}  // namespace base
