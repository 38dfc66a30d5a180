#include <gtest/gtest.h>

#include "store/scratch.h"

using plan::Snapshot;
using scratch::note;
using store::Store;
using Code = base::Error::Code;

namespace {

std::string keyOf(const base::Result<Store>& result) { return result ? "" : result.error().message.key; }

bool installed(const std::string& program) { return scratch::shell("command -v " + program).exit == 0; }

}  // namespace

TEST(File, InitNeverWritesOverAnything) {
    const scratch::Folder folder;
    const auto schema = support::randomSchema();
    scratch::write(folder / "there", "mine");
    EXPECT_EQ(keyOf(Store::init(folder / "there", *schema, "p")), "store.exists");
    EXPECT_EQ(scratch::bytesOf(folder / "there"), "mine");
    EXPECT_EQ(keyOf(Store::init(folder / "no" / "such" / "folder", *schema, "p")), "store.cannot_open");
    plan::Schema bad = *schema;
    bad.layers[0].fields[0].code = "\xff";
    EXPECT_EQ(keyOf(Store::init(folder / "new", bad, "p")), "store.not_utf8");
    EXPECT_FALSE(scratch::fs::exists(folder / "new"));
    EXPECT_EQ(keyOf(Store::init(folder / "new", *schema, "p")), "");
}

TEST(File, WhatIsNoStoreIsSaidSo) {
    const scratch::Folder folder;
    scratch::fs::create_directory(folder / "folder");
    scratch::write(folder / "empty", "");
    scratch::write(folder / "text", "only some text, but long enough to be read as a header" + std::string(5000, '.'));
    scratch::write(folder / "zeros", std::string(8192, '\0'));
    scratch::ask(folder / "other.sqlite", "CREATE TABLE t (a)");
    EXPECT_EQ(keyOf(Store::open(folder / "missing")), "store.no_file");
    EXPECT_EQ(keyOf(Store::open(folder / "folder")), "store.is_folder");
    EXPECT_EQ(keyOf(Store::open(folder / "text")), "store.not_a_store");
    for (const auto mode : {Store::Mode::ReadWrite, Store::Mode::ReadOnly})
        for (const char* name : {"empty", "text", "zeros", "other.sqlite"}) {
            const auto before = scratch::bytesOf(folder / name);
            const auto opened = Store::open(folder / name, mode);
            ASSERT_FALSE(opened) << name;
            EXPECT_EQ(opened.error().code, Code::Invalid) << name;
            EXPECT_EQ(scratch::bytesOf(folder / name), before) << name;
        }
}

TEST(File, ANewerFormatIsRefused) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    { ASSERT_TRUE(Store::init(file, *support::randomSchema(), "p")); }
    scratch::ask(file, "PRAGMA user_version = 5");
    const auto opened = Store::open(file);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::Unsupported);
    EXPECT_EQ(opened.error().message.arguments, (std::vector<std::string>{file.string(), "5", "4"}));
}

// Cut anywhere, or with any byte wrong: an error or a plan, never the end of the program, never a hang.
TEST(File, DamageIsSaidOrHarmless) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite", hurt = folder / "hurt.sqlite";
    { scratch::filed(file, support::randomPlan(21)); }
    const std::string whole = scratch::bytesOf(file);
    support::Dice dice(21);
    const auto tryIt = [&](const std::string& bytes) {
        scratch::write(hurt, bytes);
        auto store = Store::open(hurt);
        if (!store) return store.error().code;
        const auto plan = store->load(store->head());
        if (!plan) return plan.error().code;
        (void)store->log();
        (void)store->changes(0, 1);
        (void)store->settings();
        return Code::Cancelled;
    };
    for (int i = 0; i < 60; ++i) {
        const auto size = static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(whole.size()) - 1));
        // What lacks a page is refused; where the last page is cut short, the plan may not be in it.
        if (const auto said = tryIt(whole.substr(0, size)); size + 4096 <= whole.size())
            EXPECT_NE(said, Code::Cancelled) << size;
        else
            EXPECT_TRUE(said != Code::Cancelled || Store::open(hurt)->load(1).value() == support::randomPlan(21))
                << size;
    }
    for (int i = 0; i < 200; ++i) {
        std::string bytes = whole;
        for (auto n = dice.roll(1, 30); n > 0; --n)
            bytes[static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(whole.size()) - 1))] ^=
                static_cast<char>(dice.roll(1, 255));
        (void)tryIt(bytes);
    }
}

