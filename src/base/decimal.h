#pragma once

#include <chrono>
#include <string>
#include <vector>

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
// Parts of a fixed total as they are shown beside it (平差, domain §3.5): each rounded to `places` decimals, the
// residue spread in single units of the last decimal over the largest parts (of equal ones the first), so that the
// shown parts sum to the shown total, `total` rounded. In the order of the parts; where there are none, none. Where the
// parts sum to the total, none is shown more than one and a half units off. Values below 2^53 units of the last
// decimal.
std::vector<double> balanced(const std::vector<double>& parts, double total, int places);
// ISO 8601 with the local zone, to the second: 2026-11-22T10:30:00+08:00.
std::string isoTime(std::chrono::system_clock::time_point time);

}  // namespace base
