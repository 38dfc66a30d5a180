#include <cstring>

#include "cli/small.h"

// What may stand in the arguments, and what is said of what may not.
namespace {

using support::cli;
using support::cliJson;
using support::quoted;
using support::shell;

class UsageTest : public Small {
protected:
    std::string openCase() {
        const auto answer = cliJson({"case", "open", store_, "--title", "T", "--kind", "any kind"});
        EXPECT_EQ(answer.code, 0) << answer.err;
        return answer.json()["case"];
    }
};

TEST_F(UsageTest, WrongUsageIsTwo) {
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"frobnicate"},
        {"case"},
        {"case", "frob"},
        {"layers"},
        {"layers", store_, "more"},
        {"layers", store_, "--nothing"},
        {"layers", store_, "--format", "yaml"},
        {"layers", store_, "--at"},
        {"layers", store_, "--at", "1", "--at", "2"},
        {"check", store_, "--format", "yaml"},
        {"diff", store_},
        {"diff", store_, "1", "--format", "yaml"},
        {"import", store_, squares_},
        {"import", store_, squares_, "--baseline"},
        {"import", store_, squares_, "--baseline", "-m", ""},
        {"import", store_, squares_, "--baseline", "-m", " \t"},
        {"import", store_, squares_, "--baseline", "--case", "C1", "-m", "x"},
        {"import", store_, squares_, "--baseline", "-m", "x", "--layer", "A"},
        {"import", store_, squares_, "--baseline", "-m", "x", "--layer", "=A"},
        {"import", store_, squares_, "--baseline", "-m", "x", "--mode", "merge"},
        {"commit", store_, "--case", "C1"},
        {"commit", store_, "--case", "C1", "-m", ""},
        {"commit", store_, "--case", "C1", "-m", "\xff\xfe"},
        {"case", "open", store_, "--title", "", "--kind", "x"},
        {"case", "open", store_, "--title", "  ", "--kind", "x"},
        {"case", "open", store_, "--title", "\xff", "--kind", "x"},
        {"case", "open", store_, "--title", "T", "--kind", ""},
        {"case", "open", store_, "--title", "T"},
        {"init", folder_ / "new.sqlite", "--region", "abc"},
        {"init", folder_ / "new.sqlite", "--region", "15082"},
        {"init", folder_ / "new.sqlite", "--region", "１５０８２５"},
        {"indicators", store_, "--set", "I01"},
        {"indicators", store_, "--set", "=3"},
        {"indicators", store_, "--set", "I01=much"},
        {"indicators", store_, "--set", "I01=3x"},
        {"indicators", store_, "--set", "I01=-1"},
        {"indicators", store_, "--set", "I04.base=0"},
        {"indicators", store_, "--set", "I01=nan"},
        {"indicators", store_, "--set", "I01=inf"},
        {"indicators", store_, "--set", "I01=1e999"},
        {"indicators", store_, "--set", "I01.name=3"},
        {"sample", folder_ / "new.gpkg", "--parcels", "-5"},
        {"sample", folder_ / "new.gpkg", "--parcels", "1e9"},
        {"sample", folder_ / "new.gpkg", "--parcels", "99999999999999999999"},
        {"sample", folder_ / "new.gpkg", "--parcels", "many"},
        {"sample", folder_ / "new.gpkg", "--errors", "-1"},
        {"sample", folder_ / "new.gpkg", "--seed", "x"},
        {"render", store_},
        {"render", store_, "-o", folder_ / "x.png", "--size", "0x0"},
        {"render", store_, "-o", folder_ / "x.png", "--size", "nanxnan"},
        {"render", store_, "-o", folder_ / "x.png", "--size", "99999x99999"},
        {"render", store_, "-o", folder_ / "x.png", "--size", "800"},
        {"render", store_, "-o", folder_ / "x.png", "--sheet", "B7"},
        {"render", store_, "-o", folder_ / "x.png", "--sheet", "A3", "--size", "800x600"},
        {"render", store_, "-o", folder_ / "x.png", "--extent", "1,2,3"},
        {"render", store_, "-o", folder_ / "x.png", "--extent", "3,3,1,1"},
        {"render", store_, "-o", folder_ / "x.png", "--extent", "nan,nan,nan,nan"},
        {"render", store_, "-o", folder_ / "x.png", "--feature", "#1"},
        {"export", store_, "--driver", "GPKG"},
        {"tag", store_},
        {"log", store_, "--feature", "#1"},
    };
    for (const auto& arguments : wrong) refused(arguments, 2);
}