TEST(File, TwoStatesOfOneFeatureAreDamage) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    Store store = scratch::filed(file, support::randomPlan(21));
    scratch::forge(file, "UPDATE DLTB SET _feature = (SELECT min(_feature) FROM DLTB)");
    EXPECT_EQ(store.load(1).error().message.key, "store.damaged_row");
    EXPECT_EQ(store.changes(0, 1).error().message.key, "store.damaged_row");
}

TEST(File, ReadingLeavesNoTrace) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    { scratch::filed(file, support::randomPlan(4)); }
    const auto before = scratch::bytesOf(file);
    const auto written = scratch::fs::last_write_time(file);
    scratch::fs::permissions(file, scratch::fs::perms::owner_read);
    {
        Store store = Store::open(file, Store::Mode::ReadOnly).value();
        EXPECT_TRUE(store.load(1));
        EXPECT_TRUE(store.log());
        EXPECT_TRUE(store.cases());
        for (const auto& done : {store.set("a", 1), store.tag("t", 1), store.save("C1", 0, {}, {})})
            EXPECT_EQ(done.error().code, Code::Denied);
        EXPECT_EQ(store.openCase({}).error().message.key, "store.read_only");
        const auto feature = plan::makeFeature({0, 99}, {4}, {}, {}, {});
        EXPECT_EQ(store.baseline({{{nullptr, feature}}}, {}).error().code, Code::Denied);
    }
    EXPECT_EQ(scratch::bytesOf(file), before);
    EXPECT_EQ(scratch::fs::last_write_time(file), written);
    EXPECT_EQ(std::distance(scratch::fs::directory_iterator(file.parent_path()), {}), 1);
}

TEST(File, TheSpatialIndexHoldsEveryState) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    // Two thousand at once are packed, later ones inserted, and packed again where they are more than there were.
    const plan::Schema schema = *support::randomSchema();
    Store store = Store::init(file, schema, "p").value();
    std::uint32_t serial = 0;
    support::Dice dice(1);
    for (const int count : {3000, 1500, 9000, 10}) {
        plan::Changeset changes;
        for (int i = 0; i < count; ++i) {
            const geometry::Point p{dice.roll(-179'000'000'000, 179'000'000'000),
                                    dice.roll(-89'000'000'000, 89'000'000'000)};
            changes.changes.push_back({nullptr, plan::makeFeature(schema, {0, ++serial}, support::layer::trees,
                                                                  geometry::MultiPoint{p}, {})});
        }
        ASSERT_TRUE(store.baseline(changes, note("trees")));
        EXPECT_EQ(scratch::ask(file, "SELECT rtreecheck('idx_GSMM_geometry')"), "ok");
        EXPECT_EQ(scratch::ask(file, "SELECT count(*) FROM idx_GSMM_geometry"), std::to_string(serial));
    }
    const Snapshot plan = store.load(store.head()).value();
    for (int i = 0; i < 50; ++i) {
        const double x = static_cast<double>(dice.roll(-179, 150)), y = static_cast<double>(dice.roll(-89, 80));
        const auto box = geometry::Box::of(schema.grid.nearest({x, y}), schema.grid.nearest({x + 20, y + 9}));
        std::size_t inside = 0;
        plan.each(support::layer::trees, box, [&](const plan::FeatureRef&) { ++inside; });
        const std::string where =
            fmt::format("xmax >= {} AND xmin <= {} AND ymax >= {} AND ymin <= {}", x, x + 20, y, y + 9);
        EXPECT_EQ(scratch::ask(file, "SELECT count(*) FROM idx_GSMM_geometry WHERE " + where), std::to_string(inside));
    }
}

