#include "store/totals.h"

#include <cmath>
#include <map>

#include "store/connection.h"

namespace store {

namespace {

constexpr double unitsPerSquareMetre = 10000;

// By which each revision changed what the layer covers.
std::map<std::int64_t, std::int64_t> growths(Database& database, const LayerTable& table) {
    std::map<std::int64_t, std::int64_t> growths;
    for (auto row = database.prepare("SELECT _born, _died, _area FROM " + identifier(table.name)); row.step();) {
        const std::int64_t units = totalUnits(geometry::Area::squareMetres(row.real(2)));
        growths[row.integer(0)] += units;
        if (!row.isNull(1)) growths[row.integer(1)] -= units;
    }
    return growths;
}

}  // namespace

std::int64_t totalUnits(geometry::Area area) {
    const double squareMetres = area.squareMetres();
    if (!(std::abs(squareMetres) < 5.2e14)) return 0;  // larger than the Earth
    return std::llround(squareMetres * unitsPerSquareMetre);
}

void fileTotal(Database& database, const std::string& layer, std::int64_t revision, std::int64_t growth, Seal& seal) {
    const auto before = database.integer(
        "SELECT area FROM sanxian_totals WHERE layer = ? AND revision < ? ORDER BY revision DESC LIMIT 1", layer,
        revision);
    database.run("INSERT INTO sanxian_totals (layer, revision, area) VALUES (?, ?, ?)", layer, revision,
                 before.value_or(0) + growth);
    seal.after("sanxian_totals", "layer = ?1 AND revision = ?2", layer, revision);
}

void totalLayers(Database& database, const Layout& layout, Seal& seal) {
    for (std::size_t i = 0; i < layout.tables.size(); ++i)
        for (const auto& [revision, growth] : growths(database, layout.tables[i]))
            fileTotal(database, layout.layer(i).code, revision, growth, seal);
}

base::Result<std::vector<geometry::Area>> Store::areas(RevisionNumber number) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    if (auto there = c.require(number); !there && database.ok()) return transaction.abandon(there.error());
    std::vector<geometry::Area> areas;
    const bool filed = database.integer("SELECT 1 FROM sqlite_master WHERE name = 'sanxian_totals'").has_value();
    for (std::size_t i = 0; i < c.layout.tables.size() && database.ok(); ++i) {
        std::int64_t units = 0;
        if (filed)
            units = database
                        .integer(
                            "SELECT area FROM sanxian_totals WHERE layer = ? AND revision <= ? ORDER BY revision "
                            "DESC LIMIT 1",
                            c.layout.layer(i).code, number)
                        .value_or(0);
        else
            for (const auto& [revision, growth] : growths(database, c.layout.tables[i]))
                if (revision <= number) units += growth;
        areas.push_back(geometry::Area::squareMetres(static_cast<double>(units) / unitsPerSquareMetre));
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return areas;
}

}  // namespace store
