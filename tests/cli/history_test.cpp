#include <gtest/gtest.h>

#include "support/program.h"

// What a place looked like at any time, and who put each boundary there.
namespace {

using support::cli;
using support::cliJson;
using Json = nlohmann::json;

constexpr const char* square =
    R"({"type":"Feature","properties":{"BSM":"%","DLBM":"0103"},"geometry":{"type":"Polygon","coordinates":[[[@0,41.2],[@1,41.2],[@1,41.21],[@0,41.21],[@0,41.2]]]}})";

std::string squareOf(const std::string& name, const std::string& west, const std::string& east) {
    std::string text = square;
    for (const auto& [mark, word] : {std::pair<std::string, std::string>{"%", name}, {"@0", west}, {"@1", east}})
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, mark.size(), word);
    return text;
}

class History : public testing::Test {
protected:
    void SetUp() override {
        store_ = folder_ / "plan.sqlite";
        support::writeText(folder_ / "plan.geojson", R"({"type":"FeatureCollection","features":[)" +
                                                         squareOf("A", "107.00", "107.01") + "," +
                                                         squareOf("B", "107.01", "107.02") + "]}");
        ASSERT_EQ(cli({"init", store_, "--spec", "plain", "--crs", "EPSG:4490"}).code, 0);
        ASSERT_EQ(cli({"import", store_, folder_ / "plan.geojson", "--layer", "T=*", "--key", "BSM", "--baseline", "-m",
                       "filed"})
                      .code,
                  0);
    }
    // A case of these commands becomes a revision.
    void filed(const std::string& script) {
        const std::string id = opened();
        support::writeText(folder_ / "script", script);
        const auto edited = cli({"edit", store_, "--case", id, folder_ / "script"});
        ASSERT_EQ(edited.code, 0) << edited.err;
        committed(id);
    }
    std::string opened() {
        return cliJson({"case", "open", store_, "--title", "T", "--kind", "correction", "--basis", "2026-17"})
            .json()["case"];
    }
    void committed(const std::string& id) {
        const auto done = cli({"commit", store_, "--case", id, "-m", "m"});
        ASSERT_EQ(done.code, 0) << done.err;
    }
    Json log(const std::string& feature) {
        return cliJson({"log", store_, "--layer", "T", "--feature", feature}).json()["revisions"];
    }
    // Features go by "#id" in the pack `plain`, unless its layer has a key.
    std::string nameAt(double x) {
        return cliJson({"at", store_, "T", std::to_string(x), "41.205"}).json()["features"][0]["feature"];
    }

    support::Folder folder_;
    std::string store_;
};

TEST_F(History, ASplitIsKnownFromBothSides) {
    const std::string a = nameAt(107.002);
    filed(R"({"op":"split","layer":"T","features":[")" + a + R"("],"line":[[107.004,41.19],[107.004,41.22]]})");
    const std::string west = nameAt(107.002), east = nameAt(107.006);
    ASSERT_NE(west, east);
    const std::string child = west == a ? east : west;
    const Json life = log(a), young = log(child);
    ASSERT_EQ(life.size(), 2u);
    EXPECT_EQ(life[0]["revision"], 2);
    EXPECT_EQ(life[0]["kind"], "geometry");
    EXPECT_EQ(life[0]["children"], Json::array({child}));
    EXPECT_EQ(life[0]["documents"], Json::array({"2026-17"}));
    EXPECT_GT(life[0]["area_before"].get<double>(), life[0]["area_after"].get<double>());
    EXPECT_EQ(life[1]["kind"], "added");
    ASSERT_EQ(young.size(), 1u);
    EXPECT_EQ(young[0]["parents"], Json::array({a}));
    EXPECT_TRUE(young[0]["area_before"].is_null());
}

TEST_F(History, EachStretchOfABoundaryKnowsItsRevision) {
    const std::string a = nameAt(107.002);
    filed(R"({"op":"split","layer":"T","features":[")" + a + R"("],"line":[[107.004,41.19],[107.004,41.22]]})");
    for (const std::string& feature : {nameAt(107.002), nameAt(107.006)}) {
        const Json runs = cliJson({"blame", store_, "T", feature}).json()["runs"];
        ASSERT_EQ(runs.size(), 2u) << feature;
        for (const Json& run : runs) {
            const bool divides = run["length"].get<double>() < 1200;  // one side; the rest is three
            EXPECT_EQ(run["revision"], divides ? 2 : 1) << "the sides that were there keep revision 1 in both parts";
        }
    }
    const Json before = cliJson({"blame", store_, "T", a, "--at", "1"}).json()["runs"];
    ASSERT_EQ(before.size(), 1u);
    EXPECT_EQ(before[0]["revision"], 1);
}

