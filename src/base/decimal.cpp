#include "base/decimal.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <numeric>

namespace base {

double rounded(double value, int places) {
    const double scale = std::pow(10.0, places);
    // The nudge undoes the half-ulp that scaling costs, so that 1.005 becomes 1.01 as on paper.
    const double scaled = value * scale;
    return std::round(scaled + std::copysign(std::abs(scaled) * 1e-15, scaled)) / scale;
}

std::vector<double> balanced(const std::vector<double>& parts, double total, int places) {
    const double scale = std::pow(10.0, places);
    const auto units = [&](double value) { return std::llround(rounded(value, places) * scale); };
    std::vector<long long> shown;
    long long residue = units(total);
    for (const double part : parts) shown.push_back(units(part)), residue -= shown.back();
    std::vector<std::size_t> largest(parts.size());
    std::iota(largest.begin(), largest.end(), std::size_t{0});
    std::stable_sort(largest.begin(), largest.end(),
                     [&](std::size_t a, std::size_t b) { return std::abs(parts[a]) > std::abs(parts[b]); });
    const auto count = static_cast<long long>(parts.size());
    for (long long i = 0; i < count; ++i) {
        // Where the parts fall short of the total by more than a unit each, every part takes its share of it.
        const long long share = residue / count, rest = residue % count;
        shown[largest[static_cast<std::size_t>(i)]] += share + (i < std::abs(rest) ? (rest < 0 ? -1 : 1) : 0);
    }
    std::vector<double> result;
    for (const long long each : shown) result.push_back(static_cast<double>(each) / scale);
    return result;
}

namespace {
std::string grouped(std::string digits) {
    const auto dot = digits.find('.');
    const auto first = digits.starts_with('-') ? 1 : 0;
    auto end = static_cast<std::ptrdiff_t>(dot == std::string::npos ? digits.size() : dot);
    for (auto at = end - 3; at > first; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}
}  // namespace

std::string decimal(double value, int places) {
    if (!std::isfinite(value)) return "–";
    double shown = rounded(value, places);
    if (shown == 0) shown = 0;  // no "-0.00"
    return grouped(fmt::format("{:.{}f}", shown, places));
}

std::string signedDecimal(double value, int places) {
    return (rounded(value, places) > 0 ? "+" : "") + decimal(value, places);
}

std::string decimal(long long value) { return grouped(std::to_string(value)); }

std::string isoTime(std::chrono::system_clock::time_point time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    char buffer[40];
    std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%S%z", &local);
    std::string text = buffer;
    return text.insert(text.size() - 2, ":");
}

}  // namespace base
