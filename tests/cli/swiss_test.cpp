#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/program.h"

// A real revision of a real coverage: the Swiss municipalities of 2019 and 2020.
namespace {

using support::cliJson;
using Json = nlohmann::json;

const std::filesystem::path data = std::filesystem::path(SANXIAN_TEST_SHARED) / "coverage" / "swiss_2019_2020";

class Swiss : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(data)) GTEST_SKIP() << "the shared data is not here: " << data;
        store_ = folder_ / "swiss.sqlite";
        ASSERT_EQ(cliJson({"init", store_, "--spec", "plain", "--crs", GetParam()}).code, 0);
        const auto baseline = cliJson({"import", store_, (data / "municipalities_2019.shp").string(), "--layer",
                                       "MUNI=municipalities_2019", "--baseline", "-m", "2019", "--key", "id"});
        ASSERT_EQ(baseline.code, 0) << baseline.err;
        ASSERT_EQ(baseline.json()["revision"], 1);
        ASSERT_EQ(baseline.json()["layers"][0]["read"], 2215);
        ASSERT_EQ(baseline.json()["layers"][0]["imported"], 2215);
        const auto opened = cliJson({"case", "open", store_, "--title", "2020", "--kind", "update"});
        ASSERT_EQ(opened.code, 0) << opened.err;
        case_ = opened.json()["case"];
        const auto import = cliJson({"import", store_, (data / "municipalities_2020.shp").string(), "--layer",
                                     "MUNI=municipalities_2020", "--case", case_, "--mode", "replace", "--key", "id"});
        ASSERT_EQ(import.code, 0) << import.err;
        const auto commit = cliJson({"commit", store_, "--case", case_, "-m", "2020"});
        ASSERT_EQ(commit.code, 0) << commit.err;
        ASSERT_EQ(commit.json()["revision"], 2);
    }

    support::Folder folder_;
    std::string store_, case_;
};

TEST_P(Swiss, TheDiffNamesExactlyWhatChanged) {
    const auto answer = cliJson({"diff", store_, "1", "2"});
    ASSERT_EQ(answer.code, 0) << answer.err;
    std::map<std::string, std::set<int>> found;
    const Json diff = answer.json();
    for (const auto& change : diff["changes"]) {
        const Json& feature = change["after"].is_null() ? change["before"] : change["after"];
        const std::string kind = change["kind"];
        found[kind == "added" || kind == "removed" ? kind : "changed"].insert(feature["properties"]["id"].get<int>());
    }
    const Json expected = Json::parse(support::textOf(data / "expected_diff.json"))["2019->2020"];
    EXPECT_EQ(found["removed"], expected["removed"].get<std::set<int>>());
    EXPECT_EQ(found["added"], expected["added"].get<std::set<int>>());
    EXPECT_EQ(found["changed"], expected["geom_bytes_changed"].get<std::set<int>>());
}

TEST_P(Swiss, TheOldRevisionGivesBackWhatWasImported) {
    const std::string out = folder_ / "old.gpkg";
    const auto written = cliJson({"export", store_, "--at", "1", "--driver", "GPKG", "-o", out});
    ASSERT_EQ(written.code, 0) << written.err;
    // Reading the export as the 2019 layer again must change nothing: feature by feature, within the grid.
    const std::string second = folder_ / "again.sqlite";
    ASSERT_EQ(cliJson({"init", second, "--spec", "plain", "--crs", GetParam()}).code, 0);
    ASSERT_EQ(cliJson({"import", second, (data / "municipalities_2019.shp").string(), "--layer",
                       "MUNI=municipalities_2019", "--baseline", "-m", "2019", "--key", "id"})
                  .code,
              0);
    const std::string id = cliJson({"case", "open", second, "--title", "back", "--kind", "test"}).json()["case"];
    const auto back =
        cliJson({"import", second, out, "--layer", "MUNI=MUNI", "--case", id, "--mode", "replace", "--key", "id"});
    ASSERT_EQ(back.code, 0) << back.err;
    EXPECT_EQ(back.json()["changes"], 0) << back.out.substr(0, 500);
}

INSTANTIATE_TEST_SUITE_P(Systems, Swiss, testing::Values("EPSG:2056", "EPSG:4490"),
                         [](const auto& system) { return system.param.substr(5); });

}  // namespace
