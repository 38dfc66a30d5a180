#include <cmath>

#include "cli/small.h"
#include "support/workbook.h"

// check and diff as documents: what stands in the file is what the JSON says.
namespace {

using support::cli;
using support::cliJson;
using support::Sheet;
using Json = nlohmann::json;

// The value of a cell is that of the JSON: as far as the format keeps a number, which is fifteen digits.
void expectNumber(const Sheet::Cell& cell, const Json& value, const std::string& what) {
    if (value.is_null()) {
        EXPECT_TRUE(std::holds_alternative<std::monostate>(cell)) << what;
        return;
    }
    ASSERT_TRUE(std::holds_alternative<double>(cell)) << what << " is no number";
    EXPECT_NEAR(std::get<double>(cell), value.get<double>(), 1e-15 * std::abs(value.get<double>())) << what;
}

std::string names(const Json& list, bool ids) {
    std::string text;
    for (const std::string name : list)
        if (name.starts_with("#") == ids) text += (text.empty() ? "" : ", ") + name;
    return text;
}

class County : public testing::Test {
protected:
    static void SetUpTestSuite() {
        shared_ = new support::Folder;
        store_ = *shared_ / "county.sqlite";
        const std::string dataset = *shared_ / "county.gpkg";
        ASSERT_EQ(cli({"sample", dataset, "--parcels", "1000", "--seed", "11", "--errors", "3"}).code, 0);
        ASSERT_EQ(cli({"init", store_}).code, 0);
        ASSERT_EQ(cli({"import", store_, dataset, "--baseline", "-m", "filed <1> & \"more\"", "--tag", "t1"}).code, 0);
    }
    static void TearDownTestSuite() {
        delete shared_;
        shared_ = nullptr;
    }
    static std::map<std::string, Sheet> sheets(const std::string& file) {
        return support::sheetsOf(support::textOf(file));
    }

