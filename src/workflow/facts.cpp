#include "workflow/facts.h"

namespace workflow {

rules::CaseFacts factsOf(const store::Case& file) { return {file.kind, file.basis, file.extent}; }

base::Result<std::optional<rules::CaseFacts>> factsOf(const store::Store& store, const store::Revision& revision) {
    if (revision.caseId.empty()) return std::nullopt;
    const auto file = store.find(revision.caseId);
    if (!file) return base::pass(file.error());
    return factsOf(*file);
}

}  // namespace workflow
