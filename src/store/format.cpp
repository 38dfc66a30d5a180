#include "store/format.h"

#include <algorithm>
#include <set>

#include "store/connection.h"
#include "store/edits.h"
#include "store/guards.h"
#include "store/tables.h"
#include "store/totals.h"

namespace store {

using Code = base::Error::Code;

namespace {

// How a table of format 1 reads as one of format 2. Saves did not say what they stood on: it was their case's base.
struct Older {
    const char* table;
    const char* columns;
};
constexpr Older olderTables[] = {
    {"sanxian_meta", "key, value, NULL AS digest"},
    {"sanxian_revisions", R"(number, parent, time, author, message, "case", changes, '[]' AS documents, digest)"},
    {"sanxian_tags", "name, revision, time, NULL AS digest"},
    {"sanxian_settings", "number, key, value, time, NULL AS digest"},
    {"sanxian_cases",
     "number, title, kind, unit, author, basis, extent, base, space, stage, committed, opened, NULL AS digest"},
    {"sanxian_saves",
     R"("case", number, (SELECT base FROM main.sanxian_cases c WHERE c.number = "case") AS base, 'edit' AS kind, time,
        author, message, first, changes, digest)"},
};

bool isOlder(std::string_view table) {
    for (const Older& older : olderTables)
        if (table == older.table) return true;
    return false;
}
constexpr std::string_view kept[] = {"sanxian_schemas", "sanxian_contents", "sanxian_edits"};
bool isKept(std::string_view table) { return std::find(std::begin(kept), std::end(kept), table) != std::end(kept); }

// A file of format 1 that may not be written: views of this connection alone stand before its tables.
void dress(Database& database) {
    database.script("PRAGMA query_only = OFF");
    for (const Older& older : olderTables)
        database.script(std::string("CREATE TEMP VIEW ") + older.table + " AS SELECT " + older.columns + " FROM main." +
                        older.table);
    for (const RecordTable& table : recordTables())
        if (!isOlder(table.name) && !isKept(table.name))
            database.script(std::string("CREATE TEMP TABLE ") + table.name + " " + table.columns);
    database.script("PRAGMA query_only = ON");
}

struct SaveRow {
    std::int64_t caseNumber = 0, number = 0, base = 0, first = 0, changes = 0;
    std::string kind, time, author, message;
    std::optional<Digest> digest;
};

// The digest of a save as format 1 made it, or as this one does.
Digest digestOfSave(Database& database, const SaveRow& save, const std::optional<Digest>& before, bool older) {
    Digester digester(DigestMethod::Sm3);
    const Bytes chain = before ? Bytes(*before) : Bytes();
    if (older)
        digester.add(chain).add(save.caseNumber).add(save.number).add(save.time).add(save.author).add(save.message);
    else
        beginSaveDigest(digester, chain, save.caseNumber, save.number, save.base, save.kind, save.time, save.author,
                        save.message);
    Statement edit = database.prepare(
        "SELECT layer, feature, before, after FROM sanxian_edits WHERE number >= ?1 AND number < ?1 + ?2 ORDER BY "
        "number");
    for (edit.with(save.first, save.changes); edit.step();)
        digester.add(edit.text(0)).add(edit.integer(1)).orNone(digestIn(edit, 2)).orNone(digestIn(edit, 3));
    return digester.finish();
}

// The saves' digests cover what they stand on from now on. One that was wrong stays wrong.
void redigestSaves(Database& database) {
    std::vector<SaveRow> saves;
    for (auto row = database.prepare(R"(SELECT "case", number, base, first, changes, kind, time, author, message, digest
                                        FROM sanxian_saves ORDER BY "case", number)");
         row.step();)
        saves.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.string(5),
                         row.string(6), row.string(7), row.string(8), digestIn(row, 9)});
    Statement write = database.prepare(R"(UPDATE sanxian_saves SET digest = ? WHERE "case" = ? AND number = ?)");
    std::optional<Digest> before, beforeThen;
    for (const SaveRow& save : saves) {
        if (save.number == 1) before.reset(), beforeThen.reset();
        const bool right = save.digest == digestOfSave(database, save, beforeThen, true);
        beforeThen = save.digest;
        before = right ? digestOfSave(database, save, before, false) : save.digest;
        write.with(before ? std::optional(Bytes(*before)) : std::nullopt, save.caseNumber, save.number).run();
    }
}

