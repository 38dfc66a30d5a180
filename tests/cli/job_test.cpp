#include <gtest/gtest.h>

#include <algorithm>

#include "support/program.h"

// The first job on the command line: import, case, edit, check, commit, diff, export, and everything that may go wrong
// on the way.
namespace {

using support::cli;
using support::cliJson;
using Json = nlohmann::json;

class Job : public testing::Test {
protected:
    // One county for all tests, copied for each: making it is the slow part.
    static void SetUpTestSuite() {
        shared_ = new support::Folder;
        const auto sample = cli({"sample", *shared_ / "county.gpkg", "--parcels", "1000", "--seed", "7", "--practice",
                                 *shared_ / "edit.jsonl"});
        ASSERT_EQ(sample.code, 0) << sample.err;
        ASSERT_EQ(cli({"init", *shared_ / "county.sqlite"}).code, 0);
        const auto import = cliJson({"import", *shared_ / "county.sqlite", *shared_ / "county.gpkg", "--baseline", "-m",
                                     "filed", "--tag", "filed-2024"});
        ASSERT_EQ(import.code, 0) << import.err;
        const Json imported = import.json();
        for (const auto& layer : imported["layers"])
            EXPECT_EQ(layer["read"], layer["imported"].get<int>() + layer["skipped"].get<int>());
    }
    static void TearDownTestSuite() {
        delete shared_;
        shared_ = nullptr;
    }
    void SetUp() override {
        store_ = folder_ / "county.sqlite";
        std::filesystem::copy_file(*shared_ / "county.sqlite", store_);
        edit_ = Json::parse(support::textOf(*shared_ / "edit.jsonl"));
    }
    std::string openCase() {
        return cliJson({"case", "open", store_, "--title", "T", "--kind", "correction"}).json()["case"];
    }
    support::Answer edit(const std::string& id, const std::string& script) {
        support::writeText(folder_ / "script.jsonl", script);
        return cliJson({"edit", store_, "--case", id, folder_ / "script.jsonl"});
    }
    // The practice move turned round: it takes from the red line, which its indicator does not allow.
    std::string inward() const {
        Json back = edit_;
        for (int i : {0, 1}) back["to"][i] = 2 * edit_["from"][i].get<double>() - edit_["to"][i].get<double>();
        return back.dump();
    }
    static double value(const Json& indicators, const std::string& id) {
        for (const auto& one : indicators)
            if (one["id"] == id) return one["value"].get<double>();
        return -1;
    }

