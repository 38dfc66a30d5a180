#include "workflow/facts.h"

#include <algorithm>

#include "rules/asking.h"

namespace workflow {

base::Result<rules::CaseFacts> factsOf(const store::Store& store, const store::Case& file) {
    rules::CaseFacts facts{file.kind, file.basis, file.extent, {}};
    const auto waivers = store.waivers(file.id);
    if (!waivers) return base::pass(waivers.error());
    for (const store::Waiver& one : *waivers)
        if (one.revoked.empty())
            facts.approvals[one.finding] = {one.author, one.reason, one.document, one.time, one.measured};
    return facts;
}

base::Result<std::optional<rules::CaseFacts>> factsOf(const store::Store& store, const store::Revision& revision) {
    if (revision.caseId.empty()) return std::nullopt;
    const auto file = store.find(revision.caseId);
    if (!file) return base::pass(file.error());
    const auto facts = factsOf(store, *file);
    if (!facts) return base::pass(facts.error());
    return *facts;
}

base::Result<> approve(store::Store& store, const std::string& caseId, const plan::Spec& spec,
                       const rules::Findings& findings, const rules::Approval& approval) {
    for (const rules::Finding& finding : findings) {
        const auto rule = std::find_if(spec.rules.begin(), spec.rules.end(),
                                       [&](const plan::RuleSpec& one) { return one.id == finding.rule; });
        if (rule == spec.rules.end() || !rules::mayBeApproved(*rule, finding))
            return base::fail(base::Error::Code::Denied, "workflow.not_waivable", finding.rule);
    }
    for (const rules::Finding& finding : findings) {
        const store::Waiver waiver{
            finding.key(), finding.size(), approval.reason, approval.document, approval.author, approval.time, {}};
        if (auto done = store.waive(caseId, waiver); !done) return done;
    }
    return {};
}

}  // namespace workflow
