#include "mend/mend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "geometry/regions.h"
#include "rules/drawn.h"

namespace {

using drawn::rule;
using drawn::Sheet;
using geometry::MultiPolygon;
namespace layer = support::layer;

// A plan of the sheet, nothing of it filed, under some rules.
struct Bench {
    plan::Spec spec;
    rules::RuleSet rules;
    plan::Snapshot now, filed;
    plan::Settings settings;
    rules::Findings found;

    Bench(const Sheet& sheet, std::vector<plan::RuleSpec> all)
        : spec(drawn::spec(*sheet.schema())), now(sheet.plan()), filed(sheet.schema()) {
        spec.rules = std::move(all);
        rules = rules::RuleSet::of(spec).value();
        found = rules::check(rules, plan()).value().findings;
    }
    rules::Plan plan() const { return {now, filed, settings}; }
    mend::Mending mend(const std::string& how = {}) const {
        std::vector<std::string> keys;
        for (const auto& finding : found) keys.push_back(finding.key());
        return mend::mend(rules, spec, plan(), found, keys, how).value();
    }
    std::vector<std::string> ways(std::size_t i) const {
        for (const auto& rule : rules.rules())
            if (rule->spec().id == found[i].rule) {
                const auto plan = this->plan();
                std::vector<std::string> names;
                for (const auto& remedy : mend::remedies({rule->spec(), found[i], plan, spec}))
                    names.push_back(remedy.how);
                return names;
            }
        return {};
    }
};

// The corners of an area of one ring, wherever that begins.
std::set<geometry::Point> cornersOf(const MultiPolygon& area) {
    EXPECT_EQ(area.polygons.size(), 1u);
    return {area.polygons[0].outer.begin(), area.polygons[0].outer.end()};
}
std::set<geometry::Point> cornersOf(const plan::Snapshot& plan, plan::LayerId layer, plan::FeatureId id) {
    return cornersOf(std::get<MultiPolygon>(plan.find(layer, id)->shape));
}

TEST(Mend, anOverlapGoesToOneSide) {
    Sheet sheet;
    const auto large = sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    const auto small = sheet.add(layer::survey, sheet.box(90, 0, 150, 100));
    const Bench bench(sheet, {rule("Q4201", "overlap", {"DLTB"})});
    ASSERT_EQ(bench.found.size(), 1u);
    EXPECT_THAT(bench.ways(0), testing::ElementsAre("take_from_first", "take_from_second"));
    const auto usual = bench.mend();
    EXPECT_THAT(usual.findings, testing::IsEmpty());
    ASSERT_EQ(usual.mended.size(), 1u);
    EXPECT_EQ(usual.mended[0].how, "take_from_first");
    EXPECT_EQ(cornersOf(usual.after, layer::survey, large), cornersOf(sheet.box(0, 0, 90, 100)));
    EXPECT_EQ(cornersOf(usual.after, layer::survey, small), cornersOf(sheet.box(90, 0, 150, 100)));
    const auto other = bench.mend("take_from_second");
    EXPECT_EQ(cornersOf(other.after, layer::survey, small), cornersOf(sheet.box(100, 0, 150, 100)));
}

TEST(Mend, theBatchIsOneCommandThatMakesTheSame) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(90, 0, 150, 100));
    sheet.add(layer::survey, sheet.box(145, 0, 200, 100));
    const Bench bench(sheet, {rule("Q4201", "overlap", {"DLTB"})});
    const auto mending = bench.mend();
    EXPECT_EQ(mending.mended.size(), 2u);
    const auto changes = edit::apply(mending.batch, bench.now).value();
    EXPECT_EQ(bench.now.with(changes).value(), mending.after);
    const std::string line = edit::encode(mending.batch, bench.now.schema());
    EXPECT_EQ(edit::decode(line, bench.now.schema()).value(), edit::Command(mending.batch));
    EXPECT_EQ(mending.findings,
              rules::check(bench.rules, {mending.after, bench.filed, bench.settings}).value().findings);
}

Sheet withGap() {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 200, 100));
    sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {80, 0}, {80, 50}, {80, 100}, {0, 100}}), {}}}});
    sheet.add(layer::survey, {{{sheet.ring({{80, 50}, {90, 50}, {90, 100}, {80, 100}}), {}}}});
    sheet.add(layer::survey, {{{sheet.ring({{90, 0}, {200, 0}, {200, 100}, {90, 100}, {90, 50}}), {}}}});
    return sheet;
}

TEST(Mend, aGapGoesToTheLongestOrTheLargestNeighbour) {
    const Sheet sheet = withGap();
    const Bench bench(sheet, {rule("Q4202", "gap", {"DLTB"}, {{"county", "XZQ"}})});
    ASSERT_EQ(bench.found.size(), 1u);
    EXPECT_THAT(bench.ways(0), testing::ElementsAre("fill_longest", "fill_largest"));
    const auto filled = bench.mend("fill_largest");
    EXPECT_THAT(filled.findings, testing::IsEmpty());
    EXPECT_GT(filled.after.find(layer::survey, plan::FeatureId{0, 4})->area,
              bench.now.find(layer::survey, plan::FeatureId{0, 4})->area);
}

