#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "cli/small.h"

// What ends a command before it is done leaves everything as it was.
namespace {

using namespace std::chrono_literals;
using support::cli;
using Clock = std::chrono::steady_clock;

// A command that runs beside the test.
class Running {
public:
    explicit Running(const std::vector<std::string>& arguments) {
        pid_ = fork();
        if (pid_ != 0) return;
        std::vector<std::string> words{support::binary("sanxian-cli")};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        if (!std::freopen("/dev/null", "w", stdout) || !std::freopen("/dev/null", "w", stderr)) _exit(126);
        execv(argv[0], argv.data());
        _exit(127);
    }
    void interrupt() const { ::kill(pid_, SIGINT); }
    // The exit code; of a program that a signal ended, what a shell makes of it.
    int wait() const {
        int status = 0;
        waitpid(pid_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    pid_t pid_ = -1;
};

class StopTest : public Small {
protected:
    // Interrupts the command after ever longer times. It ends soon each time; and unless it was done before, it says so
    // and the folder is as it was. Ends when it was done before the interrupt.
    void interrupted(const std::vector<std::string>& arguments) {
        const auto before = files();
        int stopped = 0;
        for (auto after = 30ms; after < 20s; after = after * 2) {
            const Running running(arguments);
            std::this_thread::sleep_for(after);
            const auto asked = Clock::now();
            running.interrupt();
            const int code = running.wait();
            EXPECT_LT(Clock::now() - asked, 5s) << arguments[0] << " after " << after.count() << " ms";
            if (code == 0) break;
            EXPECT_EQ(code, 130) << arguments[0] << " after " << after.count() << " ms";
            ++stopped;
            for (const auto& [name, content] : files()) {
                const auto was = before.find(name);
                if (was == before.end())
                    ADD_FAILURE() << arguments[0] << " after " << after.count() << " ms left " << name;
                else
                    EXPECT_TRUE(was->second == content) << arguments[0] << " changed " << name;
            }
            if (HasFailure()) return;
        }
        EXPECT_GT(stopped, 0) << arguments[0] << " was never interrupted";
    }
};

TEST_F(StopTest, CtrlCLeavesEverythingAsItWas) {
    const std::string county = folder_ / "county.gpkg", store = folder_ / "county.sqlite";
    interrupted({"sample", county, "--parcels", "1500", "--truth", folder_ / "truth.json"});
    if (!std::filesystem::exists(county)) {
        ASSERT_EQ(cli({"sample", county, "--parcels", "1500"}).code, 0);
    }
    ASSERT_EQ(cli({"init", store}).code, 0);
    interrupted({"import", store, county, "--baseline", "-m", "x"});
    if (cli({"layers", store, "--at", "1"}).code != 0) {
        ASSERT_EQ(cli({"import", store, county, "--baseline", "-m", "x"}).code, 0);
    }
    interrupted({"check", store, "--format", "json", "-o", folder_ / "check.json"});
    interrupted({"export", store, "--driver", "OpenFileGDB", "-o", folder_ / "out.gdb"});
    interrupted({"export", store, "--driver", "GPKG", "-o", folder_ / "out.gpkg"});
    interrupted({"render", store, "-o", folder_ / "map.png"});
    EXPECT_EQ(cli({"check", store}).code, 0);
}

TEST_F(StopTest, AScriptThatNobodyWritesCanBeInterrupted) {
    ASSERT_EQ(cli({"case", "open", store_, "--title", "T", "--kind", "x"}).code, 0);
    const std::string pipe = folder_ / "pipe";
    ASSERT_EQ(std::system(("mkfifo " + support::quoted(pipe)).c_str()), 0);
    const Running reading({"edit", store_, "--case", "C1", pipe});
    std::this_thread::sleep_for(500ms);
    const auto asked = Clock::now();
    reading.interrupt();
    const int code = reading.wait();
    EXPECT_TRUE(code == 130 || code == 0) << code << ": an empty pipe is an empty script";
    EXPECT_LT(Clock::now() - asked, 2s);
}

TEST_F(StopTest, TwoAtOnceBothHappenOrOneIsRefused) {
    std::vector<Running> cases;
    for (int i = 0; i < 6; ++i)
        cases.emplace_back(std::vector<std::string>{"case", "open", store_, "--title", "T", "--kind", "x"});
    int done = 0;
    for (const auto& one : cases) {
        const int code = one.wait();
        EXPECT_TRUE(code == 0 || code == 3 || code == 4) << code;
        done += code == 0;
    }
    EXPECT_GE(done, 1);
    EXPECT_EQ(support::cliJson({"case", "list", store_}).json()["cases"].size(), static_cast<std::size_t>(done));
}

}  // namespace
