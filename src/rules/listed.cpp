#include <algorithm>

#include "rules/kinds.h"
#include "rules/pairing.h"

namespace rules {

namespace {

// Every feature has its counterpart: a project its row in the list (R-P1), a row its project on the map (Q5101). What
// has nothing in its field has none.
class Listed : public PairingRule {
public:
    Listed(const plan::RuleSpec& rule, Pairing pairing) : PairingRule(rule, std::move(pairing)) {}

    Findings check(const Plan& plan, const Scope&, const base::Task& task) const override {
        const auto [all, list, filed, filedList] = sidesOf(plan);
        Findings found;
        for (const auto& [text, features] : all) {
            if (task.stopped()) return {};
            if (!text.empty() && list.contains(text)) continue;
            const auto before = filed.find(text);
            for (const plan::FeatureRef& feature : features) {
                const bool had = before != filed.end() &&
                                 std::any_of(before->second.begin(), before->second.end(),
                                             [&](const plan::FeatureRef& other) { return other->id == feature->id; }) &&
                                 (text.empty() || !filedList.contains(text));
                found.push_back(about(plan.now.schema(), feature, text, had));
            }
        }
        order(found);
        return found;
    }

private:
    Finding about(const plan::Schema& schema, const plan::FeatureRef& feature, const std::string& text,
                  bool inherited) const {
        Finding finding = this->finding(inherited);
        finding.layer = feature->layer;
        finding.subjects = {feature->id};
        finding.where = feature->shape;
        finding.message = base::message("rules.not_listed", schema.layer(feature->layer).code,
                                        plan::nameOf(schema, *feature), pairing_.by, text, pairing_.in.name());
        return finding;
    }
};

}  // namespace

Made makeListed(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    auto pairing = Pairing::read(arguments);
    if (!pairing) return base::pass(pairing.error());
    return std::make_shared<Listed>(rule, std::move(*pairing));
}

}  // namespace rules
