#include "store/tables.h"

namespace store {

namespace {

// What each table is for and what its columns hold stands in README.md beside this file.
constexpr const char* ownTables = R"(
CREATE TABLE sanxian_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sanxian_schemas (number INTEGER PRIMARY KEY, since INTEGER NOT NULL, time TEXT NOT NULL,
    body TEXT NOT NULL, digest BLOB NOT NULL);
CREATE TABLE sanxian_revisions (number INTEGER PRIMARY KEY, parent INTEGER, time TEXT NOT NULL, author TEXT NOT NULL,
    message TEXT NOT NULL, "case" INTEGER, changes INTEGER NOT NULL, digest BLOB NOT NULL);
CREATE TABLE sanxian_contents (revision INTEGER NOT NULL, layer TEXT NOT NULL, added INTEGER NOT NULL,
    changed INTEGER NOT NULL, removed INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (revision, layer)) WITHOUT ROWID;
CREATE TABLE sanxian_tags (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sanxian_settings (number INTEGER PRIMARY KEY, key TEXT NOT NULL, value REAL NOT NULL, time TEXT NOT NULL);
CREATE TABLE sanxian_cases (number INTEGER PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL,
    author TEXT NOT NULL, basis TEXT NOT NULL, extent BLOB, base INTEGER NOT NULL, space INTEGER NOT NULL UNIQUE,
    stage TEXT NOT NULL, committed INTEGER, opened TEXT NOT NULL);
CREATE TABLE sanxian_saves ("case" INTEGER NOT NULL, number INTEGER NOT NULL, time TEXT NOT NULL, author TEXT NOT NULL,
    message TEXT NOT NULL, first INTEGER NOT NULL, changes INTEGER NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY ("case", number)) WITHOUT ROWID;
CREATE TABLE sanxian_edits (number INTEGER PRIMARY KEY, "case" INTEGER NOT NULL, layer TEXT NOT NULL,
    feature INTEGER NOT NULL, before BLOB, after BLOB, state BLOB);
CREATE INDEX sanxian_edits_feature ON sanxian_edits (feature, "case");
)";

constexpr int ownSystem = 1000000;  // the srid of a system that has no number in the EPSG register

const char* columnType(plan::FieldType type) {
    switch (type) {
        case plan::FieldType::Integer: return "BIGINT";
        case plan::FieldType::Real: return "DOUBLE";
        case plan::FieldType::Date: return "DATE";
        case plan::FieldType::Text: break;
    }
    return "TEXT";
}

std::string columnType(const plan::Field& field) {
    if (field.type == plan::FieldType::Text && field.length > 0) return "VARCHAR(" + std::to_string(field.length) + ")";
    return columnType(field.type);
}

struct GeometryName {
    const char* name;
    int number;  // of geometry_columns
};
GeometryName geometryName(plan::GeometryKind kind) {
    switch (kind) {
        case plan::GeometryKind::Point: return {"MULTIPOINT", 4};
        case plan::GeometryKind::Line: return {"MULTILINESTRING", 5};
        case plan::GeometryKind::Polygon: return {"MULTIPOLYGON", 6};
        case plan::GeometryKind::Any:
        case plan::GeometryKind::None: break;
    }
    return {"GEOMETRY", 0};
}

void createTable(Database& database, const Layout& layout, std::size_t index) {
    const plan::Layer& layer = layout.layer(index);
    const LayerTable& table = layout.tables[index];
    const std::string name = identifier(table.name);
    std::string sql = "CREATE TABLE " + name + " (_row INTEGER PRIMARY KEY, _feature BIGINT NOT NULL, " +
                      "_born INTEGER NOT NULL, _died INTEGER, _area DOUBLE NOT NULL, _digest BLOB NOT NULL, _odd BLOB";
    if (layout.hasGeometry(index)) sql += std::string(", geometry ") + geometryName(layer.geometry).name;
    for (std::size_t i = 0; i < layer.fields.size(); ++i)
        sql += ", " + identifier(table.columns[i]) + " " + columnType(layer.fields[i]);
    database.script(sql + ")");
    const auto indexName = [&](const char* column) { return identifier(table.name + column); };
    database.script("CREATE INDEX " + indexName("_feature") + " ON " + name + " (_feature)");
    database.script("CREATE INDEX " + indexName("_born") + " ON " + name + " (_born)");
    database.script("CREATE INDEX " + indexName("_died") + " ON " + name + " (_died) WHERE _died IS NOT NULL");
    if (!layout.hasGeometry(index)) return;
    database.script("CREATE VIRTUAL TABLE " + identifier(table.index()) + " USING rtree(pkid, xmin, xmax, ymin, ymax)");
    const std::string registered = lowered(table.name);
    database.run("INSERT INTO geometry_columns VALUES (?, 'geometry', ?, 2, ?, 1)", registered,
                 geometryName(layer.geometry).number, layout.srid);
    database.run("INSERT INTO geometry_columns_statistics (f_table_name, f_geometry_column) VALUES (?, 'geometry')",
                 registered);
    database.run("INSERT INTO geometry_columns_time (f_table_name, f_geometry_column) VALUES (?, 'geometry')",
                 registered);
    database.run("INSERT INTO geometry_columns_auth VALUES (?, 'geometry', 1, 0)", registered);
    const std::string view = lowered(table.view());
    database.run("INSERT INTO views_geometry_columns VALUES (?, 'geometry', '_row', ?, 'geometry', 1)", view,
                 registered);
    database.run("INSERT INTO views_geometry_columns_statistics (view_name, view_geometry) VALUES (?, 'geometry')",
                 view);
    database.run("INSERT INTO views_geometry_columns_auth VALUES (?, 'geometry', 0)", view);
}

void createView(Database& database, const Layout& layout, std::size_t index) {
    const LayerTable& table = layout.tables[index];
    std::string sql = "CREATE VIEW " + identifier(table.view()) + " AS SELECT _row, _feature, _born, _area";
    for (const auto& column : table.columns) sql += ", " + identifier(column);
    if (layout.hasGeometry(index)) sql += ", geometry";
    database.script(sql + " FROM " + identifier(table.name) + " WHERE _died IS NULL");
}

}  // namespace

int createRegister(Database& database, const geometry::System& system) {
    const int srid = system.epsg > 0 ? system.epsg : ownSystem;
    database.integer("SELECT InitSpatialMetaData(0, 'NONE')");
    const bool known = system.epsg > 0 && database.integer("SELECT InsertEpsgSrid(?)", srid) == 1;
    if (!known)
        database.run(
            "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, ref_sys_name, proj4text, srtext) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            srid, system.epsg > 0 ? "epsg" : "sanxian", srid, system.name,
            system.definition.starts_with('+') ? system.definition : std::string(), system.wkt);
    database.script(ownTables);
    database.script("PRAGMA application_id = " + std::to_string(applicationId) +
                    "; PRAGMA user_version = " + std::to_string(formatVersion));
    return srid;
}

void createLayers(Database& database, const Layout& before, const Layout& after) {
    for (std::size_t i = 0; i < after.tables.size(); ++i) {
        const LayerTable& table = after.tables[i];
        if (i >= before.tables.size()) {
            createTable(database, after, i);
        } else {
            if (before.tables[i] == table) continue;
            database.script("DROP VIEW " + identifier(table.view()));
            for (std::size_t field = before.tables[i].columns.size(); field < table.columns.size(); ++field)
                database.script("ALTER TABLE " + identifier(table.name) + " ADD COLUMN " +
                                identifier(table.columns[field]) + " " + columnType(after.layer(i).fields[field]));
        }
        createView(database, after, i);
    }
}

std::set<std::string> takenNames(Database& database) {
    std::set<std::string> names;
    for (auto row = database.prepare("SELECT name FROM sqlite_master"); row.step();)
        names.insert(lowered(row.string(0)));
    return names;
}

}  // namespace store
