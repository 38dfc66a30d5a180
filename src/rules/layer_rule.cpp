#include "rules/layer_rule.h"

namespace rules {

Findings LayerRule::check(const Plan& plan, const Scope&, const base::Task&) const {
    Findings found = judge(plan);
    order(found);
    return found;
}

bool LayerRule::stale(const Finding&, const Plan&, const Scope&) const { return true; }

Finding LayerRule::about(const plan::Schema& schema, const std::string& code, bool inherited) const {
    Finding finding = this->finding(inherited);
    finding.layer = schema.find(code).value_or(plan::LayerId{});
    finding.aspect = code;
    return finding;
}

}  // namespace rules
