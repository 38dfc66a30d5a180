#include "rules/kinds.h"

namespace rules {

namespace {

// What the features of a layer enclose together without covering it (Q4203, 空洞: union less parts), each place with
// its area: where the layer is no tiling, a hole may be meant, and a person decides. Found as gaps without a county
// are.
class Holes : public Rule {
public:
    Holes(const plan::RuleSpec& rule, std::shared_ptr<const Rule> gaps) : Rule(rule), gaps_(std::move(gaps)) {}

    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override {
        return told(gaps_->check(plan, scope, task));
    }
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override {
        return gaps_->stale(old, plan, scope);
    }
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override {
        return told(gaps_->recheck(plan, scope, std::move(old), task));
    }

private:
    static Findings told(Findings findings) {
        for (Finding& finding : findings) finding.message.key = "rules.enclosed";
        return findings;
    }

    std::shared_ptr<const Rule> gaps_;
};

}  // namespace

Made makeHoles(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (rule.parameters.contains("county"))
        return base::fail(base::Error::Code::Invalid, "rules.unknown_parameter", "county");
    auto gaps = makeGap(rule, spec);
    if (!gaps) return base::pass(gaps.error());
    return std::make_shared<Holes>(rule, std::move(*gaps));
}

}  // namespace rules
