#pragma once

#include "store/layout.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace store {

// What an open store holds: its file and what it has read of it.
struct Store::Connection {
    std::filesystem::path file;
    std::unique_ptr<Database> database;
    std::string spec;
    Layout layout;
    std::int64_t structure = 0;  // SQLite's count of structure changes when the layout was read
    RevisionNumber head = 0;     // as last seen

    // Reads the layout anew where another program has changed the structure since, and the head. To be called at the
    // beginning of every transaction.
    void refresh();
    // The head, which `refresh` has seen; NotFound where there is no such revision.
    base::Result<> require(RevisionNumber number) const;
    // The state of the plan within a transaction.
    base::Result<plan::Snapshot> load(RevisionNumber number, const base::Task& task);
};

// The time of a note, or now.
std::string timeOf(const std::string& time);

}  // namespace store
