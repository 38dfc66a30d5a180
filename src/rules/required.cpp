#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

// Required fields must not be blank (Q3201).
class Required : public FeatureRule {
public:
    using FeatureRule::FeatureRule;

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        std::vector<std::size_t> fields;
        for (std::size_t i = 0; i < schema.layer(layer).fields.size(); ++i)
            if (schema.layer(layer).fields[i].required) fields.push_back(i);
        if (fields.empty()) return {};
        return [this, &schema, fields](const plan::FeatureRef& feature, const Filed& filed, Findings& out) {
            for (const std::size_t field : fields) {
                if (!plan::isBlank(feature->value(field))) continue;
                const plan::FeatureRef was = filed;
                Finding finding = about(*feature, was && plan::isBlank(was->value(field)));
                const plan::Layer& its = schema.layer(feature->layer);
                finding.aspect = its.fields[field].code;
                finding.message = base::message("rules.required", its.code, plan::nameOf(schema, *feature),
                                                its.fields[field].code, its.fields[field].name.zh);
                out.push_back(std::move(finding));
            }
        };
    }
};

}  // namespace

Made makeRequired(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    return std::make_shared<Required>(rule);
}

}  // namespace rules
