#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/layer_rule.h"

namespace rules {

namespace {

// The layers of the rule are in the plan and have features (Q2101).
class Present : public LayerRule {
public:
    Present(const plan::RuleSpec& rule, const plan::Spec& spec) : LayerRule(rule) {
        for (const plan::Layer& layer : spec.layers) names_[layer.code] = layer.name;
    }

protected:
    Findings judge(const Plan& plan) const override {
        Findings found;
        for (const std::string& code : spec_.layers) {
            if (has(plan.now, code)) continue;
            Finding finding = about(plan.now.schema(), code, wasFiled(plan) && !has(plan.filed, code));
            const auto name = names_.find(code);
            finding.message = base::message("rules.absent", code, name == names_.end() ? code : name->second.zh,
                                            name == names_.end() ? code : name->second.in("en"));
            found.push_back(std::move(finding));
        }
        return found;
    }

private:
    static bool has(const plan::Snapshot& snapshot, const std::string& code) {
        const auto layer = snapshot.schema().find(code);
        return layer && snapshot.count(*layer) > 0;
    }

    std::map<std::string, base::LocalText> names_;
};

}  // namespace

Made makePresent(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    if (rule.layers.empty()) return base::fail(base::Error::Code::Invalid, "rules.layers_missing");
    return std::make_shared<Present>(rule, spec);
}

}  // namespace rules
