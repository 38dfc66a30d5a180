#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "store/store.h"
#include "support/random_plan.h"

namespace scratch {

namespace fs = std::filesystem;

// A folder of one test, gone at its end. In memory where there is such a place: these tests are not about the disk.
class Folder {
public:
    Folder() {
        const fs::path memory = "/dev/shm";
        const fs::path root = access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
        std::string made = (root / "sanxian_store_XXXXXX").string();
        if (mkdtemp(made.data())) path_ = made;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const std::string& name) const { return path_ / name; }

private:
    fs::path path_;
};

inline std::string bytesOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

inline void write(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

// What a shell command prints; `exit` is its exit code.
struct Printed {
    int exit = 0;
    std::string text;
};
inline Printed shell(const std::string& command) {
    Printed printed;
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (!pipe) return {-1, ""};
    char buffer[4096];
    while (const std::size_t size = fread(buffer, 1, sizeof buffer, pipe)) printed.text.append(buffer, size);
    printed.exit = pclose(pipe);
    return printed;
}

// The first column of the first row, as text, asked by another connection, or why it is refused. `guarded`: not, where
// a test does what no ordinary program can.
inline std::string ask(const fs::path& file, const std::string& sql, bool guarded = true) {
    sqlite3* handle = nullptr;
    std::string answer;
    sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, guarded ? 1 : 0, nullptr);
    char* reason = nullptr;
    sqlite3_exec(
        handle, sql.c_str(),
        [](void* into, int, char** values, char**) {
            auto& text = *static_cast<std::string*>(into);
            if (text.empty() && values[0]) text = values[0];
            return 0;
        },
        &answer, &reason);
    if (reason) answer = reason;
    sqlite3_free(reason);
    sqlite3_close(handle);
    return answer;
}

// Changes a store behind its back.
inline void forge(const fs::path& file, const std::string& sql) { EXPECT_EQ(ask(file, sql, false), ""); }

inline store::Note note(const std::string& message) {
    return {.author = "tester", .message = message, .tag = {}, .time = {}};
}

inline store::Case titled(const std::string& title) {
    store::Case described;
    described.title = title;
    return described;
}

// A store whose revision 1 is this plan.
inline store::Store filed(const fs::path& file, const plan::Snapshot& plan) {
    auto store = store::Store::init(file, plan.schema(), "random").value();
    auto baseline = store.baseline(plan::Snapshot::diff(plan::Snapshot(plan.schemaRef()), plan), note("filed"));
    EXPECT_EQ(baseline.value(), 1);
    return store;
}

// A few random edits: moved vertices in all features that have them, changed values, removed and added features.
inline plan::Snapshot edited(plan::Snapshot plan, support::Dice& dice, plan::FeatureId& next) {
    for (std::int64_t edits = dice.roll(1, 6); edits > 0; --edits) {
        plan::Changeset changes;
        const plan::LayerId layer{static_cast<std::uint16_t>(dice.roll(0, 5))};
        std::vector<plan::FeatureRef> features;
        plan.each(layer, [&](const plan::FeatureRef& feature) { features.push_back(feature); });
        if (features.empty()) continue;
        const plan::FeatureRef one = dice.pick(features);
        const auto kind = dice.roll(0, 3);
        if (kind == 0) {
            const auto vertices = support::verticesOf(plan, layer);
            if (vertices.empty()) continue;
            const auto from = dice.pick(vertices);
            const support::Point to{from.x + dice.roll(-9999, 9999), from.y + dice.roll(-9999, 9999)};
            for (const auto& each : plan::withVertex(plan, from))
                changes.changes.push_back({each, support::moved(plan.schema(), *each, from, to)});
        } else if (kind == 1) {
            auto values = one->values;
            values.resize(5);
            values[static_cast<std::size_t>(dice.roll(1, 4))] = dice.roll(-5, 5);
            changes.changes.push_back({one, plan::makeFeature(plan.schema(), one->id, layer, one->shape, values)});
        } else if (kind == 2) {
            changes.changes.push_back({one, nullptr});
        } else {
            changes.changes.push_back(
                {nullptr, plan::makeFeature(plan.schema(), next, layer, one->shape, one->values)});
            ++next.serial;
        }
        plan = plan.with(changes).value();
    }
    return plan;
}

}  // namespace scratch
