#pragma once

#include "app/opening.h"

namespace app {

// Takes the open case of that id up where the hand left it: its saves, and what its journal holds. Undo goes back to
// the base of the case where the journal leads to what was saved, else to the last save; `opened` says which, what was
// restored, and why the rest was not. Conflict where another window has it.
base::Result<> resumeCase(Opened& opened, const store::Store& store, const std::string& caseId, const base::Task& task);
// A fresh journal that continues the case after its saves. It may be in trouble, which hinders no work.
std::shared_ptr<edit::Journal> journalFor(const std::filesystem::path& store, const store::Case& described,
                                          const std::vector<std::string>& lines = {});
// Where journals are kept: in the user's own data, so that a share that is lost takes no edit with it.
std::filesystem::path journalFile(const std::filesystem::path& store, const std::string& caseId);

}  // namespace app
