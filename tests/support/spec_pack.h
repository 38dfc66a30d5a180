#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "plan/spec.h"

namespace support {

// A spec pack as texts by file name, written to a folder of its own while it lives. `small` is a valid one that has a
// little of everything, of which a test changes one thing.
class Pack {
public:
    static Pack small();

    // Replaces the first `from` in the file by `to`; false where it is not there.
    bool change(const std::string& file, const std::string& from, const std::string& to) {
        std::string& text = files[file];
        const auto at = text.find(from);
        if (at == std::string::npos) return false;
        text.replace(at, from.size(), to);
        return true;
    }
    base::Result<plan::SpecRef> load() const {
        const auto folder = std::filesystem::temp_directory_path() / ("sanxian-pack-" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder);
        for (const auto& [name, text] : files) {
            std::filesystem::create_directories((folder / name).parent_path());
            std::ofstream(folder / name, std::ios::binary) << text;
        }
        auto spec = plan::loadSpec(folder.string(), {});
        std::filesystem::remove_all(folder);
        return spec;
    }

    std::map<std::string, std::string> files;
};

inline Pack Pack::small() {
    return {{
        {"pack.toml", R"(id = "small"
name_zh = "小"
name_en = "Small"
version = "1"
region = "150825"
crs = "EPSG:4490"
area_method = "GEODESIC"
)"},
        {"codes/KIND.csv", R"(code,name_zh,name_en,parent,confidence
,种类,Kinds,,S
1,一,One,,S
11,一一,"One, one",1,R+
2,二,Two,,R?
)"},
        {"layers/1-LAND.toml", R"(code = "LAND"
name_zh = "土地"
name_en = "Land"
geometry = "polygon"
key = "BSM"
area_field = "MJ"
group = "plan"
single = true
aliases = ["TD"]
symbol = "LAND"
confidence = "S"
fields = [
  { code = "BSM", name_zh = "标识码", name_en = "Identifier", type = "text", length = 18, required = true, confidence = "S" },
  { code = "LX", name_zh = "类型", name_en = "Kind", type = "text", length = 2, codes = "KIND", aliases = ["LXDM"], confidence = "S" },
  { code = "LXMC", name_zh = "类型名称", name_en = "Kind name", type = "text", length = 50, name_of = "LX", confidence = "I" },
  { code = "MJ", name_zh = "面积", name_en = "Area", type = "real", length = 15, decimals = 2, confidence = "R+" },
  { code = "RQ", name_zh = "日期", name_en = "Date", type = "date", confidence = "P" },
]
)"},
        {"layers/2-TREE.toml", R"(code = "TREE"
name_zh = "树"
name_en = "Tree"
geometry = "point"
confidence = "P"
fields = [
  { code = "SL", name_zh = "树龄", name_en = "Age", type = "integer", confidence = "P" },
]
)"},
        {"indicators.toml", R"([[indicator]]
id = "X1"
name_zh = "一类"
name_en = "First"
binding = true
unit = "ha"
direction = "min"
target = 12.5
kind = "sum_field"
parameters = { layer = "LAND", field = "MJ", where_field = "LX", where_values = ["1", "11"] }
confidence = "P"
)"},
        {"rules.toml", R"([[rule]]
id = "A1"
kind = "overlap"
name_zh = "重叠"
name_en = "Overlap"
severity = "block"
worsened_only = true
layers = ["LAND"]
parameters = { tolerance_m2 = 1.0, width_m = 0.1 }
confidence = "P"

[[rule]]
id = "A2"
kind = "indicator"
name_zh = "指标"
name_en = "Indicator"
severity = "warn"
parameters = { indicator = "X1" }
confidence = "P"
)"},
        {"symbols.toml", R"([default]
fill = [200, 200, 200]
confidence = "P"

[difference]
confidence = "P"
[difference.values]
in = { hatch = "diagonal" }
out = { hatch = "cross" }
attribute = { hatch = "backdiagonal" }
geometry = { line = { colour = [1, 2, 3] } }

[LAND]
field = "LX"
line = { colour = [9, 9, 9], width = 0.3, dash = "dot" }
confidence = "P"
[LAND.values]
1 = { fill = [10, 20, 30, 40] }
2 = { line = "none" }
)"},
        {"holidays.toml", R"([2026]
off = ["2026-10-01/2026-10-07"]
working = ["2026-10-10"]
confidence = "S"
)"},
    }};
}

}  // namespace support
