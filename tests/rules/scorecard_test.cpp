#include "rules/scorecard.h"

#include <numbers>

#include "rules/inspected.h"

namespace {

using namespace inspected;
using rules::Score;

plan::Spec pack(Texts metrics) {
    plan::Spec spec = drawn::spec(*support::randomSchema("EPSG:4524"));
    plan::Parameters parameters{{"layer", "STBHHX"}, {"metrics", metrics}};
    const auto has = [&](const char* metric) {
        return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
    };
    if (has("taken")) parameters["taken"] = Texts{"DLTB where DM = '0101'", "GHFQ"};
    if (has("built")) parameters["built"] = "DLTB where DM = '0702'";
    if (has("small_parts")) parameters["small_part_m2"] = 5000.0;
    spec.rules = {rule("R-U8", "scorecard", {}, parameters)};
    spec.rules[0].severity = "warn";
    return spec;
}

const Texts all{"parts", "holes", "small_parts", "shape", "taken", "built"};

std::vector<Score> scores(const plan::Spec& spec, const Sheet& now, const Sheet& filed) {
    const plan::Snapshot present = now.plan(), before = filed.plan();
    return rules::scorecard(spec, {present, before, {}}).value();
}

const Score& scoreOf(const std::vector<Score>& scores, const std::string& metric) {
    for (const Score& score : scores)
        if (score.metric == metric) return score;
    throw std::runtime_error(metric);
}

// Farmland in the west, built land in the east, and a town of two blocks that reaches `west`.
Sheet town(double west) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100), {}, "0101");
    sheet.add(layer::survey, sheet.box(100, 0, 200, 100), {}, "0702");
    sheet.add(layer::lines, sheet.box(west, 0, 150, 100));
    sheet.add(layer::lines, sheet.box(150, 0, 200, 100));
    return sheet;
}

TEST(Scorecard, ofWhatIsAsFiledThereIsNone) {
    EXPECT_TRUE(scores(pack(all), town(100), town(100)).empty());
    EXPECT_TRUE(scores(pack(all), town(100), Sheet()).empty());  // a first filing
}

TEST(Scorecard, measuresBothStates) {
    const auto rows = scores(pack(all), town(50), town(100));
    ASSERT_EQ(rows.size(), 7u);
    EXPECT_EQ(scoreOf(rows, "parts"), (Score{"parts", "", 1, 1, "", false, false}));  // neighbours are one part
    EXPECT_EQ(scoreOf(rows, "holes").now, 0);
    const Score& shape = scoreOf(rows, "shape");
    EXPECT_NEAR(shape.filed, 400.0 * 400 / (4 * std::numbers::pi * 10000), 0.01);
    EXPECT_NEAR(shape.now, 500.0 * 500 / (4 * std::numbers::pi * 15000), 0.01);
    EXPECT_TRUE(shape.worse);
    const Score& taken = scoreOf(rows, "taken");
    EXPECT_EQ(taken.of, "DLTB (DM = '0101')");
    EXPECT_EQ(taken.filed, 0);
    EXPECT_NEAR(taken.now, 5000, 5000 * ofArea);
    EXPECT_TRUE(taken.worse);
    const Score& built = scoreOf(rows, "built");
    EXPECT_NEAR(built.filed, 100, 0.01);
    EXPECT_NEAR(built.now, 100.0 * 2 / 3, 0.01);
    EXPECT_TRUE(built.worse && !built.better);
    const auto back = scores(pack(all), town(100), town(50));
    for (const Score& score : back) EXPECT_FALSE(score.worse) << score.metric;
    EXPECT_TRUE(scoreOf(back, "taken").better && scoreOf(back, "built").better);
}

TEST(Scorecard, partsHolesAndSmallParts) {
    Sheet filed, now;
    filed.add(layer::lines, filed.box(0, 0, 100, 100));
    geometry::MultiPolygon ring = now.box(0, 0, 100, 100);
    ring.polygons[0].holes = {now.ring({{20, 20}, {20, 80}, {80, 80}, {80, 20}})};
    now.add(layer::lines, ring);
    now.add(layer::lines, now.box(300, 0, 350, 50));
    const auto rows = scores(pack({"parts", "holes", "small_parts"}), now, filed);
    EXPECT_EQ(scoreOf(rows, "parts"), (Score{"parts", "", 1, 2, "", true, false}));
    EXPECT_EQ(scoreOf(rows, "holes"), (Score{"holes", "", 0, 1, "", true, false}));
    EXPECT_EQ(scoreOf(rows, "small_parts"), (Score{"small_parts", "", 0, 1, "", true, false}));
}

TEST(Scorecard, aFindingForEachMetricThatBecameWorse) {
    const Sheet present = town(50), filed = town(100);
    const auto findings = drawn::findings(pack(all), present.plan(), filed.plan());
    std::vector<std::string> keys;
    for (const auto& finding : findings) keys.push_back(finding.key());
    EXPECT_THAT(keys, testing::ElementsAre("R-U8/@built:DLTB", "R-U8/@shape", "R-U8/@taken:DLTB (DM = '0101')"));
    EXPECT_EQ(findings[0].severity, rules::Severity::Warn);
    EXPECT_EQ(findings[0].message.key, "rules.score_built");
    EXPECT_EQ(findings[0].unit, "percent");
    EXPECT_TRUE(drawn::findings(pack(all), filed.plan(), present.plan()).empty());
}

TEST(Scorecard, whatIsWrongIsSaidAtLoad) {
    const auto refused = [](const plan::Spec& spec) {
        const auto set = rules::RuleSet::of(spec);
        return set ? std::string() : set.error().message.key;
    };
    EXPECT_EQ(refused(pack(all)), "");
    EXPECT_EQ(refused(pack({})), "rules.parameter_missing");
    EXPECT_EQ(refused(pack({"beauty"})), "rules.wrong_word");
    auto change = pack(all);
    change.rules[0].parameters["taken"] = "gained DLTB";
    EXPECT_EQ(refused(change), "rules.not_now");
    auto none = pack(all);
    none.rules[0].parameters.erase("built");
    EXPECT_EQ(refused(none), "rules.parameter_missing");
}

}  // namespace