    static support::Folder* shared_;
    static std::string store_;
    support::Folder folder_;
};
support::Folder* County::shared_ = nullptr;
std::string County::store_;

TEST_F(County, TheWorkbookOfACheckHoldsWhatItsJsonSays) {
    const Json json = cliJson({"check", store_}).json();
    ASSERT_GT(json["findings"].size(), 10u) << "errors were planted";
    const std::string file = folder_ / "check.xlsx";
    const auto answer = cli({"check", store_, "--format", "xlsx", "-o", file});
    EXPECT_EQ(answer.code, 1) << "as with every format, where something blocks: " << answer.err;
    EXPECT_EQ(answer.out, "");
    auto book = sheets(file);
    ASSERT_TRUE(book.contains("Record") && book.contains("Summary") && book.contains("Findings"));

    const Sheet& summary = book["Summary"];
    ASSERT_EQ(summary.rows.size(), 1 + json["rules"].size());
    for (std::size_t i = 0; i < json["rules"].size(); ++i) {
        const Json& rule = json["rules"][i];
        EXPECT_EQ(summary.text(i + 1, summary.column("rule")), rule["id"]);
        EXPECT_EQ(summary.number(i + 1, summary.column("findings")), rule["findings"]) << rule["id"];
    }

    const Sheet& list = book["Findings"];
    ASSERT_EQ(list.rows.size(), 1 + json["findings"].size());
    std::size_t measured = 0;
    for (std::size_t i = 0; i < json["findings"].size(); ++i) {
        const Json& finding = json["findings"][i];
        const std::string key = finding["key"];
        const auto text = [&](const char* header) { return list.text(i + 1, list.column(header)); };
        EXPECT_EQ(list.number(i + 1, list.column("no.")), i + 1);
        EXPECT_EQ(text("key"), key);
        EXPECT_EQ(text("rule"), finding["rule"]);
        EXPECT_EQ(text("layer"), finding["layer"]) << key;
        EXPECT_EQ(text("description"), finding["message"]) << key;
        EXPECT_EQ(text("basis"), finding["basis"]) << key;
        EXPECT_EQ(text("inherited") == "yes", finding["inherited"].get<bool>()) << key;
        EXPECT_EQ(text("approved") == "yes", !finding["approved"].is_null()) << key;
        if (finding["features"].size() <= 20) {
            EXPECT_EQ(text("identifier"), names(finding["features"], false)) << key;
            EXPECT_EQ(text("feature").empty(), finding["features"].empty()) << key;
        }
        expectNumber(list.at(i + 1, list.column("measured")), finding["measured"], key + " measured");
        expectNumber(list.at(i + 1, list.column("limit")), finding["limit"], key + " limit");
        measured += !finding["measured"].is_null();
        const double x = list.number(i + 1, list.column("longitude")), y = list.number(i + 1, list.column("latitude"));
        EXPECT_EQ(std::isnan(x), finding["geometry"].is_null()) << key;
        if (finding["geometry"].is_null()) continue;
        double west = 180, east = -180, south = 90, north = -90;
        const Json numbers = finding["geometry"]["coordinates"].flatten();
        for (const auto& [name, value] : numbers.items()) {
            const bool first = name.ends_with("/0");
            (first ? west : south) = std::min(first ? west : south, value.get<double>());
            (first ? east : north) = std::max(first ? east : north, value.get<double>());
        }
        EXPECT_TRUE(x >= west && x <= east && y >= south && y <= north) << key << " at " << x << " " << y;
    }
    EXPECT_GT(measured, 5u);
    EXPECT_NE(list.xml.find("<autoFilter ref=\"A1:"), std::string::npos);
}

TEST_F(County, ThePageOfACheckNamesEveryFinding) {
    const Json json = cliJson({"check", store_}).json();
    const auto chinese = cli({"check", store_, "--format", "html"}, "zh_CN.UTF-8");
    EXPECT_EQ(chinese.code, 1);
    EXPECT_TRUE(chinese.out.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">")) << chinese.out.substr(0, 80);
    EXPECT_TRUE(chinese.out.ends_with("</html>\n"));
    for (const char* text : {"<h1>质量检查记录</h1>", "<h2>汇总</h2>", "<h2>明细</h2>", "不合格：存在阻断性问题",
                             "filed &lt;1&gt; &amp; &quot;more&quot;"})
        EXPECT_NE(chinese.out.find(text), std::string::npos) << text;
    EXPECT_NE(chinese.out.find(cliJson({"show", store_, "head"}).json()["digest"].get<std::string>()),
              std::string::npos);
    const auto listed = chinese.out.substr(chinese.out.find("<h2>明细</h2>"));
    std::size_t rows = 0;
    for (auto at = listed.find("<tr><td"); at != std::string::npos; at = listed.find("<tr><td", at + 1)) ++rows;
    EXPECT_EQ(rows, json["findings"].size());
    for (const auto& finding : json["findings"])
        for (const std::string name : finding["features"])
            EXPECT_NE(listed.find(name), std::string::npos) << finding["key"];
    const std::string file = folder_ / "check.html";
    const auto passed = cli({"check", store_, "--only", "Q4602", "--layer", "XZQ", "--format", "html", "-o", file});
    EXPECT_EQ(passed.code, 0) << passed.err;
    const std::string page = support::textOf(file);
    EXPECT_NE(page.find("passes: no finding blocks"), std::string::npos);
    EXPECT_NE(page.find("nothing was found"), std::string::npos);
    EXPECT_NE(page.find("<td>1 of the pack"), std::string::npos) << "which rules were asked";
}

