#pragma once

#include "cli/program.h"
#include "workflow/merging.h"

// What `rebase` and `commit` say of a case beside a head that has moved.
namespace cli {

// {"applied","conflicts":[…],"resolved":[…],"merged":[…],"renamed":[…]} as cli.md has it; areas are those of the head
// and of what was merged.
Json mergeJson(const workflow::Merging& merging);

// The same for people: the conflicts as a table, then each boundary that was merged and each key that was changed.
std::string conflictTable(const workflow::Merging& merging, const base::Texts& texts);
std::vector<std::string> mergedLines(const workflow::Merging& merging, const base::Texts& texts);

}  // namespace cli
