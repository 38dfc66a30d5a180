#include "store/verify.h"

#include <gmock/gmock.h>

#include <thread>

#include "store/full_history.h"
#include "store/records.h"

using plan::Snapshot;
using scratch::History;
using scratch::note;
using scratch::problemsOf;
using store::Store;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Verify, WhatIsAsItWasWrittenIsGood) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE(seed);
        const History history(seed, seed % 2 ? store::DigestMethod::Sm3 : store::DigestMethod::Sha256);
        EXPECT_THAT(problemsOf(history.file), IsEmpty());
        const auto found = store::verify(history.file, false).value();
        EXPECT_EQ(found.revisions, 4);
        EXPECT_EQ(found.digest, Store::open(history.file)->revision(4)->digest);
        EXPECT_THAT(found.foreign, IsEmpty());
    }
}

// What an index of many levels is like that was packed, then added to one by one, then packed again.
TEST(Verify, LargeSpatialIndexesAreGood) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    support::Dice dice(7);
    const auto schema = support::randomSchema();
    auto store = Store::init(file, *schema, "random").value();
    std::uint32_t serial = 0;
    for (const int count : {3000, 1500, 1800, 40, 9000}) {
        plan::Changeset changes;
        for (int i = 0; i < count; ++i) {
            const support::Point p{106'000'000'000 + dice.roll(0, 900'000'000),
                                   41'000'000'000 + dice.roll(0, 900'000'000)};
            changes.changes.push_back({nullptr, plan::makeFeature(*schema, {0, ++serial}, support::layer::trees,
                                                                  geometry::MultiPoint{p}, {})});
        }
        ASSERT_TRUE(store.baseline(changes, note("trees")));
        EXPECT_THAT(problemsOf(file), IsEmpty()) << serial;
    }
}

TEST(Verify, SeveralReadersFindWhatOneFinds) {
    const History history(11);
    history.forge("UPDATE DLTB SET DM = 'x' WHERE _row % 3 = 0; UPDATE sanxian_tags SET name = 'y' WHERE revision = 1");
    auto verification = store::Verification::begin(history.file, true, 3).value();
    std::atomic<std::size_t> next{0};
    {
        std::vector<std::jthread> threads;
        for (std::size_t reader = 0; reader < verification.readers(); ++reader)
            threads.emplace_back([&, reader] {
                for (std::size_t piece = next++; piece < verification.pieces(); piece = next++)
                    EXPECT_TRUE(verification.run(piece, reader, {}));
            });
    }
    const auto lines = scratch::linesOf(verification.finish().value());
    EXPECT_FALSE(lines.empty());
    EXPECT_EQ(lines, problemsOf(history.file));
}

// There is no answer unless all was done.
TEST(Verify, NothingIsGoodAfterAFailure) {
    const History history(12);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(store::verify(history.file, false, {stop.get_token(), {}}).error().code, base::Error::Code::Cancelled);
    auto verification = store::Verification::begin(history.file, false, 1).value();
    for (std::size_t piece = 0; piece + 1 < verification.pieces(); ++piece) ASSERT_TRUE(verification.run(piece, 0, {}));
    EXPECT_FALSE(verification.run(verification.pieces() - 1, 0, {stop.get_token(), {}}));
    EXPECT_FALSE(verification.finish());
    EXPECT_FALSE(store::verify("/nowhere", false));
}

// What is verified is one moment; a writer does not wait for it, nor it for the writer.
TEST(Verify, WritersGoOnMeanwhile) {
    const History history(13);
    auto verification = store::Verification::begin(history.file, true, 2).value();
    Store store = Store::open(history.file).value();
    ASSERT_TRUE(store.tag("later", 2));
    for (std::size_t piece = 0; piece < verification.pieces(); ++piece)
        ASSERT_TRUE(verification.run(piece, piece % 2, {}));
    EXPECT_THAT(scratch::linesOf(verification.finish().value()), IsEmpty());
    EXPECT_THAT(problemsOf(history.file), IsEmpty());
}

