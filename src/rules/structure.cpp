#include <algorithm>

#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/layer_rule.h"

namespace rules {

namespace {

// Something about a layer that is not as the pack has it.
struct Difference {
    std::string aspect;
    base::Message message;
};

std::string_view nameOf(plan::FieldType type) {
    switch (type) {
        case plan::FieldType::Text: return "@rules.type_text";
        case plan::FieldType::Integer: return "@rules.type_integer";
        case plan::FieldType::Real: return "@rules.type_real";
        case plan::FieldType::Date: return "@rules.type_date";
    }
    return "";
}

// The plan's layers have the fields that the pack gives them, with their types, lengths and decimals, in its order
// (Q3101). Fields beyond those may stand anywhere: what a delivery brought along is kept.
class Structure : public LayerRule {
public:
    Structure(const plan::RuleSpec& rule, const plan::Spec& spec) : LayerRule(rule) {
        for (const plan::Layer& layer : spec.layers)
            if (rule.layers.empty() ||
                std::find(rule.layers.begin(), rule.layers.end(), layer.code) != rule.layers.end())
                wanted_.push_back(layer);
    }

protected:
    Findings judge(const Plan& plan) const override {
        Findings found;
        for (const plan::Layer& wanted : wanted_) {
            const auto had = wasFiled(plan) ? differences(plan.filed.schema(), wanted) : std::vector<Difference>();
            for (Difference& one : differences(plan.now.schema(), wanted)) {
                const auto same = [&](const Difference& other) { return other.aspect == one.aspect; };
                Finding finding = about(plan.now.schema(), wanted.code, std::any_of(had.begin(), had.end(), same));
                finding.aspect = std::move(one.aspect);
                finding.message = std::move(one.message);
                found.push_back(std::move(finding));
            }
        }
        return found;
    }

private:
    static std::vector<Difference> differences(const plan::Schema& schema, const plan::Layer& wanted) {
        const auto id = schema.find(wanted.code);
        if (!id) return {{wanted.code, base::message("rules.no_layer", wanted.code, wanted.name.zh)}};
        const plan::Layer& layer = schema.layer(*id);
        std::vector<Difference> all;
        const auto tell = [&](const plan::Field& field, std::string_view what, base::Message message) {
            all.push_back({fmt::format("{}.{}:{}", wanted.code, field.code, what), std::move(message)});
        };
        std::size_t last = 0;
        for (const plan::Field& field : wanted.fields) {
            const auto at = layer.field(field.code);
            if (!at) {
                tell(field, "missing", base::message("rules.no_field", wanted.code, field.code, field.name.zh));
                continue;
            }
            const plan::Field& its = layer.fields[*at];
            if (its.type != field.type)
                tell(field, "type",
                     base::message("rules.field_type", wanted.code, field.code, nameOf(its.type), nameOf(field.type)));
            if (its.length != field.length)
                tell(field, "length",
                     base::message("rules.field_length", wanted.code, field.code, its.length, field.length));
            if (its.decimals != field.decimals)
                tell(field, "decimals",
                     base::message("rules.field_decimals", wanted.code, field.code, its.decimals, field.decimals));
            if (*at < last)
                tell(field, "order",
                     base::message("rules.field_order", wanted.code, field.code, layer.fields[last].code));
            last = std::max(last, *at);
        }
        return all;
    }

    std::vector<plan::Layer> wanted_;
};

}  // namespace

Made makeStructure(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    return std::make_shared<Structure>(rule, spec);
}

}  // namespace rules
