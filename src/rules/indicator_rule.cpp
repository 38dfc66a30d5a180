#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/measured.h"

namespace rules {

namespace {

// An indicator must not be broken (domain §4.3). Where a layer that a binding indicator is measured from has no
// feature, or nothing that it could be a multiple or share of, nothing can be said, and that stops as well (R-X1);
// where it is a number that is still to be entered, a note says so.
class IndicatorRule : public Rule {
public:
    IndicatorRule(const plan::RuleSpec& rule, Measured measured) : Rule(rule), measured_(std::move(measured)) {
        const plan::Parameters& parameters = measured_.indicators().front().parameters;
        const auto layer = parameters.find("layer");
        const auto* code = layer == parameters.end() ? nullptr : std::get_if<std::string>(&layer->second);
        if (code) layer_ = *code;
    }

    Findings check(const Plan& plan, const Scope&, const base::Task&) const override {
        const Indicator indicator = measured_.in(plan).front();
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
            if (measured_.indicators().front().kind == "manual") finding.severity = Severity::Info;
            finding.message =
                base::message(indicator.missing.empty() ? "rules.undecided_number" : "rules.undecided_layer",
                              indicator.id, indicator.name.zh, indicator.name.in("en"), indicator.missing);
        }
        return {std::move(finding)};
    }

    // Everything it says is said anew.
    bool stale(const Finding&, const Plan&, const Scope&) const override { return true; }

private:
    Measured measured_;
    std::string layer_;  // that is measured
};

}  // namespace

Made makeIndicatorRule(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string id = arguments.needed("indicator");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    auto measured = Measured::of(spec, {id});
    if (!measured) return base::pass(measured.error());
    return std::make_shared<IndicatorRule>(rule, std::move(*measured));
}

}  // namespace rules
