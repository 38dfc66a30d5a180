#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

namespace plan {

// A value of a TOML file and the line it stands on. Dates and times of TOML are not used in spec packs and read as
// Other.
struct Toml {
    struct Entry;
    struct Other {};
    using List = std::vector<Toml>;
    using Table = std::vector<Entry>;  // in the order of their keys

    std::variant<Other, bool, std::int64_t, double, std::string, List, Table> value;
    int line = 0;
};
struct Toml::Entry {
    std::string key;
    Toml value;
};

// The whole of a file as it is. Io where it is none or cannot be read.
base::Result<std::string> readText(const std::filesystem::path& file);
// The whole of a file, a table. Fails with the file, the line and the parser's reason.
base::Result<Toml> readToml(const std::filesystem::path& file);

}  // namespace plan
