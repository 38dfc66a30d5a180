#pragma once

#include <map>
#include <set>

#include "store/layout.h"
#include "store/records.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace store {

// What an open store holds: its file and what it has read of it.
struct Store::Connection {
    std::filesystem::path file;
    std::unique_ptr<Database> database;
    std::string spec;
    Layout layout;                              // the newest structure
    std::int64_t structure = 0;                 // its number
    RevisionNumber head = 0;                    // as last seen
    std::set<std::string> entered;              // the cases that this process says it has open
    std::map<std::int64_t, Layout> structures;  // older ones that were asked for, by their numbers

    // Reads the layout anew where another program has changed the structure since, and the head. To be called at the
    // beginning of every transaction.
    void refresh();
    // The head, which `refresh` has seen; NotFound where there is no such revision.
    base::Result<> require(RevisionNumber number) const;
    // The structure that a revision has; the newest, and the database has failed, where it is damaged.
    const Layout& layoutAt(RevisionNumber number);
    // The state of the plan within a transaction, by one of its structures.
    base::Result<plan::Snapshot> load(RevisionNumber number, const Layout& by, const base::Task& task);
    // Within a write transaction: the structure with what `schema` has more, in force from revision `since` on. False
    // where it has no more. `places`: fails where a layer or field comes to another place than it has there.
    bool widen(const plan::Schema& schema, RevisionNumber since, Seal& seal, bool places = true);
    // The same for a layout that is made already.
    void restructure(Layout wider, RevisionNumber since, Seal& seal);
    // Within a write transaction: whatever was done to the structure did not happen.
    void forget() { structure = 0; }
    // All of these settings or none.
    base::Result<> enter(const std::vector<Entry>& entries);
};

// The time of a note, or now.
std::string timeOf(const std::string& time);

// A list of documents as the store keeps it, a JSON list, and back.
std::string encodeDocuments(const std::vector<std::string>& documents);
std::vector<std::string> decodeDocuments(std::string_view text);

// "C7" and back; 0 where the text names no case.
std::string caseIdOf(std::int64_t number);
std::int64_t caseNumberOf(const std::string& id);
// The case, read within a transaction; NotFound is left with the database.
Case findCase(Database& database, const Layout& layout, const std::string& id);
// Fails the transaction where the case takes no saves and cannot be committed.
void requireOpen(Database& database, const Case& found);
// Fails it where someone else has saved since.
void requireSaves(Database& database, const Case& found, std::int64_t saves);

}  // namespace store