TEST_F(County, TheWorkbookOfADifferenceHoldsWhatItsJsonSays) {
    const std::string store = folder_ / "plan.sqlite", file = folder_ / "diff.xlsx";
    std::filesystem::copy_file(store_, store);
    const Json state = cliJson({"diff", store, "0", "1"}).json();
    const Json* parcel = nullptr;
    for (const auto& change : state["changes"])
        if (change["layer"] == "DLTB" && !parcel) parcel = &change;
    ASSERT_TRUE(parcel);
    const std::string id = cliJson({"case", "open", store, "--title", "T", "--kind", "correction"}).json()["case"];
    const std::string other = (*parcel)["after"]["properties"]["DLBM"] == "0101" ? "0103" : "0101";
    support::writeText(
        folder_ / "edit.jsonl",
        Json{{"op", "set"}, {"layer", "DLTB"}, {"feature", (*parcel)["feature"]}, {"attributes", {{"DLBM", other}}}}
            .dump());
    ASSERT_EQ(cli({"edit", store, "--case", id, folder_ / "edit.jsonl"}).code, 0);

    for (const auto& [from, to] : {std::pair<std::string, std::string>("1", "case:" + id), {"0", "1"}}) {
        const Json json = cliJson({"diff", store, from, to}).json();
        ASSERT_FALSE(json["changes"].empty()) << from;
        const auto answer = cli({"diff", store, from, to, "--format", "xlsx", "-o", file, "--overwrite"});
        ASSERT_EQ(answer.code, 0) << answer.err;
        auto book = sheets(file);
        const Sheet &layers = book["Summary"], &changes = book["Changes"], &flow = book["Flow of area"];
        ASSERT_EQ(layers.rows.size(), 1 + json["layers"].size());
        for (std::size_t i = 0; i < json["layers"].size(); ++i) {
            const Json& layer = json["layers"][i];
            EXPECT_EQ(layers.text(i + 1, layers.column("layer")), layer["code"]);
            for (const auto& [header, key] :
                 {std::pair("added", "added"), std::pair("removed", "removed"), std::pair("changed", "changed"),
                  std::pair("area before (m²)", "area_before"), std::pair("area in (m²)", "area_in"),
                  std::pair("area out (m²)", "area_out"), std::pair("area after (m²)", "area_after")})
                expectNumber(layers.at(i + 1, layers.column(header)), layer[key], layer["code"].dump() + header);
        }
        ASSERT_EQ(changes.rows.size(), 1 + json["changes"].size());
        for (std::size_t i = 0; i < json["changes"].size(); ++i) {
            const Json& change = json["changes"][i];
            const std::string name = change["feature"];
            EXPECT_EQ(changes.text(i + 1, changes.column("layer")), change["layer"]);
            EXPECT_EQ(changes.text(i + 1, changes.column(name.starts_with("#") ? "feature" : "identifier")), name);
            expectNumber(changes.at(i + 1, changes.column("change (m²)")), change["area_delta"], name);
        }
        ASSERT_EQ(flow.rows.size(), 1 + json["flow"].size());
        for (std::size_t i = 0; i < json["flow"].size(); ++i) {
            const Json& one = json["flow"][i];
            EXPECT_EQ(flow.text(i + 1, flow.column("class before")), one["from"]);
            EXPECT_EQ(flow.text(i + 1, flow.column("class after")), one["to"]);
            expectNumber(flow.at(i + 1, flow.column("area (m²)")), one["area"], one.dump());
        }
        EXPECT_EQ(cli({"diff", store, from, to, "--format", "xlsx", "-o", file, "--overwrite", "--exit-code"}).code, 1);
    }
    const auto page = cli({"diff", store, "1", "case:" + id, "--format", "html"});
    EXPECT_EQ(page.code, 0) << page.err;
    EXPECT_NE(page.out.find("DLBM "), std::string::npos) << "which value changed";
    EXPECT_NE(page.out.find("case " + id), std::string::npos);
    const auto counts = cli({"diff", store, "1", "case:" + id, "--format", "html", "--stat"});
    EXPECT_EQ(counts.out.find("<h2>Changes</h2>"), std::string::npos);
    EXPECT_NE(counts.out.find("<h2>Summary</h2>"), std::string::npos);
}

using DocumentsTest = Small;

TEST_F(DocumentsTest, AWorkbookNeedsAFile) {
    refused({"check", store_, "--format", "xlsx"}, 2);
    refused({"diff", store_, "0", "1", "--format", "xlsx"}, 2);
    refused({"check", store_, "--format", "xls", "-o", folder_ / "x.xls"}, 2);
    refused({"check", store_, "--format", "xlsx", "-o", store_, "--overwrite"}, 3);
    refused({"check", store_, "--format", "xlsx", "-o", squares_}, 3);
    const auto said = cli({"check", store_, "--format", "xlsx"});
    EXPECT_NE(said.err.find("-o FILE.xlsx"), std::string::npos) << said.err;
}

TEST_F(DocumentsTest, NothingThatDiffersAndNothingThatIsFoundIsADocumentToo) {
    const auto same = cli({"diff", store_, "1", "1", "--format", "html", "--exit-code"});
    EXPECT_EQ(same.code, 0) << same.err;
    EXPECT_NE(same.out.find("nothing differs between the two states"), std::string::npos);
    const std::string file = folder_ / "check.xlsx";
    ASSERT_EQ(cli({"check", store_, "--format", "xlsx", "-o", file}).code, 0);
    auto book = support::sheetsOf(support::textOf(file));
    EXPECT_EQ(book["Findings"].text(0, 1), "rule");
    EXPECT_EQ(book["Findings"].text(2, 0), "nothing was found");
}

}  // namespace