TEST_F(UsageTest, BadInputIsThree) {
    const std::string script = folder_ / "script.jsonl", foreign = folder_ / "foreign.sqlite", id = openCase();
    support::writeText(folder_ / "empty", "");
    support::writeText(folder_ / "text", "words\n");
    support::writeText(script, "{\"op\":\"undo\"}\n");
    ASSERT_EQ(cli({"export", store_, "--driver", "GPKG", "-o", foreign}).code, 0);
    for (const auto& store : {std::string(), folder_ / "none.sqlite", folder_.path().string(), folder_ / "empty",
                              folder_ / "text", foreign, std::string("/dev/null"), folder_ / "\xff\xfe"}) {
        refused({"layers", store}, 3);
        refused({"tag", store, "t"}, 3);
        refused({"import", store, squares_, "--baseline", "-m", "x"}, 3);
    }
    for (const auto& store : {std::string(), foreign}) {
        refused({"indicators", store}, 3);
        refused({"indicators", store, "--set", "I01=3"}, 3);
        refused({"check", store}, 3);
        refused({"diff", store, "1"}, 3);
        refused({"log", store}, 3);
        refused({"show", store, "1"}, 3);
        refused({"case", "list", store}, 3);
        refused({"case", "open", store, "--title", "T", "--kind", "x"}, 3);
        refused({"edit", store, "--case", "C1", script}, 3);
        refused({"commit", store, "--case", "C1", "-m", "x"}, 3);
        refused({"export", store, "--driver", "GPKG", "-o", folder_ / "x.gpkg"}, 3);
        refused({"render", store, "-o", folder_ / "x.png"}, 3);
    }
    for (const auto& input : {std::string(), folder_ / "none", folder_ / "empty", folder_ / "text"}) {
        refused({"import", store_, input, "--layer", "B=*", "--baseline", "-m", "x"}, 3);
        refused({"case", "open", store_, "--title", "T", "--kind", "x", "--extent", input + "?"}, 3);
        if (input.empty() || !std::filesystem::exists(input)) refused({"edit", store_, "--case", id, input}, 3);
    }
    refused({"edit", store_, "--case", id, folder_.path().string()}, 3);
    refused({"import", store_, squares_, "--mapping", folder_.path().string(), "--baseline", "-m", "x"}, 3);
    refused({"import", store_, squares_, "--mapping", folder_ / "text", "--baseline", "-m", "x"}, 3);
    refused({"check", store_, "--rules", folder_.path().string()}, 3);
    refused({"check", store_, "--rules", folder_ / "none"}, 3);
    refused({"check", store_, "--rules", folder_ / "text"}, 3);
    for (const std::string at : {"99", "-1", "head~9", "nothing", "case:C9", "case:", "99999999999999999999", ""})
        refused({"layers", store_, "--at", at}, 3);
    refused({"layers", store_, "--at", "\xff"}, 3);
    refused({"tag", store_, "t", "99"}, 3);
    refused({"case", "show", store_, "C9"}, 3);
    refused({"export", store_, "--driver", "Nonsense", "-o", folder_ / "x"}, 3);
    refused({"export", store_, "--driver", "GPKG", "--crs", "foo", "-o", folder_ / "x"}, 3);
    refused({"export", store_, "--driver", "GPKG", "--layer", "none", "-o", folder_ / "x"}, 3);
    refused({"render", store_, "-o", folder_ / "x.bmpx"}, 3);
    refused({"render", store_, "--extent", "1e300,1e300,2e300,2e300", "-o", folder_ / "x.png"}, 3);
    refused({"render", store_, "--layer", "A", "--feature", "none", "-o", folder_ / "x.png"}, 3);
    refused({"init", store_}, 3);
    refused({"init", folder_ / "none/x.sqlite"}, 3);
    refused({"init", folder_ / "x.sqlite", "--spec", "none"}, 3);
}

TEST_F(UsageTest, ASystemIsACodeOrADefinitionAndNeverAPartOfAName) {
    for (const std::string crs : {"foo", "WGS 84", "Xian", "4490", "EPSG:foo", "EPSG:0", "EPSG:99999999"}) {
        refused({"init", folder_ / "x.sqlite", "--spec", "plain", "--crs", crs}, 3);
        refused({"import", store_, squares_, "--layer", "B=*", "--source-crs", crs, "--baseline", "-m", "x"}, 3);
    }
    int made = 0;
    for (const std::string crs : {"EPSG:4524", "epsg:4490", "+proj=tmerc +lon_0=107.25 +x_0=500000 +ellps=GRS80"}) {
        const auto init = cli({"init", folder_ / std::to_string(++made), "--spec", "plain", "--crs", crs});
        EXPECT_EQ(init.code, 0) << init.err;
    }
}

