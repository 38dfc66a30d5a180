#pragma once

#include "mend/remedy.h"
#include "rules/check.h"

namespace mend {

// What became of one finding.
struct Mended {
    std::string key, how;
    plan::Changeset changes;  // before and after, for a preview
};
struct Refused {
    std::string key;
    base::Message reason;
};

struct Mending {
    edit::Batch batch;         // all that was mended, one step to undo
    plan::Snapshot after;      // the plan with it
    rules::Findings findings;  // of `after`
    std::vector<Mended> mended;
    std::vector<std::string> gone;  // were mended by what mended another
    std::vector<Refused> refused;
};

// Tries the ways of each finding, `how` alone where it is not empty, in the order of the keys, and keeps the first
// after which the finding is gone and nothing is worse: no finding that was not there but notes, none larger
// than it was but notes. Each is tried on what the ones before it left. Layers of other agencies stay as they are.
// The plan itself is not touched. NotFound names a key that no finding has.
base::Result<Mending> mend(const rules::RuleSet& rules, const plan::Spec& spec, const rules::Plan& plan,
                           const rules::Findings& findings, const std::vector<std::string>& keys,
                           const std::string& how = {}, const base::Task& task = {});

}  // namespace mend
