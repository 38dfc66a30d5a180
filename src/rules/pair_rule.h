#pragma once

#include "rules/pieces.h"

namespace rules {

// A rule about pairs of features whose insides must have no place in common. What it says of a pair depends on the
// two, and on what the filed plan had there.
class PairRule : public Rule {
public:
    PairRule(const plan::RuleSpec& rule, Tolerance tolerance) : Rule(rule), tolerance_(tolerance) {}

    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override;
    // Pairs of which nothing was said, and that are apart where they changed, are not looked at as a whole.
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override;
    // Where only the shape of one of the two changed, at a place that the other does not reach, all is as it was.
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override;

protected:
    // Layers whose features are held against each other: one with itself, or two.
    struct Layers {
        plan::LayerId first, second;
        bool one() const { return first == second; }
    };
    virtual std::vector<Layers> layersToCompare(const plan::Schema& schema) const = 0;

private:
    struct Work;
    void checkAll(Work& work, const Layers& layers) const;
    void checkAt(Work& work, const Layers& layers, const std::vector<geometry::Box>& places) const;
    void checkTouched(Work& work, const Layers& layers, const Scope& scope) const;
    void judge(Work& work, const Layers& layers, const plan::Feature& a, const plan::Feature& b) const;
    void judge(Work& work, const Layers& layers, const plan::Feature& a, const Outline& one, const plan::Feature& b,
               const Outline& other) const;
    Pieces grown(const Plan& plan, const Layers& layers, const Pieces& overlap, const plan::Feature& a,
                 const plan::Feature& b) const;

    Tolerance tolerance_;
};

}  // namespace rules
