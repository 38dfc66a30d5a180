#pragma once

#include "review/rebase.h"
#include "store/store.h"

namespace workflow {

// A case beside the head, which others may have moved since the case began.
struct Merging {
    store::Case file;
    store::RevisionNumber head = 0;
    plan::SchemaRef schema;
    plan::Changeset mine, theirs;  // from the case's base to the case, and to the head
    review::Choices choices;       // what was chosen of conflicts, and still holds
    review::Merge merge;

    bool moved() const { return file.base != head; }
    bool open() const { return !merge.conflicts.empty(); }
};

// What becomes of the case on the head. Costs what the two changed, not what the plan holds. A choice that was
// remembered holds until the case saves that feature again, or another revision changes it.
base::Result<Merging> mergeWithHead(const store::Store& store, const std::string& caseId);

// The same with these choices too, each for all the features of its group; nothing is remembered. Those of features
// that have no conflict come back.
base::Result<std::vector<plan::FeatureId>> choose(Merging& merging, const review::Choices& wanted);

// Remembers the choices of the merge's conflicts, all or none.
base::Result<> remember(store::Store& store, const Merging& merging, const std::string& author);

// The case stands on the head from now on. Conflict where conflicts are open, or either has changed since.
base::Result<> bring(store::Store& store, const Merging& merging, const store::Note& note);

}  // namespace workflow
