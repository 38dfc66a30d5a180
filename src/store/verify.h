#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "store/revision.h"

namespace store {

// Something in a store that is not as Sanxian wrote it.
struct Problem {
    std::optional<RevisionNumber> revision;  // where one is concerned
    std::string layer;                       // code, where one is concerned
    std::optional<std::int64_t> feature;     // id, where one is concerned
    std::string kind;  // row, contents, revision, structure, save, edit, record, seal, object, index, unreadable
    base::Message detail;
};

struct Verified {
    std::int64_t revisions = 0;
    std::string digest;  // of the head, as it stands there: written down elsewhere, it proves the whole chain
    std::vector<Problem> problems;
    std::vector<std::string> foreign;  // tables, views and indexes of other programs: no part of the record
};

// Recomputes every digest of a store: states, contents, revisions, structures, saves, edits, records, seal and
// definitions. `full`: also what holds no facts of its own, the b-trees with their indexes and the spatial index. The
// file is only read, as it is at one moment. Fails where it cannot be read or is of an older format; never answers
// without problems after a failure.
base::Result<Verified> verify(const std::filesystem::path& file, bool full, const base::Task& task = {});

}  // namespace store
