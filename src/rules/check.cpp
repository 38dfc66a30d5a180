#include "rules/check.h"

#include <algorithm>
#include <chrono>

#include "rules/asking.h"
#include "rules/shared.h"

namespace rules {

std::size_t Report::count(Severity severity) const {
    const auto same = [&](const Finding& finding) { return finding.severity == severity && !finding.approved; };
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), same));
}

base::Result<Report> check(const RuleSet& rules, const Plan& plan, const base::Task& task) {
    Report report;
    Shared shared(plan.now);
    Plan asked = plan;
    asked.shared = &shared;
    double done = 0;
    for (const auto& rule : rules.rules()) {
        if (task.stopped()) return base::cancelled();
        task.report(done / static_cast<double>(rules.rules().size()), base::message("rules.checking", rule->spec().id));
        const auto start = std::chrono::steady_clock::now();
        Findings found = ask(*rule, asked, task);
        if (task.stopped()) return base::cancelled();
        report.findings.insert(report.findings.end(), std::make_move_iterator(found.begin()),
                               std::make_move_iterator(found.end()));
        report.seconds[rule->spec().id] =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        ++done;
    }
    order(report.findings);
    task.report(1, base::message("rules.checked"));
    return report;
}

base::Result<Findings> recheck(const RuleSet& rules, const Plan& plan, const plan::Changeset& changes, Findings old,
                               const base::Task& task) {
    const Scope scope = Scope::of(changes);
    std::map<std::string, Findings, std::less<>> byRule;
    for (auto begin = old.begin(), end = begin; begin != old.end(); begin = end) {
        end = std::find_if(begin, old.end(), [&](const Finding& finding) { return finding.rule != begin->rule; });
        Findings& its = byRule[begin->rule];
        its.insert(its.end(), std::make_move_iterator(begin), std::make_move_iterator(end));
    }
    std::map<std::string, Findings, std::less<>> now;  // by the beginning of their keys
    bool apart = true;
    for (const auto& rule : rules.rules()) {
        if (task.stopped()) return base::cancelled();
        const std::string& id = rule->spec().id;
        const auto its = byRule.find(id);
        Findings mine = askAgain(*rule, plan, scope, its == byRule.end() ? Findings() : std::move(its->second), task);
        if (task.stopped()) return base::cancelled();
        apart = apart && id.find('/') == std::string::npos;
        now[id + '/'] = std::move(mine);
    }
    Findings findings = std::move(old);
    findings.clear();
    for (auto& [id, mine] : now)
        findings.insert(findings.end(), std::make_move_iterator(mine.begin()), std::make_move_iterator(mine.end()));
    if (!apart) order(findings);
    return findings;
}

}  // namespace rules
