#pragma once

#include <span>
#include <string>
#include <string_view>

#include "store/digest.h"
#include "store/sqlite.h"

namespace store {

// Our own tables, in the format that this program writes; README.md beside this file says what each column holds.
struct RecordTable {
    const char* name;
    const char* columns;  // as CREATE TABLE takes them, with what follows the closing bracket
    // Its rows carry, as last column, the digest of their other columns (recordDigest); the digests of the others are
    // made where the rows are (revisions, contents, saves), or stand in those of their save (edits).
    bool digested;
    bool sealed;  // the seal counts its rows
};
std::span<const RecordTable> recordTables();
void createRecordTable(Database& database, const RecordTable& table);
void createRecordTables(Database& database);

// The digest of a row of a digested table: its name, and kind and value of each column but the last.
Digest recordDigest(Digester& digester, std::string_view table, const Statement& row);

// The seal of a store, the row 'seal' of sanxian_meta: the exclusive or of the digests of all rows of all sealed
// tables, so that a row that another program adds, changes or removes is found. One at a time, within a write
// transaction.
class Seal {
public:
    Seal(Database& database, DigestMethod method);
    // Rows of a digested table, before they are changed or removed; `where` counts its arguments: ?1 to ?4.
    template <class... Arguments>
    void before(std::string_view table, std::string_view where, const Arguments&... arguments) {
        Statement row = database_.prepare(select(table, where));
        for (row.with(arguments...); row.step();) toggle(row.bytes(row.columns() - 1));
    }
    // The one row that was written or changed: it gets its digest.
    template <class... Arguments>
    void after(std::string_view table, std::string_view where, const Arguments&... arguments) {
        Digest digest{};
        {
            Statement row = database_.prepare(select(table, where));
            if (!row.with(arguments...).step()) return;
            digest = recordDigest(digester_, table, row);
        }
        Statement write = database_.prepare(update(table, where));
        write.with(arguments...);
        write.bind(5, Bytes(digest));
        write.run();
        toggle(digest);
    }
    // The digest of a row of a digested table, where many are written at once.
    Digest digest(std::string_view table, const Statement& row) { return recordDigest(digester_, table, row); }
    // The digest of a row of another sealed table, which is there now, or was.
    void toggle(Bytes digest);
    // Writes what is true now.
    void write();

private:
    static std::string select(std::string_view table, std::string_view where);
    static std::string update(std::string_view table, std::string_view where);
    Database& database_;
    Digester digester_;
    Digest sum_{};
};

}  // namespace store
