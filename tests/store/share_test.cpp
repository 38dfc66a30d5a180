#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "store/scratch.h"
#include "store/sqlite.h"
#include "store/writer.h"

// Many processes on one store, on a local disk and on a network share: nobody hangs, and readers are not kept waiting.

using plan::Snapshot;
using scratch::note;
using store::Store;
using Clock = std::chrono::steady_clock;
using Code = base::Error::Code;

namespace {

double millisecondsSince(Clock::time_point begun) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

// A process that does something, says so, and stays until it is killed.
class Other {
public:
    explicit Other(const std::function<bool()>& work) {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) return;
        pid_ = fork();
        if (pid_ == 0) {
            [&]() noexcept {
                const char told = work() ? 'y' : 'n';
                [[maybe_unused]] const auto written = write(ends[1], &told, 1);
                pause();
                _exit(0);
            }();
        }
        char told = 0;
        ready_ = read(ends[0], &told, 1) == 1 && told == 'y';
        close(ends[0]), close(ends[1]);
    }
    ~Other() { end(); }
    Other(const Other&) = delete;
    Other& operator=(const Other&) = delete;
    bool ready() const { return ready_; }
    pid_t pid() const { return pid_; }
    void end() {
        if (pid_ <= 0) return;
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

private:
    pid_t pid_ = -1;
    bool ready_ = false;
};

// Whether the store lies on what passes for a network share.
class Shares : public testing::TestWithParam<bool> {
protected:
    void SetUp() override {
        if (GetParam()) setenv("SANXIAN_SHARES", file_.parent_path().c_str(), 1);
    }
    void TearDown() override { unsetenv("SANXIAN_SHARES"); }

    // A store with a case that is ready to be committed and adds so many points.
    Snapshot grown(int points) {
        const Snapshot plan = support::randomPlan(81);
        Store store = scratch::filed(file_, plan);
        const auto work = store.openCase(scratch::titled("large")).value();
        plan::Changeset changes;
        plan::FeatureId next = work.first;
        for (int i = 0; i < points; ++i, ++next.serial)
            changes.changes.push_back({nullptr, plan::makeFeature(plan.schema(), next, support::layer::trees,
                                                                  geometry::MultiPoint{{i % 100, i / 100}}, {})});
        EXPECT_TRUE(store.save(work.id, 0, changes, note("points")));
        return plan;
    }

