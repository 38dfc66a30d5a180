#include "store/tables.h"

#include "store/records.h"

namespace store {

namespace {

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

void registerView(Database& database, const std::string& view, const std::string& table) {
    database.run("INSERT INTO views_geometry_columns VALUES (?, 'geometry', '_row', ?, 'geometry', 1)", view, table);
    database.run("INSERT INTO views_geometry_columns_statistics (view_name, view_geometry) VALUES (?, 'geometry')",
                 view);
    database.run("INSERT INTO views_geometry_columns_auth VALUES (?, 'geometry', 0)", view);
}

// The indexes that format 2 has and format 1 has not.
void createNewIndexes(Database& database, const Layout& layout, std::size_t index) {
    const LayerTable& table = layout.tables[index];
    const std::string name = identifier(table.name);
    // Revision 1 is the bulk: its states are found by a scan, those of later ones by this.
    database.script("CREATE INDEX " + identifier(table.name + "_born") + " ON " + name + " (_born) WHERE _born > 1");
    const plan::Layer& layer = layout.layer(index);
    if (const auto key = layer.field(layer.key))
        database.script("CREATE INDEX " + identifier(table.keyIndex()) + " ON " + name + " (" +
                        identifier(table.columns[*key]) + ")");
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
    database.script("CREATE INDEX " + indexName("_died") + " ON " + name + " (_died) WHERE _died IS NOT NULL");
    createNewIndexes(database, layout, index);
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
    registerView(database, lowered(table.view()), registered);
    registerView(database, lowered(table.historyView()), registered);
}

void createViews(Database& database, const Layout& layout, std::size_t index) {
    const LayerTable& table = layout.tables[index];
    const std::string name = identifier(table.name);
    std::string fields;
    for (const auto& column : table.columns) fields += ", " + identifier(column);
    if (layout.hasGeometry(index)) fields += ", geometry";
    database.script("CREATE VIEW " + identifier(table.view()) + " AS SELECT _row, _feature, _born, _area" + fields +
                    " FROM " + name + " WHERE _died IS NULL");
    const auto timeOf = [](const char* column) {
        return std::string("(SELECT time FROM sanxian_revisions WHERE number = ") + column + ")";
    };
    database.script("CREATE VIEW " + identifier(table.historyView()) + " AS SELECT _row, _feature, _born, _died, " +
                    timeOf("_born") + " AS _since, " + timeOf("_died") + " AS _until, _area" + fields + " FROM " +
                    name);
}

// Columns whose length has grown. What SQLite declares of a column is the text of its table's definition, and rewriting
// that is the way it has for it.
void redeclare(Database& database, const Layout& before, const Layout& after, std::size_t index) {
    for (std::size_t i = 0; i < before.tables[index].columns.size(); ++i) {
        const std::string column = identifier(after.tables[index].columns[i]) + " ";
        const std::string then = columnType(before.layer(index).fields[i]),
                          now = columnType(after.layer(index).fields[i]);
        if (then == now) continue;
        database.script("PRAGMA writable_schema = ON");
        for (const char* end : {",", ")"})
            database.run("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
                         column + then + end, column + now + end, after.tables[index].name);
        database.script("PRAGMA writable_schema = RESET");
    }
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
    createRecordTables(database);
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
            redeclare(database, before, after, i);
            if (before.tables[i] == table) continue;
            database.script("DROP VIEW " + identifier(table.view()));
            database.script("DROP VIEW " + identifier(table.historyView()));
            for (std::size_t field = before.tables[i].columns.size(); field < table.columns.size(); ++field)
                database.script("ALTER TABLE " + identifier(table.name) + " ADD COLUMN " +
                                identifier(table.columns[field]) + " " + columnType(after.layer(i).fields[field]));
        }
        createViews(database, after, i);
    }
}

void widenLayers(Database& database, const Layout& layout) {
    for (std::size_t i = 0; i < layout.tables.size(); ++i) {
        const LayerTable& table = layout.tables[i];
        database.script("DROP INDEX IF EXISTS " + identifier(table.name + "_born"));
        createNewIndexes(database, layout, i);
        database.script("DROP VIEW IF EXISTS " + identifier(table.view()));
        createViews(database, layout, i);
        if (layout.hasGeometry(i)) registerView(database, lowered(table.historyView()), lowered(table.name));
    }
}

std::set<std::string> takenNames(Database& database) {
    std::set<std::string> names;
    for (auto row = database.prepare("SELECT name FROM sqlite_master"); row.step();)
        names.insert(lowered(row.string(0)));
    return names;
}

}  // namespace store
