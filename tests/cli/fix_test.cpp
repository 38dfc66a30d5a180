#include "cli/small.h"

// `fix`, {"op":"fix"} and `waive` on a practice county with planted errors.
namespace {

using nlohmann::json;
using support::cli;
using support::cliJson;

class FixTest : public testing::Test {
protected:
    void SetUp() override {
        const std::string county = folder_ / "county.gpkg";
        ASSERT_EQ(cli({"sample", county, "--parcels", "1000", "--errors", "16", "--seed", "4"}).code, 0);
        ASSERT_EQ(cli({"init", store_}).code, 0);
        const auto import = cli({"import", store_, county, "--baseline", "-m", "filed"});
        ASSERT_EQ(import.code, 0) << import.err;
        const auto opened = cliJson({"case", "open", store_, "--title", "repair", "--kind", "correction"});
        ASSERT_EQ(opened.code, 0) << opened.err;
        case_ = opened.json()["case"].get<std::string>();
    }

    json check() const { return cliJson({"check", store_, "--at", "case:" + case_}).json(); }
    static std::vector<std::string> keysOf(const json& check) {
        std::vector<std::string> keys;
        for (const auto& finding : check["findings"]) keys.push_back(finding["key"]);
        return keys;
    }

    support::Folder folder_;
    const std::string store_ = folder_ / "plan.sqlite";
    std::string case_;
};

TEST_F(FixTest, MendsWhatIsSafeAndListsTheRest) {
    const auto before = keysOf(check());
    ASSERT_FALSE(before.empty());
    const auto tried = cliJson({"fix", store_, "--case", case_, "--dry-run"});
    EXPECT_EQ(keysOf(check()), before) << "a dry run changes nothing";
    const auto done = cliJson({"fix", store_, "--case", case_});
    EXPECT_EQ(done.json()["mended"], tried.json()["mended"]);
    const json answer = done.json();
    EXPECT_GT(answer["mended"].size(), 0u);
    EXPECT_EQ(answer["mended"].size() + answer["gone"].size() + answer["refused"].size(), before.size());
    EXPECT_EQ(done.code, answer["refused"].empty() ? 0 : 1);
    const auto after = keysOf(check());
    EXPECT_EQ(after.size(), answer["refused"].size());
    for (const auto& key : after) EXPECT_NE(std::find(before.begin(), before.end(), key), before.end()) << key;
    EXPECT_EQ(cli({"verify", store_}).code, 0);
}

TEST_F(FixTest, AScriptMendsAndTakesItBack) {
    const json tried = cliJson({"fix", store_, "--case", case_, "--dry-run"}).json();
    ASSERT_GT(tried["mended"].size(), 0u);
    const std::string key = tried["mended"][0]["key"], script = folder_ / "script.jsonl";
    support::writeText(script, json{{"op", "fix"}, {"finding", key}}.dump() + "\n");
    const auto before = keysOf(check());
    const auto done = cliJson({"edit", store_, "--case", case_, script});
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(done.json()["steps"][0]["op"], "fix");
    EXPECT_GT(done.json()["steps"][0]["changed"].size(), 0u);
    const auto after = keysOf(check());
    EXPECT_EQ(std::find(after.begin(), after.end(), key), after.end());
    support::writeText(script, json{{"op", "fix"}, {"finding", "Q0000/1"}}.dump() + "\n");
    EXPECT_EQ(cli({"edit", store_, "--case", case_, script}).code, 3);
    EXPECT_EQ(keysOf(check()), after);
}

TEST_F(FixTest, ApprovalsSurviveEveryRunAndAreTakenBack) {
    const json found = check();
    std::string soft, hard;
    for (const auto& finding : found["findings"])
        (finding["severity"] == "block" ? hard : soft) = finding["key"].get<std::string>();
    ASSERT_FALSE(soft.empty());
    const auto approvalOf = [&](const std::string& key) {
        const json now = check();
        for (const auto& finding : now["findings"])
            if (finding["key"] == key) return json(finding["approved"]);
        return json();
    };
    EXPECT_EQ(cli({"waive", store_, "--case", case_, "--finding", soft}).code, 3) << "without a reason";
    EXPECT_EQ(cli({"waive", store_, "--case", case_, "--finding", soft, "--why", " \t"}).code, 2) << "a blank one";
    const auto done = cli({"waive", store_, "--case", case_, "--finding", soft, "--why", "historic", "--document",
                           "乌后自然资发〔2026〕7号", "--as", "审核员"});
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(approvalOf(soft)["author"], "审核员");
    EXPECT_EQ(approvalOf(soft)["document"], "乌后自然资发〔2026〕7号");
    EXPECT_EQ(approvalOf(soft)["reason"], "historic");
    EXPECT_FALSE(approvalOf(soft)["time"].get<std::string>().empty());
    if (!hard.empty()) {
        EXPECT_EQ(cli({"waive", store_, "--case", case_, "--finding", hard, "--why", "no"}).code, 5);
    }
    EXPECT_EQ(cli({"waive", store_, "--case", case_, "--finding", "Q0000/1", "--why", "no"}).code, 3);
    const json mending = cliJson({"fix", store_, "--case", case_, "--dry-run"}).json();
    for (const char* list : {"mended", "refused"})
        for (const auto& one : mending[list]) EXPECT_NE(one["key"], soft) << "approved as it is";
    EXPECT_EQ(cli({"waive", store_, "--case", case_, "--finding", soft, "--revoke"}).code, 0);
    EXPECT_TRUE(approvalOf(soft).is_null());
    EXPECT_EQ(cli({"verify", store_}).code, 0);
}

TEST_F(FixTest, AnIndicatorIsExplained) {
    const auto answer = cliJson({"indicators", store_, "--explain", "I01"});
    ASSERT_EQ(answer.code, 0) << answer.err;
    const json explained = answer.json();
    double sum = 0;
    for (const auto& one : explained["classes"]) sum += one["value"].get<double>();
    EXPECT_NEAR(sum / 10000, explained["indicator"]["value"].get<double>(), 0.01);
    EXPECT_EQ(explained["course"].size(), 1u);
    EXPECT_EQ(cli({"indicators", store_, "--explain", "I99"}).code, 3);
}

}  // namespace
