#include <algorithm>

#include "rules/arguments.h"
#include "rules/condition.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

// Every feature (that `where` chooses) must satisfy an expression over its attributes: TBDLMJ = TBMJ − KCMJ (Q3402) and
// whatever a bureau wants to hold. Blank fields, which leave it open, are the business of `required`.
class Expression : public FeatureRule {
public:
    Expression(const plan::RuleSpec& rule, std::string holds, std::string where)
        : FeatureRule(rule), holds_(std::move(holds)), where_(std::move(where)) {}

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        const auto holds = Condition::of(holds_, schema.layer(layer));
        if (!holds) return {};
        std::optional<Condition> where;
        if (!where_.empty()) {
            auto condition = Condition::of(where_, schema.layer(layer));
            if (!condition) return {};
            where = std::move(*condition);
        }
        const auto broken = [holds = *holds, where](const plan::Feature& feature) {
            return (!where || where->holds(feature)) && holds.ask(feature) == Condition::Answer::No;
        };
        return [this, &schema, broken, fields = holds->fields()](const plan::FeatureRef& feature,
                                                                 const plan::FeatureRef& filed, Findings& out) {
            if (!broken(*feature)) return;
            const bool same = filed && broken(*filed) && sameFields(*feature, *filed, fields);
            Finding finding = about(*feature, same);
            finding.message =
                base::message("rules.expression", schema.layer(feature->layer).code, plan::nameOf(schema, *feature),
                              spec().id, holds_, valuesOf(schema.layer(feature->layer), *feature, fields));
            out.push_back(std::move(finding));
        };
    }

private:
    static bool sameFields(const plan::Feature& a, const plan::Feature& b, const std::vector<std::size_t>& fields) {
        return std::all_of(fields.begin(), fields.end(), [&](std::size_t i) { return a.value(i) == b.value(i); });
    }

    static std::string valuesOf(const plan::Layer& layer, const plan::Feature& feature,
                                const std::vector<std::size_t>& fields) {
        std::string values;
        for (const std::size_t i : fields)
            values += fmt::format("{}{} = {}", values.empty() ? "" : ", ", layer.fields[i].code,
                                  plan::textOf(feature.value(i)));
        return values;
    }

    std::string holds_, where_;
};

}  // namespace

Made makeExpression(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string holds = arguments.needed("holds");
    const std::string where = arguments.text("where");
    if (rule.layers.empty()) return base::fail(base::Error::Code::Invalid, "rules.layers_missing");
    for (const std::string& layer : rule.layers) {
        arguments.condition(layer, holds);
        if (!where.empty()) arguments.condition(layer, where);
    }
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<Expression>(rule, holds, where);
}

}  // namespace rules
