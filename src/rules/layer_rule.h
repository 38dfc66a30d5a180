#pragma once

#include "rules/rule.h"

namespace rules {

// A rule about layers as wholes, or about the plan itself: cheap enough to be asked anew after every change.
class LayerRule : public Rule {
public:
    using Rule::Rule;
    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override;
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override;

protected:
    virtual Findings judge(const Plan& plan) const = 0;

    // A finding about one layer; the layer need not be in the plan.
    Finding about(const plan::Schema& schema, const std::string& code, bool inherited) const;
    // There is a filed plan that could have had something already; an empty one had nothing, right or wrong.
    static bool wasFiled(const Plan& plan) { return plan.filed.count() > 0; }
};

}  // namespace rules
