#pragma once

#include "rules/portion.h"

namespace rules {

// A rule about parts of features, one finding for each feature. What it says depends on the part alone.
class PortionRule : public Rule {
public:
    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override;
    bool concerned(const Plan& plan) const override;
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override;
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override;

protected:
    // No two portions may be of one layer in one state.
    PortionRule(const plan::RuleSpec& rule, std::vector<Portion> portions);
    // Adds what it finds in one feature.
    virtual void judge(const Plan& plan, const Portion& portion, Portions& parts, const plan::Feature& feature,
                       Findings& out) const = 0;
    // A finding about the part.
    Finding about(const Portion& portion, const plan::Feature& feature, Part part, bool inherited) const;

private:
    using Affected = std::vector<std::set<plan::FeatureId>>;  // of each portion
    Affected affected(const Plan& plan, const Scope& scope) const;
    bool stale(const Finding& old, const plan::Schema& schema, const Affected& affected) const;

    std::vector<Portion> portions_;
    std::vector<std::set<std::string>> layers_;  // that each depends on
};

// Refuses two that are of one layer in one state, and selections of change where only a state makes sense.
base::Result<> validPortions(const std::vector<Portion>& portions);

}  // namespace rules