    static support::Folder* shared_;
    support::Folder folder_;
    std::string store_;
    Json edit_;
};
support::Folder* Job::shared_ = nullptr;

TEST_F(Job, AnEditThatHoldsBecomesARevision) {
    const std::string id = openCase();
    const auto answer = edit(id, edit_.dump() + "\n");
    ASSERT_EQ(answer.code, 0) << answer.err;
    const Json json = answer.json();
    EXPECT_EQ(json["case"], id);
    EXPECT_EQ(json["findings"]["block"], 0);
    ASSERT_EQ(json["steps"].size(), 1u);
    EXPECT_EQ(json["steps"][0]["op"], "move_vertex");
    EXPECT_EQ(json["steps"][0]["changed"].size(), 5u) << "red line, two zones, two parcels";

    const auto commit = cliJson({"commit", store_, "--case", id, "-m", "corrected", "--as", "zhang"});
    ASSERT_EQ(commit.code, 0) << commit.err;
    EXPECT_EQ(commit.json()["revision"], 2);
    const Json log = cliJson({"log", store_}).json();
    ASSERT_EQ(log["revisions"].size(), 2u);
    EXPECT_EQ(log["revisions"][0]["author"], "zhang");
    EXPECT_EQ(log["revisions"][0]["case"], id);
    EXPECT_EQ(log["revisions"][1]["tags"], Json::array({"filed-2024"}));
    EXPECT_EQ(log["revisions"][0]["digest"].get<std::string>().size(), 64u);

    const Json diff = cliJson({"diff", store_, "filed-2024"}).json();
    EXPECT_EQ(diff["from"], 1);
    EXPECT_EQ(diff["to"], 2);
    EXPECT_EQ(diff["changes"].size(), 5u);
    EXPECT_EQ(cli({"diff", store_, "1", "2", "--exit-code"}).code, 1);
    EXPECT_EQ(cli({"diff", store_, "1", "1", "--exit-code"}).code, 0);
    EXPECT_EQ(cli({"diff", store_, "1", "case:" + id, "--exit-code"}).code, 1);
    const auto shown = cliJson({"show", store_, "head"}).json();
    EXPECT_EQ(shown["changes"], 5);
}

TEST_F(Job, AnEditThatBreaksAnIndicatorIsNotCommitted) {
    const std::string id = openCase();
    const Json before = cliJson({"indicators", store_}).json()["indicators"];
    const auto answer = edit(id, inward());
    ASSERT_EQ(answer.code, 0) << answer.err;
    EXPECT_GT(answer.json()["findings"]["block"], 0);
    EXPECT_LT(value(answer.json()["indicators"], "I03"), value(before, "I03"));
    const auto commit = cliJson({"commit", store_, "--case", id, "-m", "no"});
    EXPECT_EQ(commit.code, 1);
    EXPECT_TRUE(commit.json()["revision"].is_null());
    EXPECT_EQ(commit.json()["verdict"], "block");
    EXPECT_EQ(cliJson({"log", store_}).json()["revisions"].size(), 1u);
    EXPECT_EQ(cli({"check", store_, "--at", "case:" + id}).code, 1);
    EXPECT_EQ(cli({"check", store_}).code, 0) << "the filed plan holds";

    // Undone, nothing blocks; and nothing differs.
    ASSERT_EQ(
        edit(id, Json{{"op", "move_vertex"}, {"from", Json::parse(inward())["to"]}, {"to", edit_["from"]}}.dump()).code,
        0);
    EXPECT_EQ(cli({"diff", store_, "1", "case:" + id, "--exit-code"}).code, 0);
}

TEST_F(Job, FarmlandFollowsTheHand) {
    const auto written =
        cliJson({"export", store_, "--driver", "GeoJSON", "--layer", "DLTB", "-o", folder_ / "dltb.geojson"});
    ASSERT_EQ(written.code, 0) << written.err;
    const double before = value(cliJson({"indicators", store_}).json()["indicators"], "I01");
    const Json parcels = Json::parse(support::textOf(folder_ / "dltb.geojson"));
    const std::string id = openCase();
    int tried = 0;
    for (const auto& parcel : parcels["features"]) {
        if (parcel["properties"]["DLBM"] != "0102" || parcel["properties"]["KCXS"] != 0) continue;
        const auto& shape = parcel["geometry"];
        const Json from = (shape["type"] == "Polygon" ? shape["coordinates"][0][1] : shape["coordinates"][0][0][1]);
        Json to = from;
        to[0] = to[0].get<double>() + 0.00002;
        const auto answer = edit(id, Json{{"op", "move_vertex"}, {"from", from}, {"to", to}}.dump());
        if (++tried > 60) break;
        if (answer.code != 0) continue;
        const double after = value(answer.json()["indicators"], "I01");
        if (after == before) continue;  // farmland on both sides: what one gains the other loses
        double gained = 0;
        const Json json = answer.json();
        for (const auto& changed : json["steps"][0]["changed"])
            for (const auto& other : parcels["features"])
                if (changed["layer"] == "DLTB" && other["properties"]["BSM"] == changed["feature"] &&
                    other["properties"]["DLBM"].get<std::string>().starts_with("01"))
                    gained += (changed["after_area"].get<double>() - changed["before_area"].get<double>()) *
                              (1 - other["properties"]["KCXS"].get<double>());
        EXPECT_NEAR((after - before) * 10000, gained, 0.05) << "hectares of I01 against square metres of farmland";
        return;
    }
    FAIL() << "no edge of farmland could be moved";
}

TEST_F(Job, UndoAndRedoInAScript) {
    const std::string id = openCase();
    const auto answer = edit(id, edit_.dump() + "\n{\"op\":\"undo\"}\n");
    ASSERT_EQ(answer.code, 0) << answer.err;
    EXPECT_EQ(answer.json()["steps"].size(), 2u);
    EXPECT_EQ(cli({"diff", store_, "1", "case:" + id, "--exit-code"}).code, 0);
    ASSERT_EQ(edit(id, edit_.dump() + "\n{\"op\":\"undo\"}\n{\"op\":\"redo\"}\n").code, 0);
    EXPECT_EQ(cli({"diff", store_, "1", "case:" + id, "--exit-code"}).code, 1);
    EXPECT_EQ(edit(id, "{\"op\":\"undo\"}").code, 3) << "a script's undo ends where the script began";
}

TEST_F(Job, AScriptIsDoneWholeOrNotAtAll) {
    const std::string id = openCase();
    for (const std::string bad :
         {"{\"op\":\"fly\"}", "not json", "{\"op\":\"move_vertex\",\"from\":[1,2],\"to\":[3,4]}",
          "{\"op\":\"set\",\"layer\":\"GHFQ\",\"feature\":\"none\",\"attributes\":{}}", "{}", "[]",
          "{\"op\":\"move_vertex\"}"}) {
        const auto answer = edit(id, edit_.dump() + "\n" + bad + "\n");
        EXPECT_EQ(answer.code, 3) << bad;
        EXPECT_NE(answer.err.find("line 2"), std::string::npos) << answer.err;
        EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
        EXPECT_EQ(cli({"diff", store_, "1", "case:" + id, "--exit-code"}).code, 0) << bad;
    }
}

TEST_F(Job, TwoCasesOnOneHead) {
    const std::string first = openCase(), second = openCase(), same = openCase();
    Json half = edit_;
    for (int i : {0, 1}) half["to"][i] = (edit_["from"][i].get<double>() + edit_["to"][i].get<double>()) / 2;
    ASSERT_EQ(edit(first, edit_.dump()).code, 0);
    ASSERT_EQ(edit(second, half.dump()).code, 0);
    ASSERT_EQ(edit(same, edit_.dump()).code, 0);
    ASSERT_EQ(cli({"commit", store_, "--case", first, "-m", "1"}).code, 0);
    EXPECT_EQ(cli({"commit", store_, "--case", second, "-m", "2"}).code, 4) << "the same corner to another place";
    const auto twice = cli({"commit", store_, "--case", same, "-m", "3"});
    EXPECT_EQ(twice.code, 3) << "nothing is applied twice";
    EXPECT_EQ(cliJson({"log", store_}).json()["revisions"].size(), 2u) << "the filed plan and the first case";
    EXPECT_EQ(cli({"commit", store_, "--case", first, "-m", "again"}).code, 4);
    EXPECT_EQ(edit(first, edit_.dump()).code, 4) << "a committed case takes no more edits";
}

TEST_F(Job, EveryFormatIsWrittenAndReadAgain) {
    for (const auto& [driver, name] :
         {std::pair("OpenFileGDB", "out.gdb"), std::pair("GPKG", "out.gpkg"), std::pair("ESRI Shapefile", "out_shp")}) {
        const auto written = cliJson({"export", store_, "--driver", driver, "-o", folder_ / name});
        ASSERT_EQ(written.code, 0) << driver << written.err;
        EXPECT_EQ(cli({"export", store_, "--driver", driver, "-o", folder_ / name}).code, 3)
            << "what is there is not overwritten unasked";
        const std::string again = folder_ / (std::string(name) + ".sqlite");
        ASSERT_EQ(cli({"init", again}).code, 0);
        const auto import = cliJson({"import", again, folder_ / name, "--baseline", "-m", "again"});
        ASSERT_EQ(import.code, 0) << driver << import.err;
        EXPECT_EQ(cliJson({"layers", again}).json()["layers"], cliJson({"layers", store_}).json()["layers"]) << driver;
    }
}

TEST_F(Job, WrongWordsAndMissingThingsAreOneLineEach) {
    const auto refused = [&](std::vector<std::string> arguments, int code) {
        const auto answer = cli(arguments);
        EXPECT_EQ(answer.code, code) << arguments[0] << ": " << answer.err;
        EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
        EXPECT_EQ(answer.err.find("cli."), answer.err.find("cli.md")) << "a text is missing: " << answer.err;
    };
    refused({"layers", folder_ / "nothing.sqlite"}, 3);
    refused({"layers", folder_.path().string()}, 3);
    support::writeText(folder_ / "text.sqlite", "no store");
    refused({"layers", folder_ / "text.sqlite"}, 3);
    refused({"init", store_}, 3);
    refused({"init", folder_ / "x.sqlite", "--spec", "nothing"}, 3);
    refused({"init", folder_ / "x.sqlite", "--crs", "EPSG:0"}, 3);
    refused({"layers", store_, "--at", "99"}, 3);
    refused({"layers", store_, "--at", "case:C99"}, 3);
    refused({"import", store_, folder_ / "nothing.gpkg", "--baseline", "-m", "x"}, 3);
    refused({"import", store_, folder_ / "text.sqlite", "--baseline", "-m", "x"}, 3);
    refused({"import", store_, *shared_ / "county.gpkg"}, 2);
    refused({"import", store_, *shared_ / "county.gpkg", "--layer", "GHFQ=nothing", "--baseline", "-m", "x"}, 3);
    refused({"indicators", store_, "--set", "I99=3"}, 3);
    refused({"indicators", store_, "--set", "I03=much"}, 2);
    refused({"edit", store_, "--case", "C99", folder_ / "none"}, 3);
    refused({"check", store_, "--only", "R-NONE"}, 3);
    refused({"export", store_, "--driver", "Nonsense", "-o", folder_ / "x"}, 3);
    refused({"render", store_, "-o", folder_ / "x.bmpx"}, 3);
    refused({"render", store_, "--size", "0x0", "-o", folder_ / "x.png"}, 2);
    refused({"frobnicate"}, 2);
    refused({"commit", store_}, 2);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "x.sqlite"));
    EXPECT_EQ(cliJson({"log", store_}).json()["revisions"].size(), 1u);
}

