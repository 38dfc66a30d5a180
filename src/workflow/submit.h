#pragma once

#include "rules/check.h"
#include "rules/indicator.h"
#include "store/store.h"
#include "workflow/merging.h"

namespace workflow {

// What the rules say of a case against the revision it began from.
struct Verdict {
    rules::Report report;
    std::vector<rules::Indicator> indicators;
    bool passes() const { return !report.blocks(); }
};

// Judges a plan against the filed one; `file`: the case that altered it, where one did.
base::Result<Verdict> judge(const plan::Spec& spec, const plan::Settings& settings, const plan::Snapshot& filed,
                            const plan::Snapshot& now, const base::Task& task = {},
                            const rules::CaseFacts* file = nullptr);

struct Submission {
    // Where the head had moved: what became of the case on it. With open conflicts nothing was judged or changed; else
    // the case stands on the head now, whether or not it was committed.
    std::optional<Merging> merging;
    plan::Snapshot filed, now;  // what was judged: the revision it stands on, and the case
    Verdict verdict;
    // Where exactly this was judged before and passed: what was on record, and then the plans are not loaded and the
    // verdict is empty.
    std::optional<store::VerdictRecord> onRecord;
    std::optional<store::RevisionNumber> revision;  // none with open conflicts, and where a blocking rule is violated
    bool conflicts() const { return merging && merging->open(); }
};

// Merges the case with the head where that has moved and nothing collides; checks the case, unless its verdict is on
// record; and, where nothing blocks, commits it: the only way into the one map. Conflict where someone has saved or
// committed meanwhile.
base::Result<Submission> submit(store::Store& store, const plan::Spec& spec, const std::string& caseId,
                                const store::Note& note, const base::Task& task = {});

}  // namespace workflow
