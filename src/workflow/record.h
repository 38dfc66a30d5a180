#pragma once

#include "workflow/submit.h"

namespace workflow {

// Stands for everything but the plan that a verdict follows from: the pack's layers, codes, rules and indicators, the
// bureau's settings, what is known of the case, and the program.
store::Digest rulesDigest(const plan::Spec& spec, const plan::Settings& settings, const rules::CaseFacts& facts);

// Puts on record what was judged of a case with `saves` saves against the revision that it stands on, so that
// committing just that need not judge again. Conflict where it has been saved since.
base::Result<> record(store::Store& store, const plan::Spec& spec, const plan::Settings& settings,
                      const std::string& caseId, std::int64_t saves, const Verdict& verdict);

}  // namespace workflow