// What other programs see.
TEST(File, OgrinfoShowsEachLayersCurrentState) {
    if (!installed("ogrinfo")) GTEST_SKIP() << "ogrinfo is not installed";
    for (const char* crs : {"EPSG:4490", "EPSG:4526",
                            "+proj=tmerc +lat_0=0 +lon_0=107.5 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 "
                            "+units=m +no_defs"}) {
        const scratch::Folder folder;
        const auto file = folder / "plan.sqlite";
        Snapshot now;
        {
            Store store = scratch::filed(file, support::randomPlan(9, support::randomSchema(crs)));
            const auto work = store.openCase(scratch::titled("t")).value();
            now = store.loadCase(work.id).value();
            support::Dice dice(9);
            plan::FeatureId next = now.nextId();
            const Snapshot then = scratch::edited(now, dice, next);
            ASSERT_TRUE(store.save(work.id, 0, Snapshot::diff(now, then), note("s")));
            ASSERT_TRUE(store.commit(work.id, note("c")));
            now = then;
        }
        const std::string open = "ogrinfo -ro -so '" + file.string() + "' ";
        for (std::uint16_t i = 0; i < now.schema().layers.size(); ++i) {
            const auto shown = scratch::shell(open + now.schema().layers[i].code + "_now");
            EXPECT_EQ(shown.exit, 0) << shown.text;
            EXPECT_NE(shown.text.find("Feature Count: " + std::to_string(now.count({i}))), std::string::npos)
                << shown.text;
            EXPECT_NE(shown.text.find("_feature: Integer64"), std::string::npos) << shown.text;
            EXPECT_NE(shown.text.find("MJ: Real"), std::string::npos);
            EXPECT_NE(shown.text.find("RQ: Date"), std::string::npos);
            EXPECT_EQ(shown.text.find("Warning"), std::string::npos) << shown.text;
            const std::string system =
                crs[0] == 'E' ? "ID[\"EPSG\"," + std::string(crs + 5) + "]]" : "Transverse Mercator";
            EXPECT_NE(shown.text.find(system), std::string::npos) << shown.text;
        }
        // Through the spatial index, geometry included.
        const auto county = now.extent(support::layer::county);
        const auto low = now.schema().grid.place({county.minX, county.minY}),
                   high = now.schema().grid.place({county.maxX, county.maxY});
        const auto inside =
            scratch::shell(fmt::format("{} DLTB_now -spat {} {} {} {}", open, low.x, low.y, high.x, high.y));
        EXPECT_NE(inside.text.find("Feature Count: " + std::to_string(now.count(support::layer::survey))),
                  std::string::npos)
            << inside.text;
        const auto outside =
            scratch::shell(fmt::format("{} DLTB_now -spat {} {} {} {}", open, high.x + 1, low.y, high.x + 2, high.y));
        EXPECT_NE(outside.text.find("Feature Count: 0"), std::string::npos) << outside.text;
    }
}

TEST(File, SpatialiteFindsEveryGeometryValid) {
    if (scratch::shell("sqlite3 :memory: \"SELECT load_extension('mod_spatialite')\"").exit != 0)
        GTEST_SKIP() << "sqlite3 with mod_spatialite is not installed";
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    { scratch::filed(file, support::randomPlan(13)); }
    const auto say = [&](const std::string& sql) {
        return scratch::shell("sqlite3 '" + file.string() + "' \"SELECT load_extension('mod_spatialite')\" \"" + sql +
                              "\"")
            .text;
    };
    EXPECT_EQ(say("SELECT CheckSpatialMetaData()"), "\n3\n");
    EXPECT_EQ(say("SELECT count(*) FROM DLTB_now WHERE ST_IsValid(geometry) <> 1 OR ST_SRID(geometry) <> 4490 "
                  "OR GeometryType(geometry) <> 'MULTIPOLYGON'"),
              "\n0\n");
    // It wants to note the time of the check, which the guards refuse; the answer is there all the same.
    EXPECT_TRUE(say("SELECT CheckSpatialIndex('DLTB', 'geometry')").ends_with("\n1\n"));
    EXPECT_EQ(say("SELECT count(*) FROM vector_layers"), "\n18\n");
    EXPECT_EQ(say("SELECT DISTINCT layer_type FROM vector_layers WHERE table_name = 'dltb_now'"), "\nSpatialView\n");
}