// Whoever gets round the guards with SQL is found, and what he did is named.
TEST(Verify, ForgeriesAreFoundAndNamed) {
    const History made(21);
    const std::string row = made.ask("SELECT max(_row) FROM DLTB WHERE _born = 1 AND _died IS NULL");
    const std::string feature = made.ask("SELECT _feature FROM DLTB WHERE _row = " + row);
    const std::string revision = made.ask("SELECT revision FROM sanxian_contents WHERE revision > 1 LIMIT 1");
    const std::string layer = made.ask("SELECT layer FROM sanxian_contents WHERE revision > 1 LIMIT 1");
    const std::string edited = made.ask("SELECT feature FROM sanxian_edits LIMIT 1"),
                      editedLayer = made.ask("SELECT layer FROM sanxian_edits LIMIT 1");
    const std::string changed =
        made.ask("SELECT _feature FROM " + layer + " WHERE _born = " + revision + " OR _died = " + revision);
    const std::string at = " WHERE _row = " + row;
    const std::string named = " DLTB #" + feature + " ";
    struct Forgery {
        std::string sql, found;
    };
    const std::vector<Forgery> forgeries = {
        {"UPDATE DLTB SET BSM = '9'" + at, "row r1" + named + "store.verify.row 9"},
        {"UPDATE DLTB SET MJ = MJ + 0.01" + at, "row r1" + named},
        {"UPDATE DLTB SET SL = SL + 1" + at, "row r1" + named},
        {"UPDATE DLTB SET SL = x'01'" + at, "row r1" + named},
        {"UPDATE DLTB SET SL = 'one'" + at, "row r1" + named},
        {"UPDATE DLTB SET RQ = '2001-01-01'" + at, "row r1" + named},
        {"UPDATE DLTB SET _area = _area + 1" + at, "row r1" + named},
        {"UPDATE DLTB SET _odd = x'01000101'" + at, "row r1" + named},
        {"UPDATE DLTB SET _digest = zeroblob(32)" + at, "row r1" + named},
        {"UPDATE DLTB SET geometry = NULL" + at, "row r1" + named},
        {"UPDATE DLTB SET geometry = (SELECT geometry FROM DLTB WHERE _row = 1)" + at, "row r1" + named},
        {"UPDATE DLTB SET _feature = 77" + at, "row r1 DLTB #77 "},
        {"UPDATE DLTB SET _born = 2" + at, "contents r2" + named},
        {"UPDATE DLTB SET _born = 0" + at, "row r0" + named + "store.verify.life"},
        {"UPDATE DLTB SET _died = 4" + at, "contents r4" + named},
        {"UPDATE DLTB SET _died = 9" + at, "contents r9" + named + "store.verify.no_revision"},
        {"UPDATE DLTB SET _died = 1" + at, "row r1" + named + "store.verify.life"},
        {"DELETE FROM DLTB" + at, "contents r1 DLTB #- store.verify.contents"},
        {"DELETE FROM DLTB WHERE _row = 2", "row r- DLTB #- store.verify.missing_rows 2 2"},
        {"INSERT INTO DLTB SELECT 9999, 12345, 1, NULL, _area, _digest, _odd, geometry, BSM, DM, MJ, SL, RQ FROM DLTB" +
             at,
         "row r1 DLTB #12345 "},
        {"INSERT INTO DLTB SELECT 9999, _feature, 2, NULL, _area, _digest, _odd, geometry, BSM, DM, MJ, SL, RQ FROM "
         "DLTB" +
             at,
         "contents r2" + named},
        {"DELETE FROM DLTB", "contents r1 DLTB #- store.verify.no_rows"},
        {"DELETE FROM " + layer + " WHERE _born = " + revision + "; UPDATE " + layer +
             " SET _died = NULL WHERE _died = " + revision,
         "contents r" + revision + " " + layer + " #" + changed + " "},
        {"DELETE FROM idx_DLTB_geometry WHERE pkid = " + row, "index r1" + named + "store.verify.box"},
        {"UPDATE idx_DLTB_geometry SET xmin = xmin - 1 WHERE pkid = " + row, "index r1" + named + "store.verify.box"},
        {"INSERT INTO idx_DLTB_geometry VALUES (8888, 1, 2, 1, 2)", "index r- DLTB #- store.verify.stray_box 8888"},
        {"UPDATE idx_DLTB_geometry_rowid SET nodeno = 9 WHERE rowid = " + row, "store.verify.tree idx_DLTB_geometry"},
        {"UPDATE sanxian_revisions SET message = 'x' WHERE number = 2", "revision r2  #- store.verify.revision 2"},
        {"UPDATE sanxian_revisions SET author = 'x' WHERE number = 3", "revision r3  "},
        {"UPDATE sanxian_revisions SET time = '2001-01-01' WHERE number = 1", "revision r1  "},
        {"UPDATE sanxian_revisions SET documents = '[]' WHERE number = 1", "revision r1  "},
        {"UPDATE sanxian_revisions SET changes = changes + 1 WHERE number = 1", "revision r1  "},
        {"UPDATE sanxian_revisions SET parent = 1 WHERE number = 3", "revision r3  "},
        {"UPDATE sanxian_revisions SET \"case\" = 9 WHERE number = 2", "revision r2  "},
        {"UPDATE sanxian_revisions SET digest = zeroblob(32) WHERE number = 2", "revision r2  "},
        {"DELETE FROM sanxian_revisions WHERE number = 4", "contents r4 "},
        {"DELETE FROM sanxian_revisions", "revision r0  "},
        {"UPDATE sanxian_contents SET added = added + 1, changed = changed - 1 WHERE revision = " + revision +
             " AND layer = '" + layer + "'",
         "contents r" + revision + " " + layer + " #- store.verify.contents_record"},
        {"DELETE FROM sanxian_contents WHERE revision = 1 AND layer = 'DLTB'",
         "contents r1 DLTB #- store.verify.contents_record"},
        {"UPDATE sanxian_schemas SET body = replace(body, 'DLTB', 'DLTX')", "structure r0  "},
        {"UPDATE sanxian_schemas SET since = 2", "structure r2  "},
        {"UPDATE sanxian_tags SET revision = 2 WHERE name = 'approved'",
         "record r2  #- store.verify.record sanxian_tags"},
        {"DELETE FROM sanxian_tags WHERE name = 'approved'", "seal r-"},
        {"INSERT INTO sanxian_tags SELECT 'mine', revision, time, digest FROM sanxian_tags LIMIT 1",
         "store.verify.record sanxian_tags mine"},
        {"UPDATE sanxian_settings SET value = 0", "store.verify.record sanxian_settings 1"},
        {"UPDATE sanxian_cases SET title = 'x' WHERE number = 4", "store.verify.record sanxian_cases 4"},
        {"UPDATE sanxian_cases SET stage = 'open' WHERE number = 1", "store.verify.record sanxian_cases 1"},
        {"UPDATE sanxian_resolutions SET choice = 'theirs'", "store.verify.record sanxian_resolutions 4"},
        {"UPDATE sanxian_verdicts SET blocking = 3", "store.verify.record sanxian_verdicts 4"},
        {"INSERT INTO sanxian_signatures VALUES (1, 1, 'r', 's', 't', 'a', NULL, x'00', zeroblob(32))",
         "store.verify.record sanxian_signatures 1"},
        {"UPDATE sanxian_meta SET value = 'y' WHERE key = 'spec'", "store.verify.record sanxian_meta spec"},
        {"UPDATE sanxian_meta SET value = 'SHA-256' WHERE key = 'digest'", "store.verify.record sanxian_meta digest"},
        {"DELETE FROM sanxian_meta WHERE key = 'created'", "seal r-"},
        {"UPDATE sanxian_saves SET message = 'x' WHERE \"case\" = 1 AND number = 1", "store.verify.save C1 1"},
        {"UPDATE sanxian_saves SET base = 0 WHERE \"case\" = 1 AND number = 2", "store.verify.save C1 2"},
        {"UPDATE sanxian_saves SET changes = changes - 1 WHERE \"case\" = 2 AND number = 1", "store.verify.save C2 1"},
        {"DELETE FROM sanxian_saves WHERE \"case\" = 4", "store.verify.edits "},
        {"UPDATE sanxian_edits SET state = zeroblob(9) WHERE number = 1",
         "edit r1 " + editedLayer + " #" + edited + " store.verify.edit 1 C1"},
        {"UPDATE sanxian_edits SET before = zeroblob(32) WHERE number = 1",
         "edit r1 " + editedLayer + " #" + edited + " store.verify.edit 1 C1"},
        {"DELETE FROM sanxian_edits WHERE number = 1", "store.verify.save C1 1"},
        {"UPDATE sanxian_objects SET content = zeroblob(32) WHERE name = 'DLTB_now'",
         "store.verify.altered view DLTB_now"},
        {"UPDATE geometry_columns SET srid = 4326 WHERE f_table_name = 'dltb'",
         "store.verify.register rows geometry_columns"},
        {"UPDATE spatial_ref_sys SET proj4text = ''", "store.verify.register rows spatial_ref_sys"},
        {"DELETE FROM views_geometry_columns", "store.verify.register rows views_geometry_columns"},
        {"UPDATE sqlite_sequence SET seq = 99", "store.verify.register rows sqlite_sequence"},
        {"DROP TRIGGER sanxian_guard_DLTB_update", "store.verify.missing trigger sanxian_guard_DLTB_update"},
        {"DROP VIEW DLTB_now; CREATE VIEW DLTB_now AS SELECT * FROM DLTB", "store.verify.altered view DLTB_now"},
        {"CREATE TRIGGER mine AFTER INSERT ON DLTB BEGIN DELETE FROM DLTB; END",
         "store.verify.foreign_trigger trigger mine"},
        {"DROP INDEX DLTB_feature", "store.verify.missing index DLTB_feature"},
        {"DROP TABLE sanxian_tags", "store.verify.missing table sanxian_tags"},
        {"ALTER TABLE DLTB ADD COLUMN mine", "store.verify.altered table DLTB"},
        {"ALTER TABLE DLTB DROP COLUMN RQ", "store.verify.altered table DLTB"},
        {"ALTER TABLE DLTB RENAME TO mine", "store.verify.missing table DLTB"},
        {"PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'DLTB_died'",
         "store.verify.missing index DLTB_died"},
    };
    const std::string original = scratch::bytesOf(made.file);
    for (const auto& [sql, found] : forgeries) {
        scratch::write(made.file, original);
        made.forge(sql);
        EXPECT_THAT(problemsOf(made.file), Contains(HasSubstr(found))) << sql;
    }
}

