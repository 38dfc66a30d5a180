#include "store/records.h"

#include <algorithm>
#include <array>
#include <bit>

namespace store {

namespace {

// What each table is for and what its columns hold stands in README.md beside this file.
constexpr std::array tables = {
    RecordTable{"sanxian_meta", "(key TEXT PRIMARY KEY, value TEXT NOT NULL, digest BLOB) WITHOUT ROWID", true, true},
    RecordTable{"sanxian_schemas",
                "(number INTEGER PRIMARY KEY, since INTEGER NOT NULL, time TEXT NOT NULL, body TEXT NOT NULL, "
                "digest BLOB NOT NULL)",
                false, true},
    RecordTable{"sanxian_revisions",
                "(number INTEGER PRIMARY KEY, parent INTEGER, time TEXT NOT NULL, author TEXT NOT NULL, "
                "message TEXT NOT NULL, \"case\" INTEGER, changes INTEGER NOT NULL, documents TEXT NOT NULL, "
                "digest BLOB NOT NULL)",
                false, true},
    RecordTable{"sanxian_contents",
                "(revision INTEGER NOT NULL, layer TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, "
                "removed INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (revision, layer)) WITHOUT ROWID",
                false, false},
    RecordTable{"sanxian_totals",
                "(layer TEXT NOT NULL, revision INTEGER NOT NULL, area INTEGER NOT NULL, digest BLOB, "
                "PRIMARY KEY (layer, revision)) WITHOUT ROWID",
                true, true},
    RecordTable{"sanxian_tags",
                "(name TEXT PRIMARY KEY, revision INTEGER NOT NULL, time TEXT NOT NULL, digest BLOB) WITHOUT ROWID",
                true, true},
    RecordTable{"sanxian_settings",
                "(number INTEGER PRIMARY KEY, key TEXT NOT NULL, value REAL, time TEXT NOT NULL, digest BLOB)", true,
                true},
    RecordTable{"sanxian_cases",
                "(number INTEGER PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL, "
                "author TEXT NOT NULL, basis TEXT NOT NULL, extent BLOB, base INTEGER NOT NULL, "
                "space INTEGER NOT NULL UNIQUE, stage TEXT NOT NULL, committed INTEGER, opened TEXT NOT NULL, "
                "digest BLOB)",
                true, true},
    RecordTable{"sanxian_saves",
                "(\"case\" INTEGER NOT NULL, number INTEGER NOT NULL, base INTEGER NOT NULL, kind TEXT NOT NULL, "
                "time TEXT NOT NULL, author TEXT NOT NULL, message TEXT NOT NULL, first INTEGER NOT NULL, "
                "changes INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (\"case\", number)) WITHOUT ROWID",
                false, true},
    RecordTable{"sanxian_edits",
                "(number INTEGER PRIMARY KEY, \"case\" INTEGER NOT NULL, layer TEXT NOT NULL, "
                "feature INTEGER NOT NULL, before BLOB, after BLOB, state BLOB)",
                false, false},
    RecordTable{"sanxian_resolutions",
                "(\"case\" INTEGER NOT NULL, head INTEGER NOT NULL, layer TEXT NOT NULL, feature INTEGER NOT NULL, "
                "choice TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL, digest BLOB, "
                "PRIMARY KEY (\"case\", head, layer, feature)) WITHOUT ROWID",
                true, true},
    RecordTable{"sanxian_verdicts",
                "(\"case\" INTEGER PRIMARY KEY, save_digest BLOB, head INTEGER NOT NULL, rules_digest BLOB NOT NULL, "
                "blocking INTEGER NOT NULL, warnings INTEGER NOT NULL, time TEXT NOT NULL, digest BLOB)",
                true, true},
    RecordTable{"sanxian_waivers",
                "(number INTEGER PRIMARY KEY, \"case\" INTEGER NOT NULL, finding TEXT NOT NULL, measured REAL, "
                "reason TEXT NOT NULL, document TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL, "
                "revoked TEXT, digest BLOB)",
                true, true},
    RecordTable{"sanxian_signatures",
                "(number INTEGER PRIMARY KEY, revision INTEGER NOT NULL, role TEXT NOT NULL, signer TEXT NOT NULL, "
                "time TEXT NOT NULL, algorithm TEXT NOT NULL, certificate BLOB, signature BLOB NOT NULL, digest BLOB)",
                true, true},
    RecordTable{"sanxian_presence",
                "(\"case\" INTEGER NOT NULL, author TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, "
                "since TEXT NOT NULL, digest BLOB, PRIMARY KEY (\"case\", host, pid)) WITHOUT ROWID",
                true, true},
    RecordTable{"sanxian_objects",
                "(kind TEXT NOT NULL, name TEXT NOT NULL, \"table\" TEXT NOT NULL, content BLOB NOT NULL, digest BLOB, "
                "PRIMARY KEY (kind, name)) WITHOUT ROWID",
                true, true},
};

constexpr std::string_view sealRow = "seal";

}  // namespace

std::span<const RecordTable> recordTables() { return tables; }

void createRecordTable(Database& database, const RecordTable& table) {
    database.script(std::string("CREATE TABLE ") + table.name + " " + table.columns);
}

void createRecordTables(Database& database) {
    for (const auto& table : tables) createRecordTable(database, table);
    database.script("CREATE INDEX sanxian_edits_feature ON sanxian_edits (feature, \"case\")");
}

Digest recordDigest(Digester& digester, std::string_view table, const Statement& row) {
    digester.add(table);
    for (int column = 0; column + 1 < row.columns(); ++column) {
        const auto kind = row.kind(column);
        digester.add(static_cast<std::int64_t>(kind));
        switch (kind) {
            case Statement::Kind::Integer: digester.add(row.integer(column)); break;
            case Statement::Kind::Real: digester.add(std::bit_cast<std::int64_t>(row.real(column))); break;
            case Statement::Kind::Text: digester.add(row.text(column)); break;
            case Statement::Kind::Blob: digester.add(row.bytes(column)); break;
            case Statement::Kind::Null: break;
        }
    }
    return digester.finish();
}

Seal::Seal(Database& database, DigestMethod method) : database_(database), digester_(method) {
    Statement row = database.prepare("SELECT value FROM sanxian_meta WHERE key = ?");
    if (!row.with(sealRow).step()) return;
    if (const auto sum = digestOf(row.text(0))) sum_ = *sum;
}

void Seal::toggle(Bytes digest) {
    for (std::size_t i = 0; i < std::min(sum_.size(), digest.size()); ++i) sum_[i] ^= digest[i];
}

void Seal::write() {
    database_.run("INSERT OR REPLACE INTO sanxian_meta (key, value) VALUES (?, ?)", sealRow, hex(sum_));
    const Digest sum = sum_;
    after("sanxian_meta", "key = ?1", sealRow);
    sum_ = sum;  // it does not count itself
}

std::string Seal::select(std::string_view table, std::string_view where) {
    return "SELECT * FROM " + std::string(table) + " WHERE " + std::string(where);
}

std::string Seal::update(std::string_view table, std::string_view where) {
    return "UPDATE " + std::string(table) + " SET digest = ?5 WHERE " + std::string(where);
}

}  // namespace store
