#include "rules/asking.h"

#include <algorithm>

namespace rules {

namespace {

constexpr std::string_view undecidedAspect = "?";

bool contains(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool applies(const plan::RuleSpec& rule, const Plan& plan) {
    return rule.caseKinds.empty() || (plan.file && contains(rule.caseKinds, plan.file->kind));
}

bool lawful(const plan::RuleSpec& rule, const Plan& plan) {
    if (!rule.lawful || !plan.file) return false;
    const auto& kinds = rule.lawful->kinds;
    if (!kinds.empty() && !contains(kinds, plan.file->kind)) return false;
    return !rule.lawful->document || !plan.file->documents.empty();
}

// One finding for each layer that the rule needs and that has no feature.
Findings undecided(const Rule& rule, const Plan& plan) {
    Findings missing;
    const plan::Schema& schema = plan.now.schema();
    for (const std::string& code : rule.spec().needs) {
        const auto layer = schema.find(code);
        if (layer && plan.now.count(*layer) > 0) continue;
        if (missing.empty() && !rule.concerned(plan)) return {};
        Finding finding;
        finding.rule = rule.spec().id;
        finding.severity = std::min(rule.severity(), Severity::Warn);
        if (finding.severity == Severity::Document) finding.severity = Severity::Block;  // no document can be asked for
        finding.layer = layer.value_or(plan::LayerId{});
        finding.aspect = std::string(undecidedAspect) + code;
        finding.basis = rule.spec().basis;
        finding.message = base::message("rules.undecided", rule.spec().id, code);
        missing.push_back(std::move(finding));
    }
    order(missing);
    return missing;
}

std::optional<Approval> approvalOf(const plan::RuleSpec& rule, const CaseFacts& file, const Finding& finding) {
    if (file.approvals.empty() || !mayBeApproved(rule, finding)) return {};
    const auto approval = file.approvals.find(finding.key());
    if (approval == file.approvals.end() || finding.exceeds(approval->second.size)) return {};
    return approval->second;
}

// What is true of the case and not of the plan: lawful cases and approvals, also those that were withdrawn since.
void treat(const plan::RuleSpec& rule, const Plan& plan, Findings& findings) {
    if (!plan.file) return;
    const bool note = lawful(rule, plan);
    for (Finding& finding : findings) {
        if (note) finding.severity = Severity::Info;
        finding.approved = approvalOf(rule, *plan.file, finding);
    }
}

}  // namespace

bool isUndecided(const Finding& finding) {
    return finding.subjects.empty() && finding.aspect.starts_with(undecidedAspect);
}

bool mayBeApproved(const plan::RuleSpec& rule, const Finding& finding) {
    return finding.severity != Severity::Block || rule.waivable;
}

Findings ask(const Rule& rule, const Plan& plan, const base::Task& task) {
    if (!applies(rule.spec(), plan)) return {};
    if (Findings missing = undecided(rule, plan); !missing.empty()) return missing;
    Findings found = rule.check(plan, Scope::everything(), task);
    treat(rule.spec(), plan, found);
    return found;
}

Findings askAgain(const Rule& rule, const Plan& plan, const Scope& scope, Findings old, const base::Task& task) {
    if (!applies(rule.spec(), plan)) return {};
    if (Findings missing = undecided(rule, plan); !missing.empty()) return missing;
    if (std::any_of(old.begin(), old.end(), isUndecided)) return ask(rule, plan, task);
    Findings found = rule.recheck(plan, scope, std::move(old), task);
    treat(rule.spec(), plan, found);
    return found;
}

}  // namespace rules
