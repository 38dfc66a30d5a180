#include <gtest/gtest.h>

#include "support/program.h"

namespace {

using support::cli;
using support::cliJson;
using Json = nlohmann::json;

// A red line over the west half of a square, two survey parcels under it, and a road beside them.
class OccupationVerb : public testing::Test {
protected:
    static Json feature(const char* bsm, const char* code, double west, double east) {
        const Json ring = {{west, 41}, {east, 41}, {east, 41.01}, {west, 41.01}, {west, 41}};
        return {{"type", "Feature"},
                {"properties", {{"BSM", bsm}, {"DLBM", code}}},
                {"geometry", {{"type", "Polygon"}, {"coordinates", {ring}}}}};
    }
    void import(const std::string& layer, const Json& features) {
        const std::string file = folder_ / (layer + ".geojson");
        support::writeText(file, Json{{"type", "FeatureCollection"}, {"features", features}}.dump());
        const auto done = cli({"import", store_, file, "--layer", layer + "=*", "--baseline", "-m", layer});
        ASSERT_EQ(done.code, 0) << done.err;
    }
    void SetUp() override {
        ASSERT_EQ(cli({"init", store_}).code, 0);
        import("STBHHX", Json::array({feature("R1", "", 107, 107.01)}));
        import("DLTB", Json::array({feature("D1", "0103", 107, 107.012), feature("D2", "0702", 107.012, 107.02)}));
    }
    static Json rowOf(const Json& table, const std::string& layer, const std::string& code) {
        for (const auto& row : table["rows"])
            if (row["layer"] == layer && (code.empty() ? row["code"].is_null() : row["code"] == code)) return row;
        return {{"area", -1}};
    }
    static double areaOf(const Json& table, const std::string& layer, const std::string& code) {
        return rowOf(table, layer, code)["area"];
    }

    support::Folder folder_;
    const std::string store_ = folder_ / "plan.sqlite";
};

TEST_F(OccupationVerb, ofAFeatureAndOfAnExtent) {
    const auto feature = cliJson({"occupation", store_, "--layer", "DLTB", "--feature", "D1"});
    ASSERT_EQ(feature.code, 0) << feature.err;
    const Json table = feature.json();
    const double whole = table["area"];
    EXPECT_EQ(areaOf(table, "DLTB", "0103"), whole);
    EXPECT_NEAR(areaOf(table, "STBHHX", ""), whole * 10 / 12, whole * 1e-6);
    for (const char* missing : {"YJJBNTBHTB", "GHFQ"}) {
        EXPECT_TRUE(rowOf(table, missing, "")["area"].is_null()) << "the plan has none, so nobody knows";
        EXPECT_NE(rowOf(table, missing, "")["name"], "");
    }

    const std::string box = "POLYGON((107.005 41, 107.015 41, 107.015 41.01, 107.005 41.01, 107.005 41))";
    const auto extent = cliJson({"occupation", store_, "--extent", box});
    ASSERT_EQ(extent.code, 0) << extent.err;
    const Json other = extent.json();
    EXPECT_NEAR(areaOf(other, "DLTB", "0103") + areaOf(other, "DLTB", "0702"), other["area"].get<double>(), 0.005);
    EXPECT_NEAR(areaOf(other, "STBHHX", ""), other["area"].get<double>() / 2, 1);

    const auto text = cli({"occupation", store_, "--extent", box});
    EXPECT_EQ(text.code, 0);
    EXPECT_NE(text.out.find("0702"), std::string::npos) << text.out;
}

TEST_F(OccupationVerb, refusesWhatHasNoArea) {
    EXPECT_EQ(cli({"occupation", store_}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--layer", "DLTB", "--feature", "D9"}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--extent", "LINESTRING(107 41, 107.01 41)"}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--extent", "POLYGON EMPTY"}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--extent", "POLYGON((107 41, 108 42, 109 43, 107 41))"}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--extent", "POLYGON((107 41, 108 42, 108 41, 107 42, 107 41))"}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--extent", "POLYGON((5e5 4e6, 6e5 4e6, 6e5 5e6, 5e5 4e6))"}).code, 3);
    EXPECT_EQ(cli({"occupation", store_, "--layer", "DLTB"}).code, 2);
    EXPECT_EQ(cli({"occupation", store_, "--layer", "DLTB", "--feature", "D1", "--extent", "POINT(1 1)"}).code, 2);
}

}  // namespace
