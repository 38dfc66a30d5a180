#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include "store/scratch.h"
#include "store/sqlite.h"

using plan::Snapshot;
using scratch::note;
using store::Store;
using Code = base::Error::Code;

namespace {

// The plans that follow one another, each a few edits on the one before.
std::vector<Snapshot> history(std::uint64_t seed, int length) {
    support::Dice dice(seed);
    std::vector<Snapshot> plans{Snapshot(support::randomSchema()), support::randomPlan(seed)};
    plan::FeatureId next{99, 1};
    while (plans.size() < static_cast<std::size_t>(length)) {
        Snapshot then = scratch::edited(plans.back(), dice, next);
        if (!(then == plans.back())) plans.push_back(std::move(then));
    }
    return plans;
}

plan::Changeset step(const std::vector<Snapshot>& plans, store::RevisionNumber from) {
    const auto at = static_cast<std::size_t>(from);
    return Snapshot::diff(plans[at], plans[at + 1]);
}

// Every check that a file which has been through something must pass.
void expectWhole(const scratch::fs::path& file, const std::vector<Snapshot>& plans) {
    Store store = Store::open(file).value();
    for (store::RevisionNumber number = 0; number <= store.head(); ++number)
        EXPECT_TRUE(store.load(number).value() == plans[static_cast<std::size_t>(number)]) << number;
    const auto cases = store.cases().value();
    for (const auto& each : cases) {
        const auto loaded = store.loadCase(each.id);
        ASSERT_TRUE(loaded) << each.id;
        const bool saved = each.saves > 0;
        EXPECT_TRUE(*loaded == plans[static_cast<std::size_t>(each.base + (saved ? 1 : 0))]) << each.id;
        const bool committed = each.stage == store::Stage::Committed;
        EXPECT_TRUE(!committed || (saved && each.committed == each.base + 1)) << each.id;
    }
    EXPECT_EQ(scratch::ask(file, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(scratch::ask(file, "SELECT rtreecheck('idx_DLTB_geometry')"), "ok");
}

// Runs `work` in a process of its own and gives its exit code.
template <class Work>
int apart(Work work) {
    const pid_t child = fork();
    if (child == 0) [&]() noexcept { _exit(work()); }();
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST(Faults, AKilledCommitIsDoneOrNot) {
    const auto plans = history(31, 400);
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    { scratch::filed(file, plans[1]); }
    support::Dice dice(31);
    store::RevisionNumber before = 1;
    for (int round = 0; round < 20; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            auto store = Store::open(file);
            while (store && store->head() + 1 < static_cast<store::RevisionNumber>(plans.size())) {
                const auto work = store->openCase(scratch::titled("killed"));
                if (!work || !store->save(work->id, 0, step(plans, work->base), note("s"))) _exit(1);
                if (!store->commit(work->id, note("c"))) _exit(2);
            }
            _exit(store ? 0 : 3);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(dice.roll(0, 60'000)));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
        auto store = Store::open(file);
        ASSERT_TRUE(store);
        EXPECT_GE(store->head(), before);
        before = store->head();
    }
    expectWhole(file, plans);
}

// A disk that is full after any number of bytes: the reason is said, and the file is as it was, byte for byte.
TEST(Faults, AFullDiskChangesNothing) {
    const auto plans = history(32, 3);
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const std::string id = [&] {
        Store store = scratch::filed(file, plans[1]);
        const auto work = store.openCase(scratch::titled("full")).value();
        EXPECT_TRUE(store.save(work.id, 0, step(plans, 1), note("s")));
        return work.id;
    }();
    const std::string before = scratch::bytesOf(file);
    int refused = 0;
    // Page by page where the journal is written and where the file grows, in larger steps between.
    const auto stride = [&](std::size_t room) {
        return room < 50 * 4096 || room + 65536 > before.size() ? 4096 : 61440;
    };
    for (std::size_t room = 0;; room += static_cast<std::size_t>(stride(room))) {
        const int exit = apart([&] {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{room, room};
            auto store = Store::open(file);
            if (!store || setrlimit(RLIMIT_FSIZE, &limit) != 0) return 9;
            const auto done = store->commit(id, note("c"));
            if (!done && done.error().code != Code::Io) return 8;
            if (store->head() != (done ? 2 : 1)) return 7;
            // A rollback may itself need a disk that can be written; until then nothing wrong is shown.
            const auto loaded = store->load(store->head());
            if (loaded ? !(*loaded == plans[done ? 2 : 1]) : done || loaded.error().code != Code::Io) return 6;
            return done ? 0 : 1;
        });
        ASSERT_TRUE(exit == 0 || exit == 1) << exit << " with room for " << room;
        if (exit == 0) break;
        ++refused;
        ASSERT_TRUE(Store::open(file));  // rolls back what may have been left
        EXPECT_EQ(scratch::bytesOf(file), before) << room;
    }
    EXPECT_GT(refused, 10);
    expectWhole(file, plans);
}

TEST(Faults, AConflictLeavesTheFileAsItWas) {
    const auto plans = history(33, 5);
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    Store store = scratch::filed(file, plans[1]);
    const auto mine = store.openCase(scratch::titled("mine")).value(),
               theirs = store.openCase(scratch::titled("theirs")).value();
    EXPECT_NE(mine.first.space, theirs.first.space);
    EXPECT_GE(std::min(mine.first.space, theirs.first.space), 65536u);
    EXPECT_LT(std::max(mine.first.space, theirs.first.space), 1u << 31);
    ASSERT_TRUE(store.save(mine.id, 0, step(plans, 1), note("s")));
    ASSERT_TRUE(store.save(theirs.id, 0, step(plans, 1), note("s")));
    EXPECT_EQ(store.commit(theirs.id, note("c")).value(), 2);

    const std::string before = scratch::bytesOf(file);
    const auto refused = [&](const auto& result) {
        EXPECT_EQ(scratch::bytesOf(file), before);
        return result ? "" : result.error().message.key;
    };
    EXPECT_EQ(refused(store.commit(mine.id, note("c"))), "store.head_moved");
    EXPECT_EQ(refused(store.commit(theirs.id, note("c"))), "store.case_not_open");
    EXPECT_EQ(refused(store.save(theirs.id, 1, step(plans, 2), note("s"))), "store.case_not_open");
    EXPECT_EQ(refused(store.save(mine.id, 0, step(plans, 2), note("s"))), "store.other_saves");
    EXPECT_EQ(refused(store.save(mine.id, 1, step(plans, 3), note("s"))), "store.changed_meanwhile");
    EXPECT_EQ(refused(store.save(mine.id, 1, step(plans, 1), note("s"))), "store.changed_meanwhile");
    EXPECT_EQ(refused(store.save("C9", 0, step(plans, 1), note("s"))), "store.no_case");
    EXPECT_EQ(refused(store.find("mine")), "store.no_case");
    EXPECT_EQ(refused(store.loadCase("C0")), "store.no_case");
    EXPECT_EQ(refused(store.baseline(step(plans, 0), note("again"))), "store.changed_meanwhile");
    EXPECT_EQ(refused(store.baseline({}, note("nothing"))), "store.nothing_to_commit");
    auto twice = step(plans, 2);
    twice.changes.push_back(twice.changes.front());
    EXPECT_EQ(refused(store.baseline(twice, note("twice"))), "store.changed_meanwhile");
    store::Note tagged = note("tagged");
    tagged.tag = "head";
    EXPECT_EQ(refused(store.baseline(step(plans, 2), tagged)), "store.bad_tag");
    std::stop_source stop;
    stop.request_stop();
    const base::Task stopped{stop.get_token(), {}};
    EXPECT_EQ(refused(store.baseline(step(plans, 2), note("stopped"), stopped)), "base.cancelled");
    tagged.tag = "filed";
    EXPECT_EQ(store.baseline(step(plans, 2), tagged).value(), 3);
    EXPECT_EQ(store.resolve("filed").value(), 3);
}

TEST(Faults, TwoWritersAndAReader) {
    const auto plans = history(34, 4);
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    Store one = scratch::filed(file, plans[1]), two = Store::open(file).value();
    const Store reader = Store::open(file, Store::Mode::ReadOnly).value();
    EXPECT_EQ(one.baseline(step(plans, 1), note("one")).value(), 2);
    EXPECT_EQ(two.head(), 2);
    EXPECT_EQ(two.baseline(step(plans, 2), note("two")).value(), 3);
    EXPECT_EQ(one.head(), 3);
    EXPECT_TRUE(reader.load(3).value() == plans[3]);

    // Another program in the middle of a write: said within seconds, and not waited for by a reader.
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto begun = std::chrono::steady_clock::now();
    const auto refused = one.set("a", 1);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Conflict);
    EXPECT_EQ(refused.error().message.key, "store.busy");
    EXPECT_TRUE(reader.load(3).value() == plans[3]);
    sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    EXPECT_TRUE(one.set("a", 1));

    // Stores side by side have nothing in common.
    Store elsewhere = scratch::filed(folder / "other.sqlite", plans[2]);
    EXPECT_TRUE(elsewhere.load(1).value() == plans[2]);
    EXPECT_TRUE(one.load(1).value() == plans[1]);
}

// While another process writes, a second writer is told who it is, and a reader notices nothing.
TEST(Faults, AReaderNeverWaitsAndAWriterIsToldWhoWrites) {
    const auto plans = history(36, 4);
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    Store store = scratch::filed(file, plans[1]);
    EXPECT_EQ(scratch::ask(file, "PRAGMA journal_mode"), "wal");
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
        auto database = store::Database::open(file, store::Database::Mode::ReadWrite);
        store::Transaction transaction(**database, store::Transaction::Kind::Write);
        (*database)->run("UPDATE sanxian_meta SET value = 'x' WHERE key = 'spec'");
        [[maybe_unused]] const auto told = write(ends[1], "w", 1);
        pause();
        _exit(0);
    }
    char told = 0;
    ASSERT_EQ(read(ends[0], &told, 1), 1);
    const auto begun = std::chrono::steady_clock::now();
    const Store reader = Store::open(file, Store::Mode::ReadOnly).value();
    EXPECT_TRUE(reader.load(1).value() == plans[1]);
    EXPECT_TRUE(store.load(1).value() == plans[1]);
    EXPECT_TRUE(Store::open(file).value().load(1).value() == plans[1]);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
    const auto refused = store.set("a", 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Conflict);
    EXPECT_EQ(refused.error().message.key, "store.busy_writer");
    EXPECT_EQ(refused.error().message.arguments.at(3), std::to_string(child));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ends[0]), close(ends[1]);
    EXPECT_EQ(store.spec(), "random");
    EXPECT_TRUE(store.set("a", 1)) << "a writer that was killed is not in the way";

    // A reader in the middle of a read does not keep a writer waiting either, and sees what was when it began.
    auto database = store::Database::open(file, store::Database::Mode::ReadOnly).value();
    store::Transaction reading(*database, store::Transaction::Kind::Read);
    EXPECT_EQ(database->integer("SELECT max(number) FROM sanxian_revisions"), 1);
    EXPECT_EQ(store.baseline(step(plans, 1), note("meanwhile")).value(), 2);
    EXPECT_EQ(database->integer("SELECT max(number) FROM sanxian_revisions"), 1);
    EXPECT_TRUE(reading.commit());
}

// When all are gone there is one file.
TEST(Faults, NothingIsLeftBeside) {
    const auto plans = history(37, 3);
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const auto alone = [&] { return std::distance(scratch::fs::directory_iterator(file.parent_path()), {}) == 1; };
    {
        Store store = scratch::filed(file, plans[1]);
        const Store reader = Store::open(file, Store::Mode::ReadOnly).value();
        EXPECT_TRUE(store.baseline(step(plans, 1), note("r")));
        EXPECT_TRUE(reader.load(2).value() == plans[2]);
    }
    EXPECT_TRUE(alone());
    { EXPECT_TRUE(Store::open(file, Store::Mode::ReadOnly)->load(2).value() == plans[2]); }
    EXPECT_TRUE(alone());
    // On a share there is no shared memory at any time.
    setenv("SANXIAN_SHARES", file.parent_path().c_str(), 1);
    {
        Store store = Store::open(file).value();
        EXPECT_TRUE(store.set("a", 1));
        EXPECT_EQ(scratch::ask(file, "PRAGMA journal_mode"), "delete");
        EXPECT_TRUE(alone());
        EXPECT_TRUE(store.load(2).value() == plans[2]);
    }
    unsetenv("SANXIAN_SHARES");
    EXPECT_TRUE(alone());
}

TEST(Faults, CasesKeepWhatTheyAreToldAndWhatTheyUsed) {
    const auto plans = history(35, 2);
    const scratch::Folder folder;
    Store store = scratch::filed(folder / "plan.sqlite", plans[1]);
    store::Case described;
    described.title = "局部调整";
    described.kind = "redline";
    described.unit = "自然资源局";
    described.author = "王";
    described.basis = {"内政发〔2026〕1号", "with \"quotes\"", ""};
    const geometry::Ring outline{{0, 0}, {9, 0}, {9, 9}};
    described.extent = geometry::MultiPolygon{{geometry::Polygon{outline, {}}}};
    const auto opened = store.openCase(described).value();
    EXPECT_EQ(opened.id, "C1");
    const auto found = store.find("C1").value();
    EXPECT_EQ(found.title, described.title);
    EXPECT_EQ(found.kind, described.kind);
    EXPECT_EQ(found.unit, described.unit);
    EXPECT_EQ(found.author, described.author);
    EXPECT_EQ(found.basis, described.basis);
    EXPECT_EQ(found.extent, described.extent);
    EXPECT_EQ(found.base, 1);
    EXPECT_EQ(found.saves, 0);
    EXPECT_EQ(found.stage, store::Stage::Open);
    EXPECT_FALSE(found.opened.empty());

    // An id that one save drew and the next gave up is not drawn again.
    const Snapshot start = store.loadCase("C1").value();
    const auto tree =
        plan::makeFeature(start.schema(), start.nextId(), support::layer::trees, geometry::MultiPoint{{1, 2}}, {});
    const plan::Changeset add{{plan::Change{nullptr, tree}}};
    ASSERT_TRUE(store.save("C1", 0, add, note("a tree")));
    ASSERT_TRUE(store.save("C1", 1, add.inverse(), note("no tree")));
    const Snapshot end = store.loadCase("C1").value();
    EXPECT_TRUE(end == start);
    EXPECT_EQ(end.nextId().space, start.nextId().space);
    EXPECT_EQ(end.nextId().serial, start.nextId().serial + 1);
    EXPECT_EQ(store.commit("C1", note("nothing")).error().message.key, "store.nothing_to_commit");
    EXPECT_EQ(store.find("C1")->saves, 2);
    EXPECT_EQ(store.openCase({})->id, "C2");
    EXPECT_EQ(store.cases()->size(), 2u);
}
