#include "store/guards.h"

#include <gmock/gmock.h>

#include "store/proved.h"

using plan::Snapshot;
using scratch::note;
using store::Store;

namespace {

std::string quoted(const scratch::fs::path& file) { return "'" + file.string() + "'"; }
constexpr const char* says = "Sanxian";

}  // namespace

// Whatever an ordinary program writes fails and says why; the file stays as it is.
TEST(Guards, OtherProgramsReadAndWriteNothing) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite", gpkg = folder / "out.gpkg";
    { scratch::filed(file, support::randomPlan(4)); }
    std::vector<std::string> tables;
    const std::string list = scratch::ask(file,
                                          "SELECT group_concat(name) FROM sqlite_master WHERE type = 'table' AND "
                                          "name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'");
    std::istringstream names(list);
    for (std::string name; std::getline(names, name, ',');) tables.push_back(name);
    EXPECT_GT(tables.size(), 40u);
    const auto before = scratch::bytesOf(file);
    for (const auto& table : tables) {
        const std::string column = scratch::ask(file, "SELECT name FROM pragma_table_info('" + table + "') LIMIT 1");
        for (const std::string& sql :
             {"INSERT INTO \"" + table + "\" (\"" + column + "\") VALUES (1)", "DELETE FROM \"" + table + "\"",
              "UPDATE \"" + table + "\" SET \"" + column + "\" = \"" + column + "\""}) {
            const bool empty = scratch::ask(file, "SELECT count(*) FROM \"" + table + "\"") == "0";
            if (!sql.starts_with("INSERT") && empty) continue;
            EXPECT_NE(scratch::ask(file, sql).find(says), std::string::npos) << sql << ": " << scratch::ask(file, sql);
        }
    }
    EXPECT_NE(scratch::ask(file, "INSERT INTO DLTB_now (BSM) VALUES ('x')"), "");
    EXPECT_NE(scratch::ask(file, "DELETE FROM idx_DLTB_geometry"), "");
    EXPECT_EQ(scratch::bytesOf(file), before);

    if (scratch::shell("command -v ogr2ogr").exit != 0) GTEST_SKIP() << "ogr2ogr is not installed";
    ASSERT_EQ(scratch::shell("ogr2ogr " + quoted(gpkg) + " " + quoted(file) + " DLTB_now").exit, 0);
    for (const std::string& command :
         {"ogr2ogr -update -append " + quoted(file) + " " + quoted(gpkg) + " DLTB_now -nln dltb",
          "ogrinfo " + quoted(file) + " -sql \"UPDATE DLTB SET _died = 1\"",
          "ogrinfo " + quoted(file) + " -sql \"DELETE FROM DLTB\"",
          "ogrinfo " + quoted(file) + " -sql \"UPDATE sanxian_revisions SET message = 'x'\"",
          "sqlite3 " + quoted(file) + " \"UPDATE sanxian_tags SET name = 'x'; DELETE FROM DLTB\"",
          "ogr2ogr -update " + quoted(file) + " " + quoted(gpkg) + " DLTB_now -nln fresh"}) {
        const auto printed = scratch::shell(command);
        EXPECT_NE(printed.text.find(says), std::string::npos) << command << ": " << printed.text;
    }
    Store store = Store::open(file, Store::Mode::ReadOnly).value();
    EXPECT_TRUE(store.load(1).value() == support::randomPlan(4));
}

TEST(Guards, WhatIsDroppedOrAlteredIsFound) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    { scratch::filed(file, support::randomPlan(4)); }
    const auto differences = [&] {
        auto database = store::Database::open(file, store::Database::Mode::ReadOnly).value();
        std::vector<std::string> found;
        for (const auto& each : store::alteredObjects(*database, store::DigestMethod::Sm3))
            found.push_back(std::to_string(static_cast<int>(each.difference)) + " " + each.kind + " " + each.name);
        return found;
    };
    using testing::ElementsAre;
    EXPECT_THAT(differences(), testing::IsEmpty());
    scratch::ask(file, "DROP TRIGGER sanxian_guard_DLTB_update");
    EXPECT_THAT(differences(), ElementsAre("0 trigger sanxian_guard_DLTB_update"));
    scratch::ask(file, "CREATE TRIGGER sanxian_guard_DLTB_update BEFORE UPDATE ON DLTB BEGIN SELECT 1; END");
    EXPECT_THAT(differences(), ElementsAre("1 trigger sanxian_guard_DLTB_update"));
    scratch::ask(file, "CREATE TABLE mine (a)");
    EXPECT_THAT(differences(), ElementsAre("1 trigger sanxian_guard_DLTB_update", "2 table mine"));
}

// What is recorded at a change of the structure is what Sanxian made: never what another program made of it.
TEST(Guards, AChangeOfTheStructureTakesNothingForGood) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    { scratch::filed(file, support::randomPlan(4)); }
    const std::string original = scratch::bytesOf(file);
    const auto widened = [&] {
        auto store = Store::open(file).value();
        plan::Schema wider = *store.schema();
        wider.layers.push_back(wider.layers.back());
        wider.layers.back().code = "MORE";
        return store.extend(wider);
    };
    const std::string guard = "sanxian_guard_DLTB_update";
    for (const std::string& sql :
         {"DROP TRIGGER " + guard + "; CREATE TRIGGER " + guard + " BEFORE UPDATE ON DLTB BEGIN SELECT 1; END",
          "DROP TRIGGER " + guard, std::string("DROP VIEW DLTB_now; CREATE VIEW DLTB_now AS SELECT 1 AS BSM"),
          std::string("DROP INDEX DLTB_feature"),
          std::string("CREATE TRIGGER mine AFTER INSERT ON DLTB BEGIN DELETE FROM DLTB; END"),
          std::string("UPDATE geometry_columns SET srid = 4326 WHERE f_table_name = 'dltb'")}) {
        SCOPED_TRACE(sql);
        scratch::write(file, original);
        scratch::forge(file, sql);
        const auto before = scratch::problemsOf(file);
        EXPECT_FALSE(before.empty());
        const auto refused = widened();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().message.key, "store.altered_object");
        EXPECT_EQ(scratch::problemsOf(file), before);
    }

    // What others made beside is theirs as before.
    scratch::write(file, original);
    scratch::forge(file, "CREATE TABLE mine (a UNIQUE); CREATE VIEW yours AS SELECT * FROM mine");
    ASSERT_TRUE(widened());
    const auto found = store::verify(file, true).value();
    EXPECT_THAT(scratch::linesOf(found), testing::IsEmpty());
    EXPECT_THAT(found.foreign, testing::IsSupersetOf({"mine", "yours"}));
    EXPECT_EQ(scratch::ask(file, "INSERT INTO mine VALUES (1)"), "");
    EXPECT_NE(scratch::ask(file, "INSERT INTO \"MORE\" (_row) VALUES (1)").find(says), std::string::npos);
}
