#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "store/revision.h"

namespace store {

// What came of a damaged store.
struct Salvaged {
    bool whole = false;       // nothing was damaged: the new store is a copy with all revisions
    RevisionNumber head = 0;  // the newest revision that was found
    struct Layer {
        std::string code;
        std::int64_t features = 0;             // that the new store has
        std::optional<std::int64_t> expected;  // that there were, where that is known
        std::vector<std::string> lost;         // those that are not there and have a name left, by key or #id
    };
    std::vector<Layer> layers;
    struct Work {
        std::string caseId, title;
        std::int64_t changes = 0, lost = 0;
    };
    std::vector<Work> cases;  // those that were open
};

// Makes a new store of all that can be read and proved of a file that is damaged: as its revision 1 the newest state of
// each feature, and the open cases with what they change of these. The file is only read. Fails where `out` exists, and
// where not even the structure of the plan can be read; then there is no new store.
base::Result<Salvaged> salvage(const std::filesystem::path& file, const std::filesystem::path& out,
                               const base::Task& task = {});

}  // namespace store
