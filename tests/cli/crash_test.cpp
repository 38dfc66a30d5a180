#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <random>
#include <thread>

#include "cli/small.h"
#include "store/store.h"

// Processes that are killed, disks that are full and files that may not be written: what was there is there, or what
// was to be done is done.
namespace {

using store::Store;
using support::cli;

class CrashTest : public Small {
protected:
    void SetUp() override {
        Small::SetUp();
        ASSERT_EQ(cli({"case", "open", store_, "--title", "T", "--kind", "x"}).code, 0);
        support::writeText(script_, R"({"op":"set","layer":"A","feature":"#1","attributes":{"name":"changed"}})"
                                    "\n");
        const auto edited = cli({"edit", store_, "--case", "C1", script_});
        ASSERT_EQ(edited.code, 0) << edited.err;
        support::writeText(script_, R"({"op":"move_vertex","from":[107.01,41],"to":[107.012,41.001]})"
                                    "\n");
    }

    // What a store of the test says: its head, how many saves its case has, and whether all of it can be read.
    static std::string stateOf(const std::string& file) {
        const auto store = Store::open(file);
        if (!store) return store.error().message.key;
        const auto head = store->load(store->head());
        const auto work = store->find("C1");
        const auto saved = store->loadCase("C1");
        if (!head || !work || !saved) return "damaged";
        return std::to_string(store->head()) + " " + std::to_string(work->saves) + " " +
               (*head == *saved ? "filed" : "open");
    }
    // One line that says what is wrong, with this exit code or one of those of a failure to write.
    static void saysWhy(const support::Answer& answer, const std::string& where) {
        EXPECT_TRUE(answer.code == 3 || answer.code == 5) << where << ": " << answer.code << " " << answer.err;
        EXPECT_TRUE(answer.err.starts_with("sanxian-cli: ")) << where << ": " << answer.err;
        EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << where << ": " << answer.err;
    }

    const std::string script_ = folder_ / "script.jsonl";
    const std::vector<std::string> edit_{"edit", store_, "--case", "C1", script_},
        commit_{"commit", store_, "--case", "C1", "-m", "x"};
};

// Starts the command and kills it after so many microseconds; false where it had ended by then.
bool killed(const std::vector<std::string>& arguments, unsigned after) {
    const pid_t child = fork();
    if (child == 0) {
        std::vector<std::string> words{support::binary("sanxian-cli")};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        if (!std::freopen("/dev/null", "w", stdout) || !std::freopen("/dev/null", "w", stderr)) _exit(126);
        execv(argv[0], argv.data());
        _exit(127);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(after));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

TEST_F(CrashTest, WhatIsKilledIsDoneOrNot) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(seed);
    std::mt19937 dice(seed);
    const std::string original = support::textOf(store_);
    ASSERT_EQ(stateOf(store_), "1 1 open");
    int kills = 0;
    for (const auto& [command, after] : {std::pair(edit_, "1 2 open"), {commit_, "2 1 filed"}}) {
        support::writeText(store_, original);
        const auto begun = std::chrono::steady_clock::now();
        ASSERT_EQ(cli(command).code, 0);
        ASSERT_EQ(stateOf(store_), after);
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
        for (int round = 0; round < 8; ++round) {
            for (const char* beside : {"-wal", "-shm", "-journal", "-writer"}) std::filesystem::remove(store_ + beside);
            support::writeText(store_, original);
            // The work is at the end of what the process does.
            const auto wait = static_cast<unsigned>(took.count() * (50 + dice() % 50) / 100);
            kills += killed(command, wait);
            const std::string state = stateOf(store_);
            EXPECT_TRUE(state == "1 1 open" || state == after)
                << command[0] << " killed after " << wait << ": " << state;
            if (state == after) continue;
            EXPECT_EQ(cli(command).code, 0) << command[0] << " once more";
            EXPECT_EQ(stateOf(store_), after);
        }
    }
    EXPECT_GT(kills, 0);
}

// No file may grow beyond what the store is: the same as a disk without room.
TEST_F(CrashTest, NoRoomIsSaidAndChangesNothing) {
    const std::string original = support::textOf(store_);
    const auto before = stateOf(store_);
    int refused = 0;
    for (const std::size_t blocks : {1U, 8U, 40U}) {  // of 512 bytes, for what is written beside the store
        for (const auto& command : {edit_, commit_}) {
            std::string line =
                "ulimit -f " + std::to_string(blocks) + "; " + support::quoted(support::binary("sanxian-cli"));
            for (const auto& word : command) line += " " + support::quoted(word);
            const auto answer = support::shell("sh -c " + support::quoted(line + " 2>&1 | cat >&2; exit 0"));
            if (stateOf(store_) != before) {  // there was room after all
                EXPECT_EQ(answer.err.find("sanxian-cli: "), std::string::npos) << answer.err;
                support::writeText(store_, original);
                continue;
            }
            ++refused;
            EXPECT_TRUE(answer.err.starts_with("sanxian-cli: ")) << answer.err;
            EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
            EXPECT_NE(answer.err.find(store_), std::string::npos) << "names the file: " << answer.err;
        }
    }
    EXPECT_GE(refused, 2);
    EXPECT_EQ(cli(edit_).code, 0);
    EXPECT_EQ(cli(commit_).code, 0);
    EXPECT_EQ(stateOf(store_), "2 2 filed");
}

// A real file system that is full, and that turns read-only between two commands.
TEST_F(CrashTest, AFullDiskAndOneThatTurnsReadOnly) {
    const std::string disk = folder_ / "disk", store = disk + "/plan.sqlite";
    std::filesystem::create_directory(disk);
    if (mount("none", disk.c_str(), "tmpfs", 0, "size=4m") != 0)
        GTEST_SKIP() << "no file system can be mounted here: " << std::strerror(errno);
    struct Unmount {
        std::string disk;
        ~Unmount() { umount2(disk.c_str(), MNT_DETACH); }
    } unmount{disk};
    std::filesystem::copy_file(store_, store);
    const std::vector<std::string> edit{"edit", store, "--case", "C1", script_},
        commit{"commit", store, "--case", "C1", "-m", "x"};
    for (std::size_t room : {0U, 4096U, 16384U}) {
        const auto space = std::filesystem::space(disk).available;
        support::writeText(disk + "/filler", std::string(space > room ? space - room : 0, 'x'));
        saysWhy(cli(edit), "edit with room for " + std::to_string(room));
        saysWhy(cli(commit), "commit with room for " + std::to_string(room));
        EXPECT_EQ(cli({"log", store}).code, 0) << "reading needs no room";
        std::filesystem::remove(disk + "/filler");
        EXPECT_EQ(stateOf(store), "1 1 open") << room;
    }
    ASSERT_EQ(mount("none", disk.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=4m"), 0);
    for (const auto& command : {edit, commit}) {
        const auto answer = cli(command);
        saysWhy(answer, command[0] + " on a disk for reading");
        EXPECT_EQ(answer.code, 5) << answer.err;
    }
    EXPECT_EQ(cli({"log", store}).code, 0);
    EXPECT_EQ(cli({"layers", store, "--at", "case:C1"}).code, 0);
    ASSERT_EQ(mount("none", disk.c_str(), "tmpfs", MS_REMOUNT, "size=4m"), 0);
    EXPECT_EQ(stateOf(store), "1 1 open");
    EXPECT_EQ(cli(edit).code, 0);
    EXPECT_EQ(cli(commit).code, 0);
    EXPECT_EQ(stateOf(store), "2 2 filed");
}

}  // namespace