TEST_F(History, WhatLayThereIsToldForEveryRevision) {
    const std::string b = nameAt(107.015);
    filed(R"({"op":"erase","layer":"T","feature":")" + b + R"("})");
    EXPECT_EQ(cliJson({"at", store_, "T", "107.015", "41.205"}).json()["features"].size(), 0u);
    const Json then = cliJson({"at", store_, "T", "107.015", "41.205", "--at", "1"}).json()["features"];
    ASSERT_EQ(then.size(), 1u);
    EXPECT_EQ(then[0]["properties"]["BSM"], "B");
    EXPECT_EQ(then[0]["revision"], 1);
    EXPECT_EQ(cliJson({"at", store_, "T", "107.01", "41.205", "--at", "1"}).json()["features"].size(), 2u)
        << "on the boundary of both";
    const Json life = log(b);
    EXPECT_EQ(life[0]["kind"], "removed");
    EXPECT_EQ(cliJson({"layers", store_, "--at", "2999-01-01"}).json()["revision"], 2) << "the last until that day";
    EXPECT_EQ(cli({"layers", store_, "--at", "1999-01-01"}).code, 3) << "nothing was filed by then";
    EXPECT_EQ(cli({"at", store_, "T", "1e9", "0"}).code, 3);
    EXPECT_EQ(cli({"at", store_, "NO", "107", "41"}).code, 3);
    EXPECT_EQ(cli({"blame", store_, "T", "nothing"}).code, 3);
}

TEST_F(History, AnOldStateComesBackAsAChange) {
    const std::string a = nameAt(107.002), b = nameAt(107.015);
    filed(R"({"op":"erase","layer":"T","feature":")" + a + "\"}\n" + R"({"op":"erase","layer":"T","feature":")" + b +
          R"("})");
    const std::string id = opened();
    const auto one = cliJson({"restore", store_, "1", "--case", id, "--layer", "T", "--feature", b});
    ASSERT_EQ(one.code, 0) << one.err;
    EXPECT_EQ(one.json()["changes"], 1);
    const Json part = cliJson({"diff", store_, "1", "case:" + id}).json();
    ASSERT_EQ(part["changes"].size(), 1u);
    EXPECT_EQ(part["changes"][0]["feature"], a);
    EXPECT_EQ(cliJson({"restore", store_, "1", "--case", id}).json()["changes"], 1) << "what is still missing";
    committed(id);
    EXPECT_EQ(cli({"diff", store_, "1", "3", "--exit-code"}).code, 0);
    EXPECT_EQ(cli({"diff", store_, "1", "2", "--exit-code"}).code, 1);
    EXPECT_EQ(log(a)[0]["kind"], "added") << "again";
    EXPECT_EQ(log(a).size(), 3u);
}

TEST_F(History, TotalsFollowEveryRevision) {
    const std::string b = nameAt(107.015);
    filed(R"({"op":"erase","layer":"T","feature":")" + b + R"("})");
    const auto total = [&](const char* revision) {
        return cliJson({"layers", store_, "--at", revision}).json()["layers"][0]["area"].get<double>();
    };
    const Json there = cliJson({"diff", store_, "1", "2"}).json()["layers"][0];
    EXPECT_NEAR(there["area_before"].get<double>(), total("1"), 0.001);
    EXPECT_NEAR(there["area_after"].get<double>(), total("2"), 0.001);
    const Json back = cliJson({"diff", store_, "2", "1"}).json()["layers"][0];
    EXPECT_NEAR(back["area_before"].get<double>(), there["area_after"].get<double>(), 0.001);
    EXPECT_NEAR(back["area_after"].get<double>(), total("1"), 0.001);
}

TEST_F(History, ABackupIsTheWholeStore) {
    const std::string out = folder_ / "copy.sqlite";
    const auto made = cliJson({"backup", store_, out});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_EQ(made.json()["digest"], cliJson({"log", store_}).json()["revisions"][0]["digest"]);
    EXPECT_EQ(cliJson({"log", out}).out, cliJson({"log", store_}).out);
    const std::string before = support::textOf(out);
    EXPECT_EQ(cli({"backup", store_, out}).code, 3) << "what is there stays";
    EXPECT_EQ(support::textOf(out), before);
}

}  // namespace
