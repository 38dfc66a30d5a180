#include <cmath>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

struct Limits {
    double warnArea = 1, warnShare = 0.0001, errorShare = 0.01;
};

// The area that a feature declares must agree with the measured one (Q3401), both to 0.01 m²: a warning beyond
// `warn_m2` and `warn_share`, the rule's severity beyond `error_share`.
class DeclaredArea : public FeatureRule {
public:
    DeclaredArea(const plan::RuleSpec& rule, Limits limits) : FeatureRule(rule), limits_(limits) {}

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        const auto field = schema.layer(layer).field(schema.layer(layer).areaField);
        if (!field) return {};
        return [this, &schema, field = *field](const plan::FeatureRef& feature, const Filed& filed, Findings& out) {
            const Grade grade = gradeOf(*feature, field);
            if (grade == Grade::Right) return;
            const plan::FeatureRef was = filed;
            const bool inherited =
                was && gradeOf(*was, field) >= grade && differenceOf(*was, field) >= differenceOf(*feature, field);
            Finding finding = about(*feature, inherited);
            if (grade == Grade::Off) finding.severity = std::max(finding.severity, Severity::Warn);
            const plan::Layer& its = schema.layer(feature->layer);
            const double declared = plan::numberOf(feature->value(field));
            const double measured = base::rounded(feature->area.squareMetres(), 2);
            finding.measured = declared;
            finding.limit = measured;
            finding.unit = "m2";
            finding.message = base::message("rules.declared_area", its.code, plan::nameOf(schema, *feature),
                                            its.fields[field].code, base::decimal(declared, 2),
                                            base::decimal(measured, 2), base::signedDecimal(declared - measured, 2));
            out.push_back(std::move(finding));
        };
    }

private:
    enum class Grade { Right, Off, Wrong };

    static double differenceOf(const plan::Feature& feature, std::size_t field) {
        return base::rounded(
            std::abs(plan::numberOf(feature.value(field)) - base::rounded(feature.area.squareMetres(), 2)), 2);
    }

    Grade gradeOf(const plan::Feature& feature, std::size_t field) const {
        if (plan::isBlank(feature.value(field))) return Grade::Right;
        const double measured = base::rounded(feature.area.squareMetres(), 2);
        const double difference = std::abs(plan::numberOf(feature.value(field)) - measured);
        if (!(difference <= measured * limits_.errorShare) && !(difference <= limits_.warnArea)) return Grade::Wrong;
        const bool off = difference > limits_.warnArea && difference > measured * limits_.warnShare;
        return off ? Grade::Off : Grade::Right;
    }

    Limits limits_;
};

}  // namespace

Made makeDeclaredArea(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    Limits limits;
    limits.warnArea = arguments.number("warn_m2", limits.warnArea);
    limits.warnShare = arguments.number("warn_share", limits.warnShare);
    limits.errorShare = arguments.number("error_share", limits.errorShare);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<DeclaredArea>(rule, limits);
}

}  // namespace rules
