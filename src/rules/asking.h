#pragma once

#include "rules/rule.h"

namespace rules {

// A rule as it is asked (with what is true of every kind): not at all in cases that are none of its business; "cannot
// be decided" where a layer that it needs has no feature (R-X1, fail closed); its findings as notes where the case is
// a lawful one.
Findings ask(const Rule& rule, const Plan& plan, const base::Task& task);
// The same after the scope's changes, given what it found before them.
Findings askAgain(const Rule& rule, const Plan& plan, const Scope& scope, Findings old, const base::Task& task);

// Whether it says that its rule cannot be decided for want of a layer.
bool isUndecided(const Finding& finding);
// Whether a person may approve the finding: a blocking one only where its rule says so.
bool mayBeApproved(const plan::RuleSpec& rule, const Finding& finding);

}  // namespace rules
