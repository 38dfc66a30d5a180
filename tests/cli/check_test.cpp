#include "cli/small.h"

// `check --rules` and `render --sheet`.
namespace {

using support::cli;
using support::cliJson;

using CheckTest = Small;

TEST_F(CheckTest, JudgesByTheRulesOfAFile) {
    const std::string rules = folder_ / "rules.toml";
    const auto rule = [&](const std::string& severity, const std::string& required) {
        support::writeText(rules, "[[rule]]\nid = \"R-OWN\"\nkind = \"" + required +
                                      "\"\nname_zh = \"自\"\nname_en = \"own\"\nseverity = \"" + severity +
                                      "\"\nlayers = [\"A\"]\nconfidence = \"P\"\n");
    };
    rule("block", "overlap");
    const auto holds = cliJson({"check", store_, "--rules", rules});
    ASSERT_EQ(holds.code, 0) << holds.err;
    ASSERT_EQ(holds.json()["rules"].size(), 1u) << "in place of the pack's own";
    EXPECT_EQ(holds.json()["rules"][0]["id"], "R-OWN");

    const std::string twice = folder_ / "twice.geojson";
    support::writeText(twice, R"({"type":"FeatureCollection","features":[)" + square("c", 107.005) + "]}");
    ASSERT_EQ(cli({"import", store_, twice, "--layer", "A=*", "--baseline", "-m", "over"}).code, 0);
    const auto broken = cliJson({"check", store_, "--rules", rules});
    EXPECT_EQ(broken.code, 1) << broken.err;
    EXPECT_EQ(broken.json()["verdict"], "block");
    EXPECT_EQ(broken.json()["findings"].size(), 2u) << "c lies over a and over b";
    rule("warn", "overlap");
    EXPECT_EQ(cli({"check", store_, "--rules", rules}).code, 0);
    rule("block", "no_such_kind");
    refused({"check", store_, "--rules", rules}, 3);
    rule("none", "overlap");
    refused({"check", store_, "--rules", rules}, 3);
    for (const char* text : {"[[rule]\n", "", "# nobody asks anything\n"}) {
        support::writeText(rules, text);
        refused({"check", store_, "--rules", rules}, 3);
    }
}

// The page of a PDF, width and height in points.
std::pair<double, double> pageOf(const std::string& file) {
    const std::string text = support::textOf(file);
    double width = 0, height = 0;
    const auto at = text.find("/MediaBox");
    if (at != std::string::npos) std::sscanf(text.c_str() + at, "/MediaBox [0 0 %lf %lf", &width, &height);
    return {width, height};
}

TEST_F(CheckTest, ASheetHasTheSizeOfItsPaper) {
    constexpr double point = 25.4 / 72;
    const std::pair<std::string, std::pair<double, double>> sheets[] = {
        {"A3", {420, 297}}, {"A4", {297, 210}}, {"A4-portrait", {210, 297}}, {"A0", {1189, 841}}};
    for (const auto& [sheet, paper] : sheets) {
        const std::string out = folder_ / (sheet + ".pdf");
        const auto answer = cli({"render", store_, "--sheet", sheet, "-o", out});
        ASSERT_EQ(answer.code, 0) << sheet << answer.err;
        const auto [width, height] = pageOf(out);
        EXPECT_NEAR(width * point, paper.first, 0.5) << sheet;
        EXPECT_NEAR(height * point, paper.second, 0.5) << sheet;
    }
    ASSERT_EQ(cli({"render", store_, "--sheet", "A4", "-o", folder_ / "sheet.svg"}).code, 0);
    const std::string svg = support::textOf(folder_ / "sheet.svg");
    EXPECT_NE(svg.find("1:1"), std::string::npos) << "a round scale stands on it";
    ASSERT_EQ(cli({"render", store_, "--sheet", "A4", "-o", folder_ / "sheet.png"}).code, 0);
    EXPECT_TRUE(support::textOf(folder_ / "sheet.png").starts_with("\x89PNG"));
}

}  // namespace
