#include "cli/small.h"

// Where a command writes: never over a store or an input, over nothing else unasked, and all of it or nothing.
namespace {

using support::cli;
using support::quoted;
using support::shell;

class OutputTest : public Small {
protected:
    void SetUp() override {
        Small::SetUp();
        std::filesystem::copy_file(store_, other_);
        std::filesystem::create_symlink(store_, folder_ / "link.sqlite");
        std::filesystem::create_hard_link(store_, folder_ / "same.sqlite");
        support::writeText(folder_ / "old.txt", "old");
    }
    // Each command that writes a file, writing to `out`.
    std::vector<std::vector<std::string>> commands(const std::string& out) const {
        return {{"check", store_, "-o", out},
                {"check", store_, "--format", "json", "-o", out},
                {"diff", store_, "0", "1", "-o", out},
                {"render", store_, "-o", out},
                {"export", store_, "--driver", "GPKG", "-o", out},
                {"export", store_, "--driver", "GeoJSON", "-o", out},
                {"sample", out, "--parcels", "1000"},
                {"sample", folder_ / "new.gpkg", "--parcels", "1000", "--truth", out},
                {"sample", folder_ / "new.gpkg", "--parcels", "1000", "--practice", out}};
    }
    const std::string other_ = folder_ / "other.sqlite";
};

TEST_F(OutputTest, NeverTakesThePlaceOfAStore) {
    for (const std::string name : {"plan.sqlite", "other.sqlite", "link.sqlite", "same.sqlite"})
        for (auto arguments : commands(folder_ / name)) {
            refused(arguments, 3);
            arguments.push_back("--overwrite");
            refused(arguments, 3);
        }
    const auto before = files();
    refused(shell("cd " + quoted(folder_.path().string()) + " && " + quoted(support::binary("sanxian-cli")) +
                  " check plan.sqlite -o \"../$(basename \"$PWD\")/./plan.sqlite\" --overwrite"),
            3, before, "the same by another way");
}

TEST_F(OutputTest, NeverTakesThePlaceOfAnInputOrOfAnotherOutput) {
    const std::string rules = folder_ / "rules.toml";
    support::writeText(rules, "");
    refused({"check", store_, "--rules", rules, "-o", rules, "--overwrite"}, 3);
    const std::string out = folder_ / "new.gpkg";
    refused({"sample", out, "--parcels", "1000", "--truth", out, "--overwrite"}, 3);
    refused({"sample", out, "--parcels", "1000", "--truth", folder_ / "t", "--practice", folder_ / "t"}, 3);
}

TEST_F(OutputTest, AFolderWithAStoreStays) {
    const std::string around = folder_ / "around.gdb";
    std::filesystem::create_directory(around);
    std::filesystem::copy_file(store_, around + "/inner.sqlite");
    refused({"export", around + "/inner.sqlite", "--driver", "OpenFileGDB", "-o", around, "--overwrite"}, 3);
    refused({"export", store_, "--driver", "OpenFileGDB", "-o", around, "--overwrite"}, 3);
}

TEST_F(OutputTest, WhatIsThereIsReplacedWhenAskedAlone) {
    for (const auto& arguments : commands(folder_ / "old.txt")) refused(arguments, 3);
    for (const std::string verb : {"check", "diff"}) {
        std::vector<std::string> arguments{verb, store_};
        if (verb == "diff") arguments.insert(arguments.end(), {"0", "1"});
        arguments.insert(arguments.end(), {"--format", "json", "-o", folder_ / "old.txt", "--overwrite"});
        const auto answer = cli(arguments);
        EXPECT_EQ(answer.code, 0) << answer.err;
        EXPECT_EQ(answer.out, "");
        EXPECT_TRUE(nlohmann::json::accept(support::textOf(folder_ / "old.txt"))) << verb;
    }
    const std::string picture = folder_ / "map.png";
    support::writeText(picture, "old");
    refused({"render", store_, "-o", picture}, 3);
    EXPECT_EQ(cli({"render", store_, "-o", picture, "--overwrite"}).code, 0);
    EXPECT_TRUE(support::textOf(picture).starts_with("\x89PNG"));
}

TEST_F(OutputTest, PlacesWhereNothingCanBe) {
    for (const auto& place : {folder_ / "none/x.json", folder_.path().string(), folder_ / "squares.geojson/x.json",
                              std::string("/dev/null/x")})
        refused({"check", store_, "-o", place}, 3);
    for (const auto& arguments : commands("/dev/full")) refused(arguments, 3);
    refused({"check", store_, "-o", ""}, 2);
    refused({"diff", store_, "0", "1", "-o", ""}, 2);
    refused({"sample", folder_ / "new.gpkg", "--truth", ""}, 2);
    refused({"export", store_, "--driver", "GPKG", "-o", ""}, 3);
    refused({"render", store_, "-o", ""}, 3);
    const auto before = files();
    refused(shell("said=$(ulimit -f 0; " + quoted(support::binary("sanxian-cli")) + " sample " +
                  quoted(folder_ / "x.gpkg") + " --parcels 1000 --truth " + quoted(folder_ / "x.json") +
                  " 2>&1); code=$?; echo \"$said\" >&2; exit $code"),
            3, before, "sample with no room for a file");
}

TEST_F(OutputTest, AnAnswerThatCannotBeWrittenIsNone) {
    const std::string program = quoted(support::binary("sanxian-cli")) + " ";
    const std::string stores = " " + quoted(store_);
    for (const std::string& verb : {"layers" + stores, "log" + stores, "check" + stores, "diff" + stores + " 0 1",
                                    "show" + stores + " 1", std::string("--help"), std::string("--version")})
        for (const std::string where : {">/dev/full", ">&-"}) {
            const auto before = files();
            refused(shell(program + verb + " " + where), 3, before, verb + where);
        }
}

}  // namespace
