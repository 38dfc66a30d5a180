#pragma once

#include <functional>

#include "rules/rule.h"

namespace rules {

// A rule about one feature at a time: what it says depends on the feature and on its filed state alone.
class FeatureRule : public Rule {
public:
    using Rule::Rule;
    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override;

protected:
    // The filed state of a feature, if any; looked for when it is asked for.
    class Filed {
    public:
        Filed(const Plan& plan, const plan::Feature& feature) : plan_(plan), feature_(feature) {}
        operator plan::FeatureRef() const { return plan_.filedState(feature_); }

    private:
        const Plan& plan_;
        const plan::Feature& feature_;
    };
    // Adds what it finds in the feature.
    using Judge = std::function<void(const plan::FeatureRef& feature, const Filed& filed, Findings& out)>;
    // The judge of a layer's features; none where the rule has nothing to say of the layer.
    virtual Judge judge(const plan::Schema& schema, plan::LayerId layer) const = 0;

    // A finding about one feature, placed in the middle of its box.
    Finding about(const plan::Feature& feature, bool inherited) const;
    // One about a place of it, named by that.
    Finding about(const plan::Feature& feature, bool inherited, geometry::Point place) const;
};

}  // namespace rules
