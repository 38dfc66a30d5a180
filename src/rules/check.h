#pragma once

#include <map>

#include "rules/rule.h"

namespace rules {

struct Report {
    Findings findings;
    std::map<std::string, double> seconds;       // by rule
    std::size_t count(Severity severity) const;  // of those that are not approved
    bool blocks() const { return count(Severity::Block) > 0; }
};

// Every rule over the whole plan. Cancelled where the task is stopped.
base::Result<Report> check(const RuleSet& rules, const Plan& plan, const base::Task& task = {});

// Law 4: the same findings as check() of the plan as it is now, given the findings `old` of the plan before `changes`
// (same rules, same filed plan, same settings). Costs what is near the changes; where the old ones are given away, they
// are not copied.
base::Result<Findings> recheck(const RuleSet& rules, const Plan& plan, const plan::Changeset& changes, Findings old,
                               const base::Task& task = {});

}  // namespace rules