    const scratch::Folder folder_;
    const scratch::fs::path file_ = folder_ / "plan.sqlite";
};
std::string nameOf(const testing::TestParamInfo<bool>& share) { return share.param ? "Share" : "Local"; }

// How long readers waited at most, each a store opened anew and a load, while another process does the work.
double longestRead(const scratch::fs::path& file, const Snapshot& filed, const std::function<void()>& work,
                   int& reads) {
    const pid_t child = fork();
    if (child == 0)
        [&]() noexcept {
            work();
            _exit(0);
        }();
    double longest = 0;
    for (reads = 0; waitpid(child, nullptr, WNOHANG) == 0; ++reads) {
        const auto begun = Clock::now();
        const auto reader = Store::open(file, Store::Mode::ReadOnly);
        EXPECT_TRUE(reader) << reader.error().message.key;
        if (!reader) break;
        const auto loaded = reader->load(1);
        EXPECT_TRUE(loaded && *loaded == filed) << (loaded ? "" : loaded.error().message.key);
        longest = std::max(longest, millisecondsSince(begun));
    }
    return longest;
}

TEST_P(Shares, NobodyIsKeptWaitingWhileTenThousandChangesAreCommitted) {
    const Snapshot filed = grown(10'000);
    int reads = 0;
    const double longest = longestRead(
        file_, filed, [&] { (void)Store::open(file_)->commit("C1", note("committed")); }, reads);
    EXPECT_EQ(Store::open(file_)->head(), 2);
    EXPECT_GT(reads, 0);
    // On a share the end of a commit shuts readers out; nowhere for as long as a writer's patience.
    EXPECT_LT(longest, GetParam() ? 2500 : 1500);
    RecordProperty("longest_read_ms", std::to_string(longest));
    RecordProperty("reads", reads);
}

TEST_P(Shares, NobodyIsKeptWaitingByABackup) {
    const Snapshot filed = grown(10'000);
    ASSERT_EQ(Store::open(file_)->commit("C1", note("committed")).value(), 2);
    const auto copy = folder_ / "copy.sqlite";
    int reads = 0;
    double longestWrite = 0;
    const double longest = longestRead(
        file_, filed, [&] { (void)Store::open(file_, Store::Mode::ReadOnly)->backup(copy); }, reads);
    EXPECT_LT(longest, 1500);
    std::atomic<bool> copied = false;
    std::thread copier([&] {
        const auto reader = Store::open(file_, Store::Mode::ReadOnly);
        EXPECT_TRUE(reader->backup(folder_ / "another.sqlite"));
        copied = true;
    });
    {
        Store writer = Store::open(file_).value();
        for (int i = 0; !copied || i == 0; ++i) {
            const auto begun = Clock::now();
            const auto done = writer.set("a", i);
            EXPECT_TRUE(done || GetParam()) << done.error().message.key;
            longestWrite = std::max(longestWrite, millisecondsSince(begun));
        }
    }
    copier.join();
    EXPECT_LT(longestWrite, GetParam() ? 5000 : 1500);
    for (const char* name : {"copy.sqlite", "another.sqlite"}) {
        EXPECT_EQ(scratch::ask(folder_ / name, "PRAGMA integrity_check"), "ok");
        EXPECT_EQ(scratch::ask(folder_ / name, "PRAGMA journal_mode"), "delete") << "one file, wherever it is carried";
        EXPECT_TRUE(Store::open(folder_ / name, Store::Mode::ReadOnly)->load(1).value() == filed);
    }
}

// A lock that another process holds and does not give up is answered within seconds: who has it, since when.
TEST_P(Shares, ALockThatIsHeldIsAnswered) {
    const Snapshot filed = grown(1);
    const auto local = folder_ / "elsewhere.sqlite";
    ASSERT_TRUE(Store::open(file_)->backup(local));
    Other other([&] {
        sqlite3* handle = nullptr;
        store::announceWriter(file_);
        return sqlite3_open(file_.c_str(), &handle) == SQLITE_OK &&
               sqlite3_exec(handle, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK;
    });
    ASSERT_TRUE(other.ready());
    const auto answered = [&](const auto& result, const char* what) {
        ASSERT_FALSE(result) << what;
        EXPECT_EQ(result.error().code, Code::Conflict) << what << ": " << result.error().message.key;
        ASSERT_EQ(result.error().message.key, "store.busy_writer") << what;
        EXPECT_EQ(result.error().message.arguments.at(1), store::userName());
        EXPECT_EQ(result.error().message.arguments.at(2), store::hostName());
        EXPECT_EQ(result.error().message.arguments.at(3), std::to_string(other.pid()));
        EXPECT_FALSE(result.error().message.arguments.at(4).empty()) << "since when";
    };
    const auto begun = Clock::now();
    auto writer = Store::open(file_);
    if (writer)
        answered(writer->set("a", 1), "set");
    else
        answered(writer, "open");
    EXPECT_LT(millisecondsSince(begun), 8000);
    const auto publishing = Clock::now();
    answered(Store::open(local, Store::Mode::ReadOnly)->publish(file_), "publish");
    EXPECT_LT(millisecondsSince(publishing), 8000);
    const auto reading = Clock::now();
    const auto reader = Store::open(file_, Store::Mode::ReadOnly);
    if (GetParam()) {
        answered(reader, "read");
        EXPECT_LT(millisecondsSince(reading), 8000);
    } else {
        ASSERT_TRUE(reader);
        EXPECT_TRUE(reader->load(1).value() == filed);
        EXPECT_LT(millisecondsSince(reading), 1500) << "a reader does not wait";
    }
    other.end();
    EXPECT_TRUE(Store::open(file_)->set("a", 1)) << "who has ended is in nobody's way";
}

INSTANTIATE_TEST_SUITE_P(Store, Shares, testing::Bool(), nameOf);

}  // namespace
