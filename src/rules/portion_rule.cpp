#include "rules/portion_rule.h"

#include <algorithm>

namespace rules {

namespace {

// What tells the findings of one feature apart: how it changed.
std::string aspectOf(const Portion& portion) {
    if (!portion.of.isChange()) return {};
    return portion.of.state == Selection::State::Gained ? "gained" : "lost";
}

}  // namespace

PortionRule::PortionRule(const plan::RuleSpec& rule, std::vector<Portion> portions)
    : Rule(rule), portions_(std::move(portions)) {
    for (const Portion& portion : portions_) layers_.push_back(portion.layers());
}

Findings PortionRule::check(const Plan& plan, const Scope& scope, const base::Task& task) const {
    Findings found;
    for (std::size_t i = 0; i < portions_.size(); ++i) {
        if (!touches(scope, plan.now.schema(), layers_[i])) continue;
        Portions parts(portions_[i], plan);
        const auto look = [&](const plan::FeatureRef& feature) {
            if (feature && !task.stopped()) judge(plan, portions_[i], parts, *feature, found);
        };
        if (scope.whole())
            parts.each(look);
        else
            for (const plan::FeatureId id : parts.affected(scope)) look(parts.find(id));
    }
    order(found);
    return found;
}

bool PortionRule::concerned(const Plan& plan) const {
    return std::any_of(portions_.begin(), portions_.end(),
                       [&](const Portion& portion) { return Portions(portion, plan).any(); });
}

PortionRule::Affected PortionRule::affected(const Plan& plan, const Scope& scope) const {
    Affected affected(portions_.size());
    for (std::size_t i = 0; i < portions_.size(); ++i)
        if (touches(scope, plan.now.schema(), layers_[i])) affected[i] = Portions(portions_[i], plan).affected(scope);
    return affected;
}

bool PortionRule::stale(const Finding& old, const plan::Schema& schema, const Affected& affected) const {
    for (std::size_t i = 0; i < portions_.size(); ++i)
        if (affected[i].contains(old.subjects.front()) && old.aspect == aspectOf(portions_[i]) &&
            schema.layer(old.layer).code == portions_[i].of.layer)
            return true;
    return false;
}

bool PortionRule::stale(const Finding& old, const Plan& plan, const Scope& scope) const {
    return scope.whole() || old.subjects.empty() || stale(old, plan.now.schema(), affected(plan, scope));
}

Findings PortionRule::recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const {
    if (scope.whole()) return check(plan, scope, task);
    Findings findings = check(plan, scope, task);
    const Affected affected = old.empty() ? Affected(portions_.size()) : this->affected(plan, scope);
    for (Finding& finding : old)
        if (!stale(finding, plan.now.schema(), affected)) findings.push_back(std::move(finding));
    order(findings);
    return findings;
}

Finding PortionRule::about(const Portion& portion, const plan::Feature& feature, Part part, bool inherited) const {
    Finding finding = this->finding(inherited);
    finding.layer = feature.layer;
    finding.subjects = {feature.id};
    finding.aspect = aspectOf(portion);
    finding.where = std::move(part.where);
    finding.measured = part.measured;
    finding.limit = 0;
    finding.unit = part.unit;
    return finding;
}

base::Result<> validPortions(const std::vector<Portion>& portions) {
    const auto wrong = [](std::string_view key, const Selection& selection) {
        return base::fail(base::Error::Code::Invalid, key, selection.name());
    };
    std::set<std::pair<std::string, Selection::State>> seen;
    for (const Portion& portion : portions) {
        if (portion.of.state == Selection::State::Filed) return wrong("rules.filed_subjects", portion.of);
        if (!seen.emplace(portion.of.layer, portion.of.state).second) return wrong("rules.subjects_twice", portion.of);
        for (const auto* selections : {&portion.within, &portion.outside})
            for (const Selection& selection : *selections)
                if (selection.isChange()) return wrong("rules.not_a_state", selection);
    }
    return {};
}

}  // namespace rules
