#include <gtest/gtest.h>

#include "store/proved.h"

using plan::Snapshot;
using scratch::note;
using store::Store;
using Code = base::Error::Code;

namespace {

// A store that the program of the first format made: a thinned sample county as revision 1 ("filed-2024"), case C1
// committed as revision 2 ("corrected"), C2 with a save, C3 without.
// The second format's program then gave revision 2 the name "second".
void unpack(const scratch::fs::path& file, const std::string& format = "1") {
    const std::string golden = SANXIAN_TEST_SPEC "/../../tests/golden/store-v" + format + ".sqlite.gz";
    ASSERT_EQ(scratch::shell("gzip -dc '" + golden + "' > '" + file.string() + "'").exit, 0);
}

// What it holds was written down when it was made.
void expectGolden(const Store& store) {
    const std::vector<std::pair<std::size_t, std::string>> made = {
        {0, "a23ccc591bc0cb1e724d2c2c21182c8052bec926d8f23f5e8c6e9d3c0f106465"},
        {266, "740562405eba723b41625aeedc41a33a9663a3096c45b8665e6a97f2f3f9eb08"},
        {265, "31ffbc5101528cc98009248ee5af1c12f22604fb745ae2e5784190c069b57457"}};
    ASSERT_EQ(store.head(), 2);
    for (store::RevisionNumber number = 0; number <= 2; ++number) {
        EXPECT_EQ(store.load(number)->count(), made[static_cast<std::size_t>(number)].first);
        EXPECT_EQ(store.revision(number)->digest, made[static_cast<std::size_t>(number)].second);
    }
    EXPECT_EQ(store.resolve("filed-2024").value(), 1);
    EXPECT_EQ(store.resolve("corrected").value(), 2);
    EXPECT_EQ(store.resolve("2024-05-31").value(), 1);
    EXPECT_EQ(store.revision(2)->removed, 1);
    EXPECT_EQ(store.revision(2)->caseId, "C1");
    EXPECT_EQ(store.spec(), "county-2021");
    const auto settings = store.settings().value();
    EXPECT_EQ(settings.size(), 2u);
    EXPECT_EQ(settings.at("I01.target"), 4.5);
    EXPECT_EQ(settings.at("I04.base"), 1234.5);
    const auto cases = store.cases().value();
    ASSERT_EQ(cases.size(), 3u);
    EXPECT_EQ(cases[0].stage, store::Stage::Committed);
    EXPECT_EQ(cases[0].basis, std::vector<std::string>{"磴政发〔2024〕5号"});
    EXPECT_EQ(cases[0].saves, 2);
    EXPECT_EQ(cases[1].stage, store::Stage::Open);
    EXPECT_EQ(store.loadCase("C1")->count(), 265u);
    EXPECT_EQ(store.loadCase("C2")->count(), 266u);
    const auto changes = store.caseChanges("C2").value();
    EXPECT_TRUE(store.load(2)->with(changes).value() == store.loadCase("C2").value());
    EXPECT_TRUE(store.load(1)->with(store.changes(1, 2).value()).value() == store.load(2).value());
    EXPECT_TRUE(store.resolutions("C2")->empty());
    EXPECT_TRUE(store.present("C2")->empty());
    EXPECT_TRUE(store.touching("C2")->empty());
    EXPECT_FALSE(store.verdict("C2", {})->has_value());
}

}  // namespace

TEST(Format, TheFirstFormatIsReadAsItIs) {
    const scratch::Folder folder;
    const auto file = folder / "old.sqlite";
    unpack(file);
    const auto before = scratch::bytesOf(file);
    {
        Store store = Store::open(file, Store::Mode::ReadOnly).value();
        expectGolden(store);
        EXPECT_EQ(store.set("a", 1).error().code, Code::Denied);
    }
    EXPECT_EQ(scratch::bytesOf(file), before);
}

TEST(Format, TheFirstFormatIsBroughtToThisOne) {
    const scratch::Folder folder;
    const auto file = folder / "old.sqlite", fresh = folder / "fresh.sqlite";
    unpack(file);
    {
        Store store = Store::open(file).value();
        expectGolden(store);
    }
    EXPECT_EQ(scratch::ask(file, "PRAGMA user_version"), "4");
    EXPECT_EQ(scratch::ask(file, "PRAGMA integrity_check"), "ok");
    Store store = Store::open(file).value();
    expectGolden(store);
    EXPECT_EQ(store.commit("C2", note("goes on")).value(), 3);
    EXPECT_EQ(store.load(3)->count(), 266u);
    EXPECT_EQ(store.revision(3)->parent, 2);
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());

    // The same tables, views, indexes and guards as in a store that is made now.
    const plan::Schema schema = *store.schema();
    { ASSERT_TRUE(Store::init(fresh, schema, "county-2021")); }
    const std::string objects =
        "SELECT group_concat(type || name || replace(ifnull(sql, ''), char(10) || '   ', ''), char(10)) FROM (SELECT * "
        "FROM sqlite_master "
        "WHERE name LIKE '%sanxian%' OR tbl_name LIKE 'DLTB%' OR tbl_name LIKE 'XZQ%' ORDER BY type, name)";
    EXPECT_TRUE(scratch::ask(file, objects) == scratch::ask(fresh, objects));
}

TEST(Format, TheSecondFormatIsReadAsItIsAndBroughtToThisOne) {
    const scratch::Folder folder;
    const auto file = folder / "old.sqlite";
    unpack(file, "2");
    std::vector<geometry::Area> areas;
    {
        const Store store = Store::open(file, Store::Mode::ReadOnly).value();
        expectGolden(store);
        areas = store.areas(1).value();
    }
    EXPECT_EQ(scratch::ask(file, "PRAGMA user_version"), "2");
    {
        Store store = Store::open(file).value();
        expectGolden(store);
        EXPECT_EQ(store.resolve("second").value(), 2);
        EXPECT_EQ(store.areas(1).value(), areas);
        EXPECT_EQ(store.commit("C2", note("goes on")).value(), 3);
    }
    EXPECT_EQ(scratch::ask(file, "PRAGMA user_version"), "4");
    EXPECT_NE(scratch::ask(file, "SELECT count(*) FROM sanxian_totals"), "0");
}

TEST(Format, AnUpgradeThatCannotBeDoneChangesNothing) {
    const scratch::Folder folder;
    const auto file = folder / "old.sqlite";
    unpack(file);
    scratch::ask(file, "UPDATE sanxian_schemas SET body = '{}'");
    const auto before = scratch::bytesOf(file);
    EXPECT_EQ(Store::open(file).error().message.key, "store.bad_layout");
    EXPECT_EQ(scratch::bytesOf(file), before);
}

TEST(Format, TheThirdFormatIsReadAsItIsAndBroughtToThisOne) {
    const scratch::Folder folder;
    const auto file = folder / "old.sqlite";
    unpack(file, "3");
    const auto before = scratch::bytesOf(file);
    {
        const Store store = Store::open(file, Store::Mode::ReadOnly).value();
        expectGolden(store);
        EXPECT_TRUE(store.waivers("C2").value().empty());
    }
    EXPECT_EQ(scratch::bytesOf(file), before);
    {
        Store store = Store::open(file).value();
        expectGolden(store);
        ASSERT_TRUE(store.waive("C2", {"R-P1/7", {}, "listed next year", "文号1", "审核员", {}, {}}));
        EXPECT_EQ(store.commit("C2", note("goes on")).value(), 3);
    }
    EXPECT_EQ(scratch::ask(file, "PRAGMA user_version"), "4");
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
}
