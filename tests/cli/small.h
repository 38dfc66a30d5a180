#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support/program.h"

// A store of two squares that touch, by the pack `plain`, in a folder of its own: quick to make, so that each test may
// try to break it.
class Small : public testing::Test {
protected:
    void SetUp() override {
        support::writeText(squares_, R"({"type":"FeatureCollection","features":[)" + square("a", 107) + "," +
                                         square("b", 107.01) + "]}");
        const auto init = support::cli({"init", store_, "--spec", "plain", "--crs", "EPSG:4490"});
        ASSERT_EQ(init.code, 0) << init.err;
        const auto import =
            support::cli({"import", store_, squares_, "--layer", "A=*", "--baseline", "-m", "filed", "--key", "name"});
        ASSERT_EQ(import.code, 0) << import.err;
    }

    static std::string square(const std::string& name, double west) {
        const nlohmann::json ring = {{west, 41}, {west + 0.01, 41}, {west + 0.01, 41.01}, {west, 41.01}, {west, 41}};
        return nlohmann::json{{"type", "Feature"},
                              {"properties", {{"name", name}}},
                              {"geometry", {{"type", "Polygon"}, {"coordinates", {ring}}}}}
            .dump();
    }

    // Every file of the folder with its content.
    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> result;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path()))
            result[std::filesystem::relative(entry.path(), folder_.path()).string()] =
                entry.is_regular_file() ? support::textOf(entry.path()) : std::string();
        return result;
    }

    // Refused with this code and one line of ours, and the folder is as it was.
    void refused(const support::Answer& answer, int code, const std::map<std::string, std::string>& before,
                 const std::string& what) const {
        EXPECT_EQ(answer.code, code) << what << ": " << answer.err;
        EXPECT_TRUE(answer.err.starts_with("sanxian-cli: ")) << what << ": " << answer.err;
        EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << what << ": " << answer.err;
        EXPECT_EQ(answer.out, "") << what;
        const auto after = files();
        EXPECT_TRUE(after == before) << what << " has changed the folder: " << after.size() << " files";
    }
    void refused(const std::vector<std::string>& arguments, int code) const {
        const auto before = files();
        std::string what;
        for (const auto& argument : arguments) what += argument + " ";
        refused(support::cli(arguments), code, before, what);
    }

    support::Folder folder_;
    const std::string store_ = folder_ / "plan.sqlite", squares_ = folder_ / "squares.geojson";
};
