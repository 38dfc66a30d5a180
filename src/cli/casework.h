#pragma once

#include "cli/opened.h"
#include "cli/program.h"
#include "workflow/submit.h"

namespace cli {

// An open case as a verb that changes it finds it.
struct CaseWork {
    Opened opened;
    store::Case file;
    plan::Snapshot now, filed;
    plan::Settings settings;
    rules::CaseFacts facts;
};
// Conflict where the case is no longer open.
base::Result<CaseWork> openCase(const std::string& store, const std::string& caseId, const base::Task& task);

// What the rules say of the case as it would be.
base::Result<workflow::Verdict> judged(const CaseWork& work, const plan::Snapshot& now, const base::Task& task);
// Saves what differs between the case and `now`, with the verdict on it.
base::Result<> save(CaseWork& work, const plan::Snapshot& now, const workflow::Verdict& verdict,
                    const store::Note& note);

// {"layer","feature","before_area","after_area"} of each change.
Json changedJson(const plan::Changeset& changes, const plan::Schema& schema);
// The same as lines for people.
std::string changedText(const plan::Changeset& changes, const plan::Schema& schema);

}  // namespace cli
