#include "store/guards.h"

#include <array>
#include <map>

namespace store {

namespace {

// Both languages: other programs show it as it is.
constexpr const char* refusal =
    "本文件是三线一图的规划台账，只能由 sanxian 写入；请在 sanxian 中开立案件修改，或导出后另行编辑。"
    "This file is the record of the plan and only Sanxian writes to it: open a case there, or edit an export.";

struct Write {
    const char* name;
    const char* event;
};
constexpr std::array writes = {Write{"insert", "INSERT"}, Write{"update", "UPDATE"}, Write{"delete", "DELETE"}};

std::string guardName(const std::string& table, const Write& write) {
    return "sanxian_guard_" + table + "_" + write.name;
}

struct Object {
    std::string table;
    Digest content;
};
using Objects = std::map<std::pair<std::string, std::string>, Object>;  // by kind and name

// SpatiaLite's own tables: what they say of our layers is written when the structure changes, and never else.
constexpr const char* registers[] = {"spatial_ref_sys",
                                     "spatial_ref_sys_aux",
                                     "spatialite_history",
                                     "geometry_columns",
                                     "geometry_columns_auth",
                                     "geometry_columns_field_infos",
                                     "geometry_columns_statistics",
                                     "geometry_columns_time",
                                     "views_geometry_columns",
                                     "views_geometry_columns_auth",
                                     "views_geometry_columns_field_infos",
                                     "views_geometry_columns_statistics",
                                     "virts_geometry_columns",
                                     "virts_geometry_columns_auth",
                                     "virts_geometry_columns_field_infos",
                                     "virts_geometry_columns_statistics",
                                     "data_licenses",
                                     "sql_statements_log",
                                     "sqlite_sequence"};
constexpr const char* rowsKind = "rows";  // as objects: the content is that of the table's rows

void addRegisters(Database& database, Digester& digester, Objects& objects) {
    for (const char* name : registers) {
        if (!objects.contains({"table", name})) continue;
        const std::string table = name;
        Digest sum = digester.add(std::string_view(table)).finish();
        for (auto row = database.prepare("SELECT *, NULL FROM " + table); row.step();) {
            const Digest each = recordDigest(digester, table, row);
            sum = digester.add(Bytes(sum)).add(Bytes(each)).finish();
        }
        objects[{rowsKind, table}] = {table, sum};
    }
}

Objects objectsThere(Database& database, DigestMethod method) {
    Objects objects;
    Digester digester(method);
    // Texts that are none, and pages of what has none, are written by no SQL.
    for (auto row = database.prepare(
             "SELECT type, name, tbl_name, CASE WHEN typeof(type) || typeof(name) || typeof(tbl_name) || "
             "typeof(ifnull(sql, '')) <> 'texttexttexttext' OR (type IN ('view', 'trigger') OR sql LIKE 'CREATE "
             "VIRTUAL%') "
             "= (rootpage IS NOT 0) THEN '?' ELSE '' END || ifnull(sql, '') FROM sqlite_master");
         row.step();)
        objects[{row.string(0), row.string(1)}] = {row.string(2), digester.add(row.text(3)).finish()};
    addRegisters(database, digester, objects);
    return objects;
}

}  // namespace

ObjectNames strangers(Database& database, DigestMethod method) {
    ObjectNames names;
    for (const Difference& each : alteredObjects(database, method)) {
        if (each.difference != Difference::Kind::Foreign || each.kind == "trigger")
            database.fail(
                {base::Error::Code::Invalid, base::message("store.altered_object", each.kind, each.name), {}});
        names.emplace(each.kind, each.name);
    }
    return names;
}

void guardTables(Database& database, const ObjectNames& strangers) {
    std::set<std::string> there;
    std::vector<std::string> tables;
    for (auto row = database.prepare("SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')");
         row.step();) {
        if (row.text(0) == "trigger")
            there.insert(row.string(1));
        else if (!strangers.contains({"table", row.string(1)}) && !row.text(1).starts_with("sqlite_") &&
                 !row.text(2).starts_with("CREATE VIRTUAL"))
            tables.push_back(row.string(1));
    }
    for (const auto& table : tables)
        for (const Write& write : writes)
            if (const std::string name = guardName(table, write); !there.contains(name))
                database.script("CREATE TRIGGER " + identifier(name) + " BEFORE " + write.event + " ON " +
                                identifier(table) + " BEGIN SELECT RAISE(ABORT, '" + refusal + "'); END");
}

void recordObjects(Database& database, DigestMethod method, Seal& seal, const ObjectNames& strangers) {
    seal.before("sanxian_objects", "true");
    database.run("DELETE FROM sanxian_objects");
    Statement insert =
        database.prepare("INSERT INTO sanxian_objects (kind, name, \"table\", content) VALUES (?, ?, ?, ?)");
    const Objects objects = objectsThere(database, method);
    for (const auto& [key, object] : objects)
        if (!strangers.contains(key)) insert.with(key.first, key.second, object.table, Bytes(object.content)).run();
    std::vector<std::pair<std::pair<std::string, std::string>, Digest>> rows;
    for (auto row = database.prepare("SELECT * FROM sanxian_objects"); row.step();)
        rows.push_back({{row.string(0), row.string(1)}, seal.digest("sanxian_objects", row)});
    Statement write = database.prepare("UPDATE sanxian_objects SET digest = ? WHERE kind = ? AND name = ?");
    for (const auto& [key, digest] : rows) {
        write.with(Bytes(digest), key.first, key.second).run();
        seal.toggle(digest);
    }
}

std::vector<Difference> alteredObjects(Database& database, DigestMethod method) {
    std::vector<Difference> found;
    Objects there = objectsThere(database, method);
    for (auto row = database.prepare("SELECT kind, name, \"table\", content FROM sanxian_objects"); row.step();) {
        const auto at = there.find({row.string(0), row.string(1)});
        if (at == there.end())
            found.push_back({Difference::Kind::Missing, row.string(0), row.string(1)});
        else if (at->second.table != row.text(2) || !same(row.bytes(3), at->second.content))
            found.push_back({Difference::Kind::Altered, row.string(0), row.string(1)});
        if (at != there.end()) there.erase(at);
    }
    // Files of the first days of this format have no record of the registers' rows.
    for (const auto& [key, object] : there)
        if (key.first != rowsKind) found.push_back({Difference::Kind::Foreign, key.first, key.second});
    return found;
}

}  // namespace store
