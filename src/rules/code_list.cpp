#include <map>
#include <memory>
#include <unordered_map>

#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

// The names of one code list by code.
using Names = std::unordered_map<std::string, base::LocalText>;

// What a field's values are held to.
struct Held {
    std::size_t field = 0;
    const Names* codes = nullptr;  // it must hold one of these
    const Names* names = nullptr;  // it must hold the name that these give for the code in `codeField`
    std::size_t codeField = 0;
    std::string constant;  // it must hold this
};

// Codes must be in their list, names must agree with codes, constants must be as given (Q3201, Q3303). Blank values
// are the business of `required`.
class CodeLists : public FeatureRule {
public:
    CodeLists(const plan::RuleSpec& rule, const plan::Spec& spec) : FeatureRule(rule) {
        for (const auto& [id, list] : spec.codeLists)
            for (const plan::Code& code : list.codes) lists_[id].emplace(code.code, code.name);
    }

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        std::vector<Held> held;
        const plan::Layer& made = schema.layer(layer);
        for (std::size_t i = 0; i < made.fields.size(); ++i) {
            Held one;
            one.field = i;
            one.codes = listOf(made.fields[i].codeList);
            one.constant = made.fields[i].constant;
            if (const auto code = made.field(made.fields[i].nameOf)) {
                one.codeField = *code;
                one.names = listOf(made.fields[*code].codeList);
            }
            if (one.codes || one.names || !one.constant.empty()) held.push_back(std::move(one));
        }
        if (held.empty()) return {};
        return [this, &schema, held](const plan::FeatureRef& feature, const Filed& filed, Findings& out) {
            for (const Held& one : held) {
                base::Message wrong = wrongOf(schema, *feature, one);
                if (wrong.key.empty()) continue;
                const plan::FeatureRef was = filed;
                const bool same = was && was->value(one.field) == feature->value(one.field) &&
                                  (!one.names || was->value(one.codeField) == feature->value(one.codeField));
                Finding finding = about(*feature, same);
                finding.aspect = schema.layer(feature->layer).fields[one.field].code;
                finding.message = std::move(wrong);
                out.push_back(std::move(finding));
            }
        };
    }

private:
    const Names* listOf(const std::string& id) const {
        const auto at = lists_.find(id);
        return at == lists_.end() ? nullptr : &at->second;
    }

    // The value as text; `made` holds it where the value itself is none.
    static const std::string& textOf(const plan::Value& value, std::string& made) {
        if (const auto* text = std::get_if<std::string>(&value)) return *text;
        return made = plan::textOf(value);
    }

    // What is wrong with the value; an empty key where nothing is.
    static base::Message wrongOf(const plan::Schema& schema, const plan::Feature& feature, const Held& held) {
        const plan::Value& value = feature.value(held.field);
        if (plan::isBlank(value)) return {};
        std::string made, madeCode;
        const std::string& text = textOf(value, made);
        const plan::Layer& layer = schema.layer(feature.layer);
        const std::string& field = layer.fields[held.field].code;
        if (!held.constant.empty() && text != held.constant)
            return base::message("rules.not_constant", layer.code, plan::nameOf(schema, feature), field, text,
                                 held.constant);
        if (held.codes && !held.codes->contains(text))
            return base::message("rules.not_in_list", layer.code, plan::nameOf(schema, feature), field, text,
                                 layer.fields[held.field].codeList);
        if (!held.names) return {};
        const auto named = held.names->find(textOf(feature.value(held.codeField), madeCode));
        if (named == held.names->end() || text == named->second.zh || text == named->second.en) return {};
        return base::message("rules.wrong_name", layer.code, plan::nameOf(schema, feature), field, text,
                             named->second.zh, named->first);
    }

    std::map<std::string, Names> lists_;
};

}  // namespace

Made makeCodeList(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    return std::make_shared<CodeLists>(rule, spec);
}

}  // namespace rules
