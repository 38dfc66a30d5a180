#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/drawn.h"

// One rule held against plans drawn by hand.
namespace inspected {

using Texts = std::vector<std::string>;

using drawn::rule;
using drawn::Sheet;
using geometry::Point;
using rules::Finding;
using rules::Findings;
using rules::Severity;
namespace layer = support::layer;

constexpr double ofArea = 0.002;  // a plan in metres is measured on the ellipsoid

inline plan::Spec packWith(const plan::Schema& schema, const plan::RuleSpec& rule) {
    plan::Spec spec = drawn::spec(schema);
    spec.rules = {rule};
    return spec;
}

inline Findings found(const plan::Snapshot& now, const plan::Snapshot& filed, const plan::RuleSpec& rule,
                      const rules::CaseFacts* file = nullptr) {
    return drawn::findings(packWith(now.schema(), rule), now, filed, {}, file);
}
inline Findings found(const Sheet& now, const Sheet& filed, const plan::RuleSpec& rule,
                      const rules::CaseFacts* file = nullptr) {
    return found(now.plan(), filed.plan(), rule, file);
}
// Where nothing was filed.
inline Findings found(const plan::Snapshot& now, const plan::RuleSpec& rule, const rules::CaseFacts* file = nullptr) {
    return found(now, plan::Snapshot(now.schemaRef()), rule, file);
}
inline Findings found(const Sheet& now, const plan::RuleSpec& rule, const rules::CaseFacts* file = nullptr) {
    return found(now.plan(), rule, file);
}

inline std::vector<std::string> keys(const Findings& findings) {
    std::vector<std::string> keys;
    for (const Finding& finding : findings) keys.push_back(finding.key());
    return keys;
}

// Law 4 from each plan to the next, with the first one filed: what is found after the change is what is found from the
// start.
inline void expectIncrementalIsFull(const std::vector<plan::Snapshot>& plans, const plan::RuleSpec& rule) {
    const auto set = rules::RuleSet::of(packWith(plans.front().schema(), rule)).value();
    const plan::Settings settings;
    Findings findings = rules::check(set, {plans.front(), plans.front(), settings}).value().findings;
    for (std::size_t i = 1; i < plans.size(); ++i) {
        const rules::Plan plan{plans[i], plans.front(), settings};
        const auto changes = plan::Snapshot::diff(plans[i - 1], plans[i]);
        findings = rules::recheck(set, plan, changes, findings).value();
        EXPECT_EQ(findings, rules::check(set, plan).value().findings) << rule.kind << " after change " << i;
    }
}

// Why a rulebook of this rule alone is refused; no error where it is taken.
inline base::Error refusal(const plan::Schema& schema, const plan::RuleSpec& rule) {
    const auto set = rules::RuleSet::of(packWith(schema, rule));
    if (set) return {};
    EXPECT_EQ(set.error().where.front(), rule.id);
    return set.error();
}
inline base::Error refusal(const plan::RuleSpec& rule) { return refusal(*support::randomSchema(), rule); }

}  // namespace inspected
