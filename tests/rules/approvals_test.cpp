#include <gtest/gtest.h>

#include "rules/asking.h"
#include "rules/drawn.h"

// What was approved of a case's findings, as it comes and goes (law 4 holds of it too).
namespace {

using drawn::rule;
using drawn::Sheet;
namespace layer = support::layer;

struct Case {
    Sheet sheet;
    plan::Snapshot now, filed;
    plan::Settings settings;
    rules::RuleSet rules;
    rules::CaseFacts file{"adjustment", {}, {}};

    explicit Case(const char* severity, bool waivable) : filed(sheet.schema()) {
        sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
        sheet.add(layer::survey, sheet.box(90, 0, 150, 100));
        now = sheet.plan();
        auto spec = drawn::spec(*sheet.schema());
        spec.rules = {rule("Q4201", "overlap", {"DLTB"})};
        spec.rules[0].severity = severity;
        spec.rules[0].waivable = waivable;
        rules = rules::RuleSet::of(spec).value();
    }
    rules::Plan plan() const { return {now, filed, settings, nullptr, nullptr, &file}; }
    rules::Findings checked() const { return rules::check(rules, plan()).value().findings; }
    rules::Findings rechecked(rules::Findings old) const {
        return rules::recheck(rules, plan(), {}, std::move(old)).value();
    }
};

TEST(Approvals, comeAndGoInARecheckAsInACheck) {
    Case one("warn", false);
    const auto before = one.checked();
    ASSERT_EQ(before.size(), 1u);
    EXPECT_FALSE(before[0].approved);
    one.file.approvals[before[0].key()] = {"someone", "agreed", "2026-21", "2026-11-28", before[0].measured};
    const auto approved = one.rechecked(before);
    EXPECT_EQ(approved, one.checked());
    ASSERT_TRUE(approved[0].approved);
    EXPECT_EQ(approved[0].approved->reason, "agreed");
    one.file.approvals.clear();
    EXPECT_EQ(one.rechecked(approved), before) << "what was withdrawn holds no longer";
}

TEST(Approvals, areNotOfWhatBlocksUnlessItsRuleAllows) {
    for (const bool waivable : {false, true}) {
        Case one("block", waivable);
        const auto found = one.checked();
        ASSERT_EQ(found.size(), 1u);
        EXPECT_EQ(rules::mayBeApproved(one.rules.rules()[0]->spec(), found[0]), waivable);
        one.file.approvals[found[0].key()] = {"someone", "agreed", "", "", found[0].measured};
        EXPECT_EQ(one.checked()[0].approved.has_value(), waivable);
        EXPECT_EQ(rules::check(one.rules, one.plan()).value().blocks(), !waivable);
    }
}

TEST(Approvals, doNotHoldOfWhatHasGrown) {
    Case one("warn", false);
    const auto found = one.checked();
    ASSERT_TRUE(found[0].measured);
    one.file.approvals[found[0].key()] = {"someone", "agreed", "", "", *found[0].measured - 1};
    EXPECT_FALSE(one.checked()[0].approved);
}

}  // namespace
