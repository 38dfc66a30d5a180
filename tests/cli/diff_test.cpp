#include "cli/small.h"

// The forms in which a difference is told tell the same.
namespace {

using support::cli;
using support::cliJson;
using Json = nlohmann::json;

class Diff : public Small {
protected:
    void SetUp() override {
        Small::SetUp();
        const std::string id = cliJson({"case", "open", store_, "--title", "T", "--kind", "correction"}).json()["case"];
        support::writeText(folder_ / "script", R"({"op":"move_vertex","from":[107.01,41.01],"to":[107.012,41.012]})");
        const auto edited = cli({"edit", store_, "--case", id, folder_ / "script"});
        ASSERT_EQ(edited.code, 0) << edited.err;
        ASSERT_EQ(cli({"commit", store_, "--case", id, "-m", "m"}).code, 0);
    }
};

// What the GeoJSON layer holds of one row.
Json partsOf(const Json& change) {
    Json features = Json::array();
    for (const std::string part : {"before", "after", "in", "out"}) {
        const Json& held = change[part];
        if (held.is_null()) continue;
        const bool whole = part == "before" || part == "after";
        Json properties = whole ? held["properties"] : Json::object();
        for (const std::string key : {"layer", "feature", "kind"}) properties["diff_" + key] = change[key];
        properties["diff_part"] = part;
        features.push_back(
            {{"type", "Feature"}, {"properties", properties}, {"geometry", whole ? held["geometry"] : held}});
    }
    return features;
}

}  // namespace

TEST_F(Diff, TheGeoJsonLayerIsTheChangesOfTheAnswer) {
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"1", "2"}, {"0", "2"}, {"2", "0"}}) {
        const Json answer = cliJson({"diff", store_, from, to}).json();
        ASSERT_EQ(answer["changes"].size(), 2u);
        EXPECT_EQ(answer["from"], std::stoi(from));
        Json features = Json::array();
        for (const auto& change : answer["changes"])
            for (const auto& feature : partsOf(change)) features.push_back(feature);
        const Json layer = Json::parse(cli({"diff", store_, from, to, "--format", "geojson"}).out);
        EXPECT_EQ(layer, (Json{{"type", "FeatureCollection"}, {"features", features}}));
    }
}

TEST_F(Diff, AFileHoldsWhatIsPrinted) {
    for (const std::string format : {"text", "json", "geojson"}) {
        const std::string out = folder_ / ("diff." + format);
        const auto printed = cli({"diff", store_, "1", "2", "--format", format});
        EXPECT_EQ(cli({"diff", store_, "1", "2", "--format", format, "-o", out}).code, 0);
        EXPECT_GT(printed.out.size(), 100u);
        EXPECT_EQ(support::textOf(out), printed.out);
    }
}

TEST_F(Diff, SumsAloneLeaveTheRowsOut) {
    Json answer = cliJson({"diff", store_, "1", "2"}).json();
    answer["changes"] = Json::array();
    EXPECT_EQ(cliJson({"diff", store_, "1", "2", "--stat"}).json(), answer);
    EXPECT_EQ(Json::parse(cli({"diff", store_, "1", "2", "--stat", "--format", "geojson"}).out)["features"],
              Json::array());
}
