#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/drawn.h"

// Zones of a class must cover a line (R-Z2): the kind `gap` with conditions.
namespace {

using drawn::rule;
using drawn::Sheet;
namespace layer = support::layer;

plan::RuleSpec covered() {
    return rule("R-Z2", "gap", {"GHFQ"}, {{"county", "STBHHX"}, {"where", "DM = '100'"}}, true);
}

rules::Findings found(const Sheet& now, const Sheet& filed) {
    plan::Spec spec = drawn::spec(*now.schema());
    spec.rules = {covered()};
    return drawn::findings(spec, now.plan(), filed.plan());
}

Sheet zoned(const std::string& east) {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, 200, 100));
    sheet.add(layer::zones, sheet.box(0, 0, 100, 100), {}, "100");
    sheet.add(layer::zones, sheet.box(100, 0, 300, 100), {}, east);
    return sheet;
}

TEST(ZonesAndLines, agreeWhereTheClassCoversTheLine) {
    const Sheet empty;
    EXPECT_THAT(found(zoned("100"), empty), testing::IsEmpty());
    const auto findings = found(zoned("520"), empty);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 10000, 20);
    EXPECT_EQ(findings[0].message.key, "rules.uncovered");
    EXPECT_FALSE(findings[0].inherited);
    EXPECT_TRUE(found(zoned("520"), zoned("520"))[0].inherited);
    EXPECT_FALSE(found(zoned("520"), zoned("100"))[0].inherited);
}

TEST(ZonesAndLines, whatAnotherLayerCoversIsLeftToOtherRules) {
    Sheet sheet = zoned("520");
    sheet.add(layer::survey, sheet.box(100, 0, 200, 60));
    plan::Spec spec = drawn::spec(*sheet.schema());
    spec.rules = {covered()};
    spec.rules[0].parameters["except"] = std::vector<std::string>{"DLTB"};
    const auto findings = drawn::findings(spec, sheet.plan(), plan::Snapshot(sheet.schema()));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 4000, 10);
}

// No boundary of the two lies where the other layer changes: the gap goes round the place.
TEST(ZonesAndLines, whatAnotherLayerCoversInTheMiddleOfAGapIsSeenAtOnce) {
    Sheet bare = zoned("520"), covered = zoned("520");
    bare.add(layer::survey, bare.box(130, 30, 170, 70));
    covered.add(layer::survey, covered.box(120, 20, 180, 80));
    plan::Spec spec = drawn::spec(*bare.schema());
    spec.rules = {::covered()};
    spec.rules[0].parameters["except"] = std::vector<std::string>{"DLTB"};
    const auto set = rules::RuleSet::of(spec).value();
    const plan::Snapshot filed(bare.schema()), small = bare.plan(), large = covered.plan(), none = zoned("520").plan();
    const auto found = [&](const plan::Snapshot& plan) {
        return rules::check(set, {plan, filed, {}}).value().findings;
    };
    ASSERT_EQ(found(small).size(), 1u);
    EXPECT_NEAR(*found(small)[0].measured, 8400, 20);
    EXPECT_NEAR(*found(large)[0].measured, 6400, 20);
    for (const auto& [from, to] : {std::pair(small, large), {large, none}, {none, small}})
        EXPECT_EQ(rules::recheck(set, {to, filed, {}}, plan::Snapshot::diff(from, to), found(from)).value(), found(to));
}

TEST(ZonesAndLines, anotherClassIsSeenAtOnce) {
    const Sheet before = zoned("100"), after = zoned("520");
    plan::Spec spec = drawn::spec(*before.schema());
    spec.rules = {covered()};
    const auto set = rules::RuleSet::of(spec).value();
    const plan::Snapshot filed(before.schema()), good = before.plan(), bad = after.plan();
    const auto none = rules::check(set, {good, filed, {}}).value().findings;
    const auto one = rules::check(set, {bad, filed, {}}).value().findings;
    EXPECT_EQ(rules::recheck(set, {bad, filed, {}}, plan::Snapshot::diff(good, bad), none).value(), one);
    EXPECT_EQ(rules::recheck(set, {good, filed, {}}, plan::Snapshot::diff(bad, good), one).value(), none);
}

}  // namespace
