#pragma once

#include "rules/rule.h"
#include "store/store.h"

namespace workflow {

// What the rules are told of a case: what it says of itself, and what was approved of its findings.
base::Result<rules::CaseFacts> factsOf(const store::Store& store, const store::Case& file);
// Of the case that made a revision; none where none did.
base::Result<std::optional<rules::CaseFacts>> factsOf(const store::Store& store, const store::Revision& revision);

// Approves findings of a case: by whom, why, by which document. Denied, and none is, where the rule of one blocks and
// does not allow it.
base::Result<> approve(store::Store& store, const std::string& caseId, const plan::Spec& spec,
                       const rules::Findings& findings, const rules::Approval& approval);

}  // namespace workflow