TEST_F(Job, ATargetThatIsSetIsKeptAndJudged) {
    ASSERT_EQ(cli({"indicators", store_, "--set", "I03=99999", "--set", "I05.value=1.5", "--set", "I05=2"}).code, 0);
    const Json found = cliJson({"indicators", store_}).json();
    for (const auto& one : found["indicators"]) {
        const std::string id = one["id"];
        const std::string status = one["status"];
        EXPECT_EQ(status == "broken", id == "I03") << id;
        EXPECT_TRUE(id != "I05" || status == "met") << status;
    }
    EXPECT_EQ(cli({"check", store_}).code, 1);
}

TEST_F(Job, PlantedErrorsAreFoundEveryOne) {
    const auto sample = cliJson(
        {"sample", folder_ / "bad.gpkg", "--parcels", "1000", "--errors", "2", "--truth", folder_ / "truth.json"});
    ASSERT_EQ(sample.code, 0) << sample.err;
    const Json truth = Json::parse(support::textOf(folder_ / "truth.json"));
    ASSERT_EQ(truth["errors"].size(), 16u);
    ASSERT_EQ(cli({"init", folder_ / "bad.sqlite"}).code, 0);
    ASSERT_EQ(cli({"import", folder_ / "bad.sqlite", folder_ / "bad.gpkg", "--baseline", "-m", "bad"}).code, 0);
    const auto check = cliJson({"check", folder_ / "bad.sqlite"});
    EXPECT_EQ(check.code, 1);
    const Json found = check.json();
    for (const auto& planted : truth["errors"]) {
        bool seen = false;
        for (const auto& finding : found["findings"]) {
            if (finding["rule"] != planted["rule"]) continue;
            for (const auto& feature : planted["features"])
                seen = seen || std::find(finding["features"].begin(), finding["features"].end(), feature) !=
                                   finding["features"].end();
            seen =
                seen || planted["features"].empty() || (planted["kind"] == "gap" && finding["rule"] == planted["rule"]);
        }
        EXPECT_TRUE(seen) << planted.dump();
    }
}

TEST_F(Job, SpeaksChinese) {
    const auto answer = cli({"layers", store_}, "zh_CN.UTF-8");
    EXPECT_NE(answer.out.find("生态保护红线"), std::string::npos);
    EXPECT_NE(cli({"layers", "nothing.sqlite"}, "zh_CN.UTF-8").err.find("nothing.sqlite"), std::string::npos);
}

TEST_F(Job, PicturesAreDrawn) {
    for (const std::string name : {"map.png", "map.pdf", "map.svg"}) {
        const auto answer = cli({"render", store_, "-o", folder_ / name, "--size", "600x400"});
        ASSERT_EQ(answer.code, 0) << answer.err;
        EXPECT_GT(std::filesystem::file_size(folder_ / name), 5000u) << name;
    }
}

}  // namespace