// A forged state with its digest made anew is not what its revision's record says.
TEST(Verify, ADigestThatWasMadeAnewDoesNotHelp) {
    const History made(22);
    auto store = Store::open(made.file).value();
    const auto changes = store.changes(1, 2).value();
    const auto& change = *std::find_if(changes.changes.begin(), changes.changes.end(),
                                       [](const auto& each) { return each.after != nullptr; });
    store = Store::open(made.file, Store::Mode::ReadOnly).value();
    const auto& code = store.schema()->layers[change.layer().index].code;
    // The state of another feature, moved to this one's row with that one's digest, fits no row; one that was filed
    // before of this feature fits the row but not the revision.
    const std::string id = std::to_string(change.id().number());
    if (!change.before) GTEST_SKIP() << "the first change of this seed is an addition";
    made.forge("UPDATE " + code +
               " SET (_area, _digest, _odd, geometry, BSM, DM, MJ, SL, RQ) = (SELECT _area, _digest, " +
               "_odd, geometry, BSM, DM, MJ, SL, RQ FROM " + code + " WHERE _feature = " + id +
               " AND _died = 2) WHERE _feature = " + id + " AND _born = 2");
    EXPECT_THAT(problemsOf(made.file), Contains(HasSubstr("contents r2 " + code + " #" + id + " ")));
}