TEST_F(UsageTest, TheKindsOfCasesAreThoseOfThePack) {
    const std::string county = folder_ / "county.sqlite";
    ASSERT_EQ(cli({"init", county}).code, 0);
    const auto unknown = cli({"case", "open", county, "--title", "T", "--kind", "frob"});
    EXPECT_EQ(unknown.code, 3);
    EXPECT_NE(unknown.err.find("correction"), std::string::npos) << "the known ones are listed: " << unknown.err;
    EXPECT_EQ(cliJson({"case", "list", county}).json()["cases"].size(), 0u);
    for (const std::string kind : {"correction", "勘误"}) {
        const auto opened = cliJson({"case", "open", county, "--title", "T", "--kind", kind});
        ASSERT_EQ(opened.code, 0) << opened.err;
        EXPECT_EQ(opened.json()["kind"], "correction");
    }
    EXPECT_EQ(openCase(), "C1") << "a pack without a list takes any";
}

TEST_F(UsageTest, ATargetIsTakenBackByNothing) {
    const std::string county = folder_ / "county.sqlite";
    ASSERT_EQ(cli({"init", county}).code, 0);
    const auto target = [&](const std::vector<std::string>& set) {
        std::vector<std::string> arguments{"indicators", county};
        for (const auto& one : set) arguments.insert(arguments.end(), {"--set", one});
        const auto answer = cliJson(arguments);
        EXPECT_EQ(answer.code, 0) << answer.err;
        const auto found = answer.json()["indicators"];
        for (const auto& one : found)
            if (one["id"] == "I03") return one["target"];
        return nlohmann::json("none");
    };
    const auto before = target({});
    EXPECT_EQ(target({"I03=77"}), 77);
    EXPECT_EQ(target({}), 77);
    refused({"indicators", county, "--set", "I03=78", "--set", "I99=3"}, 3);
    EXPECT_EQ(target({}), 77) << "all of it or nothing";
    EXPECT_EQ(target({"I03="}), before);
    EXPECT_EQ(target({}), before);
}

TEST_F(UsageTest, ChineseUsersReadChinese) {
    const std::vector<std::vector<std::string>> wrong{{},
                                                      {"frobnicate"},
                                                      {"layers"},
                                                      {"layers", store_, "more"},
                                                      {"layers", store_, "--at"},
                                                      {"layers", store_, "--at", "1", "--at", "2"},
                                                      {"sample", "x", "--seed", "x"},
                                                      {"layers", store_, "--format", "yaml"},
                                                      {"import", store_, squares_, "--baseline", "--case", "C1"},
                                                      {"render", store_, "-o", "x.png", "--feature", "x"}};
    for (const auto& arguments : wrong) {
        const auto answer = cli(arguments, "zh_CN.UTF-8");
        EXPECT_EQ(answer.code, 2);
        EXPECT_NE(answer.err.find("用法见"), std::string::npos) << answer.err;
        for (const char* english : {"required", "expected", "Could not", "not in", "Requires", "requires", "excludes"})
            EXPECT_EQ(answer.err.find(english), std::string::npos) << answer.err;
    }
    const auto help = cli({"render", "--help"}, "zh_CN.UTF-8");
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("用法"), std::string::npos);
    for (const char* english : {"Usage", "OPTIONS", "REQUIRED", "Print this", "Excludes", "Needs", ":TEXT"})
        EXPECT_EQ(help.out.find(english), std::string::npos) << english << "\n" << help.out;
}

TEST_F(UsageTest, AnyPathWillDo) {
    for (const std::string name : {"有 空格 '引号\" 和 $HOME", "-dash", "new\nline"}) {
        const std::string place = folder_ / name;
        std::filesystem::create_directory(place);
        const std::string store = place + "/库 1.sqlite";
        std::filesystem::copy_file(squares_, place + "/图 层.geojson");
        ASSERT_EQ(cli({"init", store, "--spec", "plain", "--crs", "EPSG:4490"}).code, 0) << name;
        const auto import = cli({"import", store, place + "/图 层.geojson", "--layer", "A=*", "--baseline", "-m", "x"});
        ASSERT_EQ(import.code, 0) << import.err;
        EXPECT_EQ(cli({"check", store, "--format", "json", "-o", place + "/果 1.json"}).code, 0) << name;
        for (const std::string driver : {"GPKG", "GeoJSON", "ESRI Shapefile", "OpenFileGDB"}) {
            const std::string out = place + "/出 " + driver + (driver == "OpenFileGDB" ? ".gdb" : "");
            const auto written = cli({"export", store, "--driver", driver, "-o", out});
            EXPECT_EQ(written.code, 0) << driver << written.err;
            EXPECT_TRUE(std::filesystem::exists(out)) << driver;
        }
        EXPECT_EQ(cli({"render", store, "-o", place + "/图.png", "--size", "200x200"}).code, 0) << name;
        EXPECT_EQ(cliJson({"layers", store}).json()["layers"][0]["features"], 2);
    }
}

}  // namespace