TEST(Mend, aFragmentGoesToItsNeighbour) {
    Sheet sheet;
    const auto large =
        sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 0}, {100, 2}, {100, 100}, {0, 100}}), {}}}});
    const auto small = sheet.add(layer::survey, sheet.box(100, 0, 102, 2));
    const Bench bench(sheet, {rule("Q4601", "sliver", {"DLTB"}, {{"min_area_m2", 10.0}})});
    ASSERT_EQ(bench.found.size(), 1u);
    const auto mending = bench.mend();
    EXPECT_THAT(mending.refused, testing::IsEmpty());
    EXPECT_EQ(mending.after.find(layer::survey, small), nullptr);
    EXPECT_EQ(mending.after.count(layer::survey), 1u);
    EXPECT_NE(mending.after.find(layer::survey, large), nullptr);
}

TEST(Mend, theFirstOfTwoKeepsItsIdentifier) {
    Sheet sheet;
    const auto first = sheet.add(layer::survey, sheet.box(0, 0, 100, 100), "150825000000000007");
    const auto second = sheet.add(layer::survey, sheet.box(200, 0, 300, 100), "150825000000000007");
    const Bench bench(sheet, {rule("Q3302", "unique", {}, {{"pattern", "[0-9]{18}"}})});
    ASSERT_EQ(bench.found.size(), 1u);
    const auto mending = bench.mend();
    EXPECT_THAT(mending.findings, testing::IsEmpty());
    EXPECT_EQ(plan::textOf(mending.after.find(layer::survey, first)->value(0)), "150825000000000007");
    EXPECT_EQ(plan::textOf(mending.after.find(layer::survey, second)->value(0)), "150825000000000008");
}

TEST(Mend, whatAnotherAgencyKeepsStaysAsItIs) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(90, 0, 150, 100));
    Bench bench(sheet, {rule("Q4201", "overlap", {"DLTB"})});
    bench.spec.foreignLayers = {"DLTB"};
    const auto mending = bench.mend();
    EXPECT_EQ(mending.after, bench.now);
    ASSERT_EQ(mending.refused.size(), 1u);
    EXPECT_EQ(mending.refused[0].reason.key, "mend.foreign");
}

// Filling the gap with the zone would make an overlap with the feature of another rule.
TEST(Mend, whatWouldMakeAnythingWorseIsRefused) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(90, 0, 150, 100));
    auto total = rule("E", "expression", {"DLTB"}, {{"holds", "area_m2 > 5900"}});
    const Bench bench(sheet, {rule("Q4201", "overlap", {"DLTB"}), total});
    ASSERT_EQ(bench.found.size(), 1u);
    const auto refused = bench.mend("take_from_second");
    ASSERT_EQ(refused.refused.size(), 1u);
    EXPECT_EQ(refused.refused[0].reason.key, "mend.would_worsen");
    EXPECT_EQ(refused.after, bench.now);
    EXPECT_THAT(bench.mend().refused, testing::IsEmpty());
}

// The parcel that would give way is too small already, and would be smaller.
TEST(Mend, whatIsWrongAlreadyMustNotBecomeWorse) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(90, 0, 120, 100));
    const Bench bench(
        sheet, {rule("Q4201", "overlap", {"DLTB"}), rule("Q4601", "sliver", {"DLTB"}, {{"min_area_m2", 5000.0}})});
    ASSERT_EQ(bench.found.size(), 2u);
    const auto refused =
        mend::mend(bench.rules, bench.spec, bench.plan(), bench.found, {bench.found[0].key()}, "take_from_second")
            .value();
    EXPECT_EQ(refused.after, bench.now);
    ASSERT_EQ(refused.refused.size(), 1u);
    EXPECT_EQ(refused.refused[0].reason.key, "mend.would_worsen");
}

TEST(Mend, everyWayHasAName) {
    EXPECT_EQ(mend::nameOf(mend::Way::Recompute), "recompute");
    EXPECT_EQ(mend::nameOf(mend::Way::InsertVertex), "insert_vertex");
    const auto names = mend::wayNames();
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(Mend, whatOnlyAPersonCanDecideIsRefused) {
    Sheet sheet;
    sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 100}, {100, 0}, {0, 100}}), {}}}});
    const Bench bench(sheet, {rule("Q4101", "valid", {"DLTB"})});
    ASSERT_EQ(bench.found.size(), 1u);
    const auto mending = bench.mend();
    ASSERT_EQ(mending.refused.size(), 1u);
    EXPECT_EQ(mending.refused[0].reason.key, "mend.by_hand");
}

TEST(Mend, aKeyThatNoFindingHasIsAnError) {
    const Sheet sheet = withGap();
    const Bench bench(sheet, {rule("Q4202", "gap", {"DLTB"}, {{"county", "XZQ"}})});
    EXPECT_EQ(mend::mend(bench.rules, bench.spec, bench.plan(), bench.found, {"Q9999/1"}).error().code,
              base::Error::Code::NotFound);
}

}  // namespace