TEST(Verify, WhatOthersAddBesideIsNotedAndNoProblem) {
    const History made(23);
    made.forge("CREATE TABLE mine (a); CREATE VIEW yours AS SELECT 1; CREATE INDEX theirs ON DLTB (DM)");
    const auto found = store::verify(made.file, true).value();
    EXPECT_THAT(scratch::linesOf(found), IsEmpty());
    EXPECT_THAT(found.foreign, testing::UnorderedElementsAre("mine", "yours", "theirs"));
}

// A whole chain that is forged anew is found by the digest that was written down.
TEST(Verify, AnotherHistoryHasAnotherDigest) {
    const auto one = store::verify(History(31).file, false).value(),
               other = store::verify(History(32).file, false).value();
    EXPECT_THAT(one.problems.size() + other.problems.size(), 0u);
    EXPECT_NE(one.digest, other.digest);
}

TEST(Verify, AreasAreMeasuredAnewWhenAsked) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const auto schema = support::randomSchema();
    {
        auto store = Store::init(file, *schema, "random").value();
        const geometry::MultiPolygon shape{
            {{{{106'000'000'000, 41'000'000'000}, {106'001'000'000, 41'000'000'000}, {106'001'000'000, 41'001'000'000}},
              {}}}};
        const auto wrong =
            plan::makeFeature({0, 1}, support::layer::survey, shape, geometry::Area::squareMetres(1), {});
        ASSERT_TRUE(store.baseline({{{nullptr, wrong}}}, note("a wrong area")));
    }
    EXPECT_THAT(problemsOf(file, false), IsEmpty());
    EXPECT_THAT(problemsOf(file, true), ElementsAre("area r1 DLTB #1 store.verify.area"));
}

