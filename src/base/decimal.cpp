#include "base/decimal.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <ctime>

namespace base {

double rounded(double value, int places) {
    const double scale = std::pow(10.0, places);
    // The nudge undoes the half-ulp that scaling costs, so that 1.005 becomes 1.01 as on paper.
    const double scaled = value * scale;
    return std::round(scaled + std::copysign(std::abs(scaled) * 1e-15, scaled)) / scale;
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
