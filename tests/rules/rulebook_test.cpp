#include "rules/inspected.h"

// What is true of every kind: when a rule is asked, what it needs, what is lawful.
namespace {

using namespace inspected;

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
    needy.severity = "document";
    EXPECT_EQ(found(overlapping(), needy)[0].severity, Severity::Block);
    needy.severity = "warn";
    EXPECT_EQ(found(overlapping(), needy)[0].severity, Severity::Warn);
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

// Approved at one size, and judged again where it has become worse: on which side of its limit it is does not matter.
TEST(Rulebook, whatHasGrownSinceIsNotApproved) {
    const auto approvedThen = [](const Sheet& then, const Sheet& now, const plan::RuleSpec& rule) {
        const Finding finding = found(then, rule).at(0);
        rules::CaseFacts file{"redline", {}, {}};
        file.approvals[finding.key()] = {"a", "because", "", "", finding.size()};
        return found(now, rule, &file).at(0).approved.has_value();
    };
    const auto overlap = rule("R", "overlap", {"DLTB"});
    auto warned = overlap;
    warned.severity = "warn";
    const auto by = [](double metres) {
        Sheet sheet;
        sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
        sheet.add(layer::survey, sheet.box(100 - metres, 0, 200, 100));
        return sheet;
    };
    EXPECT_TRUE(approvedThen(by(20), by(20), warned));
    EXPECT_TRUE(approvedThen(by(20), by(10), warned));
    EXPECT_FALSE(approvedThen(by(20), by(30), warned));
    EXPECT_FALSE(approvedThen(by(20), by(10), overlap)) << "what blocks is not approved";
    auto small = rule("S", "sliver", {"DLTB"}, {{"min_area_m2", 1000.0}});
    small.severity = "warn";
    const auto ofSize = [](double metres) {
        Sheet sheet;
        sheet.add(layer::survey, sheet.box(0, 0, metres, metres));
        return sheet;
    };
    EXPECT_TRUE(approvedThen(ofSize(20), ofSize(25), small));
    EXPECT_FALSE(approvedThen(ofSize(20), ofSize(10), small));
}

}  // namespace
