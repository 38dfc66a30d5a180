#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/indicator.h"
#include "rules/kinds.h"

namespace rules {

namespace {

// An indicator must not be broken (domain §4.3). Where a layer that a binding indicator is measured from has no
// feature, or nothing that it could be a multiple or share of, nothing can be said, and that stops as well (R-X1);
// where it is a number that is still to be entered, a note says so.
class IndicatorRule : public Rule {
public:
    IndicatorRule(const plan::RuleSpec& rule, const plan::Spec& spec, const plan::IndicatorSpec& indicator)
        : Rule(rule) {
        alone_.id = spec.id;
        alone_.openLayers = spec.openLayers;
        alone_.layers = spec.layers;
        alone_.indicators = {indicator};
        const auto layer = indicator.parameters.find("layer");
        const auto* code = layer == indicator.parameters.end() ? nullptr : std::get_if<std::string>(&layer->second);
        if (code) layer_ = *code;
        for (std::size_t i = 0; i < spec.indicators.size(); ++i)
            if (spec.indicators[i].id == indicator.id) place_ = i;
    }

    Findings check(const Plan& plan, const Scope&, const base::Task&) const override {
        const Indicator indicator = evaluate(plan);
        if (indicator.status == Status::Met) return {};
        Finding finding = this->finding(indicator.filed && indicator.value == indicator.filed);
        if (const auto layer = plan.now.schema().find(layer_)) finding.layer = *layer;
        finding.aspect = indicator.id;
        finding.unit = indicator.unit;
        finding.measured = indicator.value;
        finding.limit = indicator.target;
        if (indicator.status == Status::Broken) {
            finding.message = base::message(
                indicator.atLeast ? "rules.below_target" : "rules.above_target", indicator.id, indicator.name.zh,
                indicator.name.in("en"), base::decimal(*indicator.value, indicator.decimals),
                base::decimal(*indicator.target, indicator.decimals), "@unit." + indicator.unit);
        } else {
            if (!indicator.binding) finding.severity = std::max(finding.severity, Severity::Warn);
            if (alone_.indicators.front().kind == "manual") finding.severity = Severity::Info;
            finding.message =
                base::message(indicator.missing.empty() ? "rules.undecided_number" : "rules.undecided_layer",
                              indicator.id, indicator.name.zh, indicator.name.in("en"), indicator.missing);
        }
        return {std::move(finding)};
    }

    // Everything it says is said anew.
    bool stale(const Finding&, const Plan&, const Scope&) const override { return true; }

private:
    Indicator evaluate(const Plan& plan) const {
        if (plan.totals && plan.filedTotals)
            return indicatorAt(place_, alone_.indicators.front(), plan.settings, *plan.filedTotals, *plan.totals);
        return indicatorAt(0, alone_.indicators.front(), plan.settings, Totals::of(alone_, plan.filed),
                           Totals::of(alone_, plan.now));
    }

    std::string layer_;      // that is measured
    plan::Spec alone_;       // the pack with this indicator only
    std::size_t place_ = 0;  // of the indicator in the whole pack, as the plan's totals have it
};

}  // namespace

Made makeIndicatorRule(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string id = arguments.needed("indicator");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    for (const plan::IndicatorSpec& indicator : spec.indicators)
        if (indicator.id == id) return std::make_shared<IndicatorRule>(rule, spec, indicator);
    return base::fail(base::Error::Code::Invalid, "rules.unknown_indicator", id);
}

}  // namespace rules
