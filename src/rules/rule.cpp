#include "rules/rule.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rules {

namespace {

// More subjects than this are named by the first, their number and a digest of all.
constexpr std::size_t namedSubjects = 8;

std::string digestOf(const std::vector<plan::FeatureId>& ids) {
    std::uint64_t digest = 14695981039346656037u;
    for (const plan::FeatureId id : ids) {
        digest ^= static_cast<std::uint64_t>(id.number());
        digest *= 1099511628211u;
        digest ^= digest >> 29;
    }
    return fmt::format("{:016x}", digest);
}

}  // namespace

std::string Finding::key() const {
    std::string key = rule + '/';
    const std::size_t named = subjects.size() <= namedSubjects ? subjects.size() : 1;
    for (std::size_t i = 0; i < named; ++i) {
        if (i > 0) key += '+';
        key += std::to_string(subjects[i].number());
    }
    if (named < subjects.size()) key += fmt::format("+{}:{}", subjects.size(), digestOf(subjects));
    if (!aspect.empty()) key += '@' + aspect;
    return key;
}

std::optional<double> Finding::size() const {
    if (!measured) return {};
    return std::abs(*measured - limit.value_or(0));
}

bool Finding::exceeds(std::optional<double> size) const {
    const auto its = this->size();
    return size && its && *its > *size + 0.005;
}

void order(Findings& findings) {
    if (findings.size() < 2) return;
    std::vector<std::pair<std::string, std::size_t>> keys;
    keys.reserve(findings.size());
    for (std::size_t i = 0; i < findings.size(); ++i) keys.emplace_back(findings[i].key(), i);
    std::sort(keys.begin(), keys.end());
    Findings ordered;
    ordered.reserve(findings.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (i == 0 || keys[i].first != keys[i - 1].first) ordered.push_back(std::move(findings[keys[i].second]));
    findings = std::move(ordered);
}

plan::FeatureRef Plan::filedState(const plan::Feature& feature) const {
    if (feature.layer.index >= filed.schema().layers.size()) return nullptr;
    return filed.find(feature.layer, feature.id);
}

Severity Rule::severity() const {
    if (spec_.severity == "block") return Severity::Block;
    if (spec_.severity == "document") return Severity::Document;
    return spec_.severity == "warn" ? Severity::Warn : Severity::Info;
}

Finding Rule::finding(bool inherited) const {
    Finding finding;
    finding.rule = spec_.id;
    finding.severity = severity();
    if (inherited && spec_.worsenedOnly) finding.severity = std::max(finding.severity, Severity::Warn);
    finding.basis = spec_.basis;
    finding.inherited = inherited;
    return finding;
}

std::vector<plan::LayerId> Rule::layers(const plan::Schema& schema) const {
    std::vector<plan::LayerId> found;
    for (std::size_t i = 0; i < schema.layers.size(); ++i) {
        const bool named =
            std::find(spec_.layers.begin(), spec_.layers.end(), schema.layers[i].code) != spec_.layers.end();
        if (named || spec_.layers.empty()) found.push_back({static_cast<std::uint16_t>(i)});
    }
    return found;
}

bool Rule::stale(const Finding& old, const Plan&, const Scope& scope) const {
    const auto touched = [&](plan::FeatureId id) { return scope.find(id) != nullptr; };
    return scope.whole() || std::any_of(old.subjects.begin(), old.subjects.end(), touched);
}

namespace {

// Puts others, in order, among findings in order; of equal keys the other one stays. Costs what the others are.
void put(Findings others, Findings& among) {
    if (others.empty()) return;
    constexpr std::size_t few = 16;
    if (others.size() > few) {
        others.insert(others.end(), std::make_move_iterator(among.begin()), std::make_move_iterator(among.end()));
        among = std::move(others);
        order(among);
        return;
    }
    for (Finding& other : others) {
        const std::string key = other.key();
        const auto before = [&](const Finding& finding, const std::string& wanted) { return finding.key() < wanted; };
        const auto at = std::lower_bound(among.begin(), among.end(), key, before);
        if (at != among.end() && at->key() == key)
            *at = std::move(other);
        else
            among.insert(at, std::move(other));
    }
}

}  // namespace

Findings Rule::recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const {
    return joined(check(plan, scope, task), plan, scope, std::move(old));
}

Findings Rule::joined(Findings fresh, const Plan& plan, const Scope& scope, Findings old) const {
    std::erase_if(old, [&](const Finding& finding) { return stale(finding, plan, scope); });
    put(std::move(fresh), old);
    return old;
}

RuleSet RuleSet::scheme(std::string_view name) const {
    RuleSet chosen;
    for (const auto& rule : rules_)
        if (rule->spec().in(name)) chosen.rules_.push_back(rule);
    return chosen;
}

base::Result<RuleSet> RuleSet::only(const std::vector<std::string>& ids) const {
    if (ids.empty()) return *this;
    RuleSet chosen;
    for (const std::string& id : ids) {
        const auto named = [&](const auto& rule) { return rule->spec().id == id; };
        const auto at = std::find_if(rules_.begin(), rules_.end(), named);
        if (at == rules_.end()) return base::fail(base::Error::Code::NotFound, "rules.no_such_rule", id);
        if (std::find(chosen.rules_.begin(), chosen.rules_.end(), *at) == chosen.rules_.end())
            chosen.rules_.push_back(*at);
    }
    return chosen;
}

}  // namespace rules