void sealAll(Database& database, Seal& seal) {
    for (const RecordTable& table : recordTables()) {
        if (!table.sealed) continue;
        const std::string name = table.name;
        if (!table.digested) {
            for (auto row = database.prepare("SELECT digest FROM " + name); row.step();) seal.toggle(row.bytes(0));
            continue;
        }
        const bool keyed = name == "sanxian_meta" || name == "sanxian_tags";
        const std::string key = name == "sanxian_meta" ? "key" : keyed ? "name" : "number";
        if (!keyed && name != "sanxian_settings" && name != "sanxian_cases") continue;  // empty in format 1
        std::vector<std::string> keys;
        for (auto row = database.prepare("SELECT " + key + " FROM " + name); row.step();) keys.push_back(row.string(0));
        for (const auto& each : keys) seal.after(name, key + " = ?1", each);
    }
}

// The records of format 1 in the tables of this one.
void renewRecords(Database& database) {
    for (const RecordTable& table : recordTables()) {
        if (!isOlder(table.name)) continue;
        for (const Older& older : olderTables)
            if (std::string_view(older.table) == table.name)
                database.script(std::string("CREATE TEMP TABLE sanxian_older AS SELECT ") + older.columns +
                                " FROM main." + table.name);
        database.script(std::string("DROP TABLE ") + table.name);
        createRecordTable(database, table);
        database.script(std::string("INSERT INTO ") + table.name +
                        " SELECT * FROM temp.sanxian_older; DROP TABLE temp.sanxian_older");
    }
    redigestSaves(database);
}

void createMissingRecordTables(Database& database) {
    std::set<std::string> there;
    for (auto row = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'"); row.step();)
        there.insert(row.string(0));
    for (const RecordTable& table : recordTables())
        if (!there.contains(table.name)) createRecordTable(database, table);
}

// Format 3 had no waivers, format 2 no totals; format 1 had SM3 alone, no seal, no guards, and layers with fewer columns.
base::Result<> upgrade(Database& database, const std::filesystem::path& file) {
    Transaction transaction(database, Transaction::Kind::Write);
    const auto version = database.integer("PRAGMA user_version");
    if (version == formatVersion) return transaction.commit();  // another was faster
    const bool first = version == 1;
    if (first) renewRecords(database);
    createMissingRecordTables(database);
    const auto body = database.text("SELECT body FROM sanxian_schemas ORDER BY number DESC LIMIT 1");
    const auto named = first ? std::optional<std::string>(nameOf(DigestMethod::Sm3))
                             : database.text("SELECT value FROM sanxian_meta WHERE key = 'digest'");
    if (!database.ok()) return transaction.commit();
    const auto layout = decodeLayout(body.value_or(""));
    if (!layout) return transaction.abandon(layout.error());
    const auto method = digestMethod(named.value_or(""));
    if (!method)
        return transaction.abandon(
            {Code::Unsupported, base::message("store.unknown_digest", file.string(), named.value_or("")), {}});
    if (first) widenLayers(database, *layout);
    Seal seal(database, *method);
    if (first) sealAll(database, seal);
    if (version < 3) totalLayers(database, *layout, seal);
    guardTables(database);
    recordObjects(database, *method, seal);
    seal.write();
    database.script("PRAGMA user_version = " + std::to_string(formatVersion));
    return transaction.commit();
}

// SQLite fills up a last page that was cut with zeros; while there is a journal beside, the file may be growing.
bool isCut(Database& database, const std::filesystem::path& file) {
    std::error_code error;
    for (const char* journal : {"-wal", "-journal"})
        if (std::filesystem::exists(file.string() + journal, error)) return false;
    const auto page = database.integer("PRAGMA page_size");
    const auto size = std::filesystem::file_size(file, error);
    return !error && page.value_or(0) > 0 && size % static_cast<std::uintmax_t>(*page) != 0;
}

}  // namespace

base::Result<> fitFormat(Database& database, const std::filesystem::path& file, bool writable) {
    Transaction transaction(database, Transaction::Kind::Read);
    const auto application = database.integer("PRAGMA application_id");
    const auto version = database.integer("PRAGMA user_version");
    if (application && application != applicationId)
        return transaction.abandon({Code::Invalid, base::message("store.not_a_store", file.string()), {}});
    if (application && isCut(database, file))
        return transaction.abandon({Code::Invalid, base::message("store.damaged", file.string()), {}});
    if (version && *version > formatVersion)
        return transaction.abandon(
            {Code::Unsupported, base::message("store.newer", file.string(), *version, formatVersion), {}});
    if (auto done = transaction.commit(); !done || version == formatVersion) return done;
    if (writable) return upgrade(database, file);
    if (version == 1) dress(database);
    return database.outcome();
}

}  // namespace store
