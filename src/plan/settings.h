#pragma once

#include <map>
#include <optional>
#include <string>

namespace plan {

// What the bureau enters about its plan beside the features, kept in the store: "I01.target" (in the indicator's unit),
// "I04.base" (square metres), "I05.value", …
using Settings = std::map<std::string, double>;

inline std::optional<double> setting(const Settings& settings, const std::string& key) {
    const auto at = settings.find(key);
    return at == settings.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace plan
