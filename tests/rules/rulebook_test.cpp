#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/drawn.h"

// What is true of every kind: when a rule is asked, what it needs, what is lawful.
namespace {

using drawn::rule;
using drawn::Sheet;
using rules::Severity;
namespace layer = support::layer;

rules::Findings found(const Sheet& sheet, const plan::RuleSpec& rule, const rules::CaseFacts* file = nullptr) {
    plan::Spec spec = drawn::spec(*sheet.schema());
    spec.rules = {rule};
    const plan::Snapshot filed(sheet.schema()), now = sheet.plan();
    return rules::check(rules::RuleSet::of(spec).value(), {now, filed, {}, nullptr, nullptr, file}).value().findings;
}

Sheet overlapping() {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(90, 50, 200, 150));
    return sheet;
}

TEST(Rulebook, whatNeedsAnEmptyLayerCannotBeDecidedAndBlocks) {
    auto needy = rule("R", "overlap", {"DLTB"});
    needy.needs = {"GHFQ"};
    const auto findings = found(overlapping(), needy);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message.key, "rules.undecided");
    EXPECT_EQ(findings[0].severity, Severity::Block);
    EXPECT_TRUE(findings[0].subjects.empty());
    needy.needs = {"DLTB"};
    EXPECT_EQ(found(overlapping(), needy).front().message.key, "rules.overlap");
}

TEST(Rulebook, aLayerThatComesAndGoesIsTheSameFromTheStartAndAfterwards) {
    Sheet sheet = overlapping();
    plan::Spec spec = drawn::spec(*sheet.schema());
    spec.rules = {rule("R", "overlap", {"DLTB"})};
    spec.rules[0].needs = {"GHFQ"};
    const auto set = rules::RuleSet::of(spec).value();
    const plan::Snapshot before = sheet.plan(), filed(sheet.schema());
    sheet.add(layer::zones, sheet.box(0, 0, 10, 10));
    const plan::Snapshot after = sheet.plan();
    const auto old = rules::check(set, {before, filed, {}}).value().findings;
    const auto fresh = rules::check(set, {after, filed, {}}).value().findings;
    EXPECT_NE(old, fresh);
    EXPECT_EQ(rules::recheck(set, {after, filed, {}}, plan::Snapshot::diff(before, after), old).value(), fresh);
    EXPECT_EQ(rules::recheck(set, {before, filed, {}}, plan::Snapshot::diff(after, before), fresh).value(), old);
}

TEST(Rulebook, isAskedInItsKindsOfCasesAlone) {
    auto some = rule("R", "overlap", {"DLTB"});
    some.caseKinds = {"redline"};
    const rules::CaseFacts redline{"redline", {}, {}}, other{"project", {}, {}};
    EXPECT_TRUE(found(overlapping(), some).empty());
    EXPECT_TRUE(found(overlapping(), some, &other).empty());
    EXPECT_EQ(found(overlapping(), some, &redline).size(), 1u);
}

TEST(Rulebook, whatIsLawfulIsANote) {
    auto bound = rule("R", "overlap", {"DLTB"});
    bound.lawful = plan::LawfulCase{{"redline"}, true};
    const auto severity = [&](const rules::CaseFacts* file) { return found(overlapping(), bound, file)[0].severity; };
    const rules::CaseFacts without{"redline", {}, {}}, other{"project", {"文号1"}, {}},
        lawful{"redline", {"文号1"}, {}};
    EXPECT_EQ(severity(nullptr), Severity::Block);
    EXPECT_EQ(severity(&without), Severity::Block);
    EXPECT_EQ(severity(&other), Severity::Block);
    EXPECT_EQ(severity(&lawful), Severity::Info);
}

TEST(Rulebook, schemesChooseRules) {
    plan::Spec spec = drawn::spec(*support::randomSchema());
    spec.rules = {rule("A", "valid", {}), rule("B", "overlap", {})};
    spec.rules[1].schemes = {"submission"};
    const auto set = rules::RuleSet::of(spec).value();
    EXPECT_EQ(set.scheme("live").rules().size(), 1u);
    EXPECT_EQ(set.scheme("submission").rules().size(), 2u);
}

TEST(Rulebook, anErrorNamesTheLineAndTheRule) {
    plan::Spec spec = drawn::spec(*support::randomSchema());
    spec.rules = {rule("A", "expression", {"DLTB"}, {{"holds", "NOFIELD = 1"}})};
    spec.rules[0].place = "rules.toml:12";
    const auto set = rules::RuleSet::of(spec);
    ASSERT_FALSE(set);
    EXPECT_THAT(set.error().where, testing::ElementsAre("rules.toml:12", "A", "DLTB"));
}

TEST(Expression, findsWhatDoesNotHold) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100), {}, "0101");
    const auto wrong = sheet.add(layer::survey, sheet.box(100, 0, 200, 100), {}, "0301");
    const std::string code = sheet.schema()->layer(layer::survey).fields[1].code;
    const auto findings = found(sheet, rule("E", "expression", {"DLTB"}, {{"holds", code + " GLOB '01*'"}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, testing::ElementsAre(wrong));
    EXPECT_EQ(findings[0].message.key, "rules.expression");
    EXPECT_TRUE(found(sheet, rule("E", "expression", {"DLTB"},
                                  {{"holds", code + " GLOB '01*'"}, {"where", code + " <> '0301'"}}))
                    .empty());
}

}  // namespace
