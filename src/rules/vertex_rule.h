#pragma once

#include "rules/feature_rule.h"

namespace rules {

// A rule about the vertices of a feature: what it says of one, it says at its place (FeatureRule::about with a place),
// and that depends on what lies within `reach` of it and on the feature's filed state alone. So where a long boundary
// changed at one place, the rest is not gone through.
class VertexRule : public FeatureRule {
public:
    using FeatureRule::FeatureRule;
    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override;
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override;

protected:
    // Adds what it finds at the vertices in the place; it may add more.
    using Look = std::function<void(const plan::FeatureRef& feature, const geometry::Box& place, const Filed& filed,
                                    Findings& out)>;
    virtual Look look(const plan::Schema& schema, plan::LayerId layer) const = 0;
    // In metres.
    virtual double reach() const = 0;

    Judge judge(const plan::Schema& schema, plan::LayerId layer) const final;

private:
    // What of the feature is to be looked at.
    geometry::Box placeOf(const Scope::Touched& touched, const plan::Schema& schema) const;
};

}  // namespace rules
