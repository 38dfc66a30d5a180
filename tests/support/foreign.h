#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "base/text.h"
#include "exchange/export.h"
#include "exchange/import.h"

// Foreign files in tests: folders that vanish, empty plans, and what an import makes of them.
namespace support {

namespace fs = std::filesystem;

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "sanxian-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code error;
        fs::remove_all(path_, error);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const std::string& name) const { return path_ / name; }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

inline plan::Spec openPack() {
    plan::Spec spec;
    spec.id = "plain";
    spec.crs = "EPSG:4490";
    spec.openLayers = true;
    return spec;
}

inline plan::Snapshot emptyPlan(const plan::Spec& spec, const std::string& crs) {
    return plan::Snapshot(spec.schema(crs, "150825").value());
}

inline std::string said(const base::Error& error) {
    static const auto texts = base::Texts::load(fs::path(SANXIAN_TEST_SPEC) / "../../resources/text", "en");
    return texts ? (*texts)(error) : error.message.key;
}

inline plan::Snapshot taken(const plan::Snapshot& before, const exchange::Import& import) {
    auto after = before.under(import.schema).with(import.changes);
    EXPECT_TRUE(after);
    return after ? *after : before;
}

inline void writeText(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

inline bool hasProblem(const exchange::LayerImport& layer, const std::string& kind) {
    return std::any_of(layer.problems.begin(), layer.problems.end(),
                       [&](const exchange::Problem& problem) { return problem.kind == kind; });
}

// Every file below a folder with its size and time, to see that nobody touched it.
inline std::map<std::string, std::string> listing(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const auto time = fs::last_write_time(entry.path()).time_since_epoch().count();
        files[entry.path().string()] =
            std::to_string(entry.is_regular_file() ? entry.file_size() : 0) + " " + std::to_string(time);
    }
    return files;
}

}  // namespace support
