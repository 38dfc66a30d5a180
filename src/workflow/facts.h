#pragma once

#include "rules/rule.h"
#include "store/store.h"

namespace workflow {

// What the rules are told of a case.
rules::CaseFacts factsOf(const store::Case& file);
// Of the case that made a revision; none where none did.
base::Result<std::optional<rules::CaseFacts>> factsOf(const store::Store& store, const store::Revision& revision);

}  // namespace workflow
