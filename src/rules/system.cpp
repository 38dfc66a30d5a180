#include <algorithm>

#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/layer_rule.h"

namespace rules {

namespace {

// The plan is kept in one of these coordinate systems (Q2201).
class KnownSystem : public LayerRule {
public:
    KnownSystem(const plan::RuleSpec& rule, std::vector<std::string> systems)
        : LayerRule(rule), systems_(std::move(systems)) {}

protected:
    Findings judge(const Plan& plan) const override {
        const geometry::System& system = plan.now.schema().system;
        if (std::find(systems_.begin(), systems_.end(), system.definition) != systems_.end()) return {};
        Finding finding = this->finding(wasFiled(plan));
        finding.aspect = system.definition;
        std::string wanted;
        for (const std::string& one : systems_) wanted += (wanted.empty() ? "" : ", ") + one;
        finding.message = base::message("rules.system", system.definition, system.name, wanted);
        return {std::move(finding)};
    }

private:
    std::vector<std::string> systems_;
};

}  // namespace

Made makeSystem(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    std::vector<std::string> systems = arguments.list("systems");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (systems.empty()) systems = {spec.crs};
    for (std::string& one : systems) {
        auto system = geometry::systemOf(one);
        if (!system) return base::pass(system.error());
        one = system->definition;
    }
    return std::make_shared<KnownSystem>(rule, std::move(systems));
}

}  // namespace rules
