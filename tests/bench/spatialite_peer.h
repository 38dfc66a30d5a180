#pragma once

#include <sqlite3.h>

#include <string>
#include <utility>
#include <vector>

#include "bench/table.h"
#include "geometry/grid.h"
#include "geometry/wkb.h"

namespace bench {

// SpatiaLite as Debian ships it (mod_spatialite), in memory, with spatial indexes. `available` is false where it is not
// installed.
class SpatialitePeer {
public:
    SpatialitePeer() {
        sqlite3_open(":memory:", &database_);
        sqlite3_enable_load_extension(database_, 1);
        available_ = sqlite3_load_extension(database_, "mod_spatialite", nullptr, nullptr) == SQLITE_OK;
        if (available_) run("SELECT InitSpatialMetaData(1)");
    }
    ~SpatialitePeer() { sqlite3_close(database_); }
    SpatialitePeer(const SpatialitePeer&) = delete;
    SpatialitePeer& operator=(const SpatialitePeer&) = delete;

    bool available() const { return available_; }
    // What it says of itself.
    std::string version() {
        return available_ ? text("SELECT spatialite_version() || ' on GEOS ' || geos_version()") : "";
    }

    void load(const std::string& table, const std::vector<const geometry::MultiPolygon*>& areas,
              const geometry::Grid& grid) {
        run("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY)");
        run("SELECT AddGeometryColumn('" + table + "', 'g', 4490, 'MULTIPOLYGON', 'XY')");
        run("BEGIN");
        sqlite3_stmt* insert = nullptr;
        sqlite3_prepare_v2(database_, ("INSERT INTO " + table + " VALUES (?, GeomFromWKB(?, 4490))").c_str(), -1,
                           &insert, nullptr);
        for (std::size_t i = 0; i < areas.size(); ++i) {
            const geometry::Bytes bytes = geometry::toWkb(*areas[i], grid);
            sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(i));
            sqlite3_bind_blob(insert, 2, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        run("COMMIT");
        run("SELECT CreateSpatialIndex('" + table + "', 'g')");
    }

    // The first number that a query gives, and what it took.
    std::pair<double, Taken> ask(const std::string& query) {
        double answer = -1;
        const Taken time = taken([&] { answer = number(query); });
        return {answer, time};
    }

private:
    void run(const std::string& statement) { sqlite3_exec(database_, statement.c_str(), nullptr, nullptr, nullptr); }
    template <class Read>
    auto first(const std::string& query, Read read) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(database_, query.c_str(), -1, &statement, nullptr);
        sqlite3_step(statement);
        const auto value = read(statement);
        sqlite3_finalize(statement);
        return value;
    }
    double number(const std::string& query) {
        return first(query, [](sqlite3_stmt* row) { return sqlite3_column_double(row, 0); });
    }
    std::string text(const std::string& query) {
        return first(query, [](sqlite3_stmt* row) {
            const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(row, 0));
            return std::string(value ? value : "");
        });
    }

    sqlite3* database_ = nullptr;
    bool available_ = false;
};

}  // namespace bench