// What cannot be read of a store of ours is named, and no reason to give no answer.
TEST(Verify, AStructureThatCannotBeReadIsAProblem) {
    const History made(24);
    const std::string original = scratch::bytesOf(made.file);
    struct Forgery {
        std::string sql, found;
        bool complete;
    };
    std::vector<Forgery> forgeries = {
        {"UPDATE sanxian_schemas SET body = substr(body, 2)", "structure r-  #- store.bad_layout", false},
        {"UPDATE sanxian_schemas SET body = x'00'", "structure r-  #- store.bad_layout", false},
        {"DELETE FROM sanxian_schemas", "structure r-  #- store.bad_layout", false},
        {"DELETE FROM sanxian_meta WHERE key = 'digest'", "structure r-  #- store.verify.no_digest_method", true},
        {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TRIGGER' || substr(sql, 30) "
         "WHERE name = 'sanxian_guard_DLTB_update'",
         "store.damaged_definition " + made.file.string() + " sanxian_guard_DLTB_update", false},
        {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE' WHERE name = 'DLTB'",
         "store.damaged_definition " + made.file.string() + " DLTB", false}};
    for (const auto& table : store::recordTables()) {
        const std::string name = table.name;
        forgeries.push_back({"DROP TABLE " + name, name, name != "sanxian_schemas"});
    }
    for (const auto& [sql, line, complete] : forgeries) {
        SCOPED_TRACE(sql);
        scratch::write(made.file, original);
        made.forge(sql);
        const auto found = store::verify(made.file, false);
        ASSERT_TRUE(found) << found.error().message.key;
        EXPECT_EQ(found->complete, complete);
        EXPECT_THAT(scratch::linesOf(*found), Contains(HasSubstr(line)));
    }
    for (const std::size_t size : {std::size_t{4096}, original.size() / 2, original.size() - 1}) {
        scratch::write(made.file, original.substr(0, size));
        const auto found = store::verify(made.file, false);
        ASSERT_TRUE(found) << size << " " << found.error().message.key;
        EXPECT_FALSE(found->problems.empty()) << size;
    }
    scratch::write(made.file, original.substr(0, 60));
    EXPECT_FALSE(store::verify(made.file, false)) << "nothing says that it is a store";
    scratch::write(made.file, original);
    made.forge("PRAGMA user_version = 99");
    EXPECT_EQ(store::verify(made.file, false).error().message.key, "store.newer");
}

// The totals follow from the rows, so their digests alone prove nothing.
TEST(Verify, AForgedTotalIsFoundThoughItsDigestIsMadeAnew) {
    const History made(25);
    EXPECT_THAT(problemsOf(made.file), IsEmpty());
    const std::string original = scratch::bytesOf(made.file);
    const std::string row = "layer = ?1 AND revision = ?2";
    const auto forged = [&](const std::string& sql, bool there) {
        scratch::write(made.file, original);
        auto database = store::Database::open(made.file, store::Database::Mode::ReadWrite).value();
        store::Transaction transaction(*database, store::Transaction::Kind::Write);
        store::Seal seal(*database, store::DigestMethod::Sm3);
        seal.before("sanxian_totals", row, "DLTB", 1);
        database->script(sql);
        if (there) seal.after("sanxian_totals", row, "DLTB", 1);
        seal.write();
        EXPECT_TRUE(transaction.commit());
    };
    const std::string where = " WHERE layer = 'DLTB' AND revision = 1";
    for (const char* area : {"area + 1", "area - 1000", "0"}) {
        forged(std::string("UPDATE sanxian_totals SET area = ") + area + where, true);
        EXPECT_THAT(problemsOf(made.file, false), Contains("total r1 DLTB #- store.verify.total")) << area;
    }
    forged("DELETE FROM sanxian_totals" + where, false);
    EXPECT_THAT(problemsOf(made.file, false), Contains("total r1 DLTB #- store.verify.total"));
}
