#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

extern char** environ;

namespace bench {

// What one whole process took, its start included.
struct Run {
    double seconds = 0;
    double cpuSeconds = 0;  // of all its threads and children that it waited for
    long peakKilobytes = 0;
    int exitCode = -1;  // -1: could not be started, or ended by a signal
};

inline pid_t spawn(const std::vector<std::string>& words, int output) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (output < 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    else
        posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const bool started = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return started ? child : -1;
}

// A child begins with its parent's peak of memory, so a small process stands between: this program, started with
// "--run" and the words, runs them and writes the Run to its standard output. Its exit code is for main.
inline int runBetween(int argc, char** argv) {
    Run result;
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = spawn({argv + 2, argv + argc}, -1);
    int status = 0;
    rusage usage{};
    if (child > 0) {
        wait4(child, &status, 0, &usage);
        if (WIFEXITED(status)) result.exitCode = WEXITSTATUS(status);
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    result.cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    result.peakKilobytes = usage.ru_maxrss;
    return write(1, &result, sizeof result) == sizeof result ? 0 : 1;
}

// Runs a program with its output thrown away; the first word is looked for in PATH.
inline Run run(const std::vector<std::string>& words) {
    std::vector<std::string> between{"/proc/self/exe", "--run"};
    between.insert(between.end(), words.begin(), words.end());
    Run result;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return result;
    const pid_t child = spawn(between, ends[1]);
    close(ends[1]);
    Run told;
    if (child > 0 && read(ends[0], &told, sizeof told) == sizeof told) result = told;
    close(ends[0]);
    if (child > 0) waitpid(child, nullptr, 0);
    return result;
}

// Waits until a file that was just written is on the disk: otherwise whoever syncs it next waits for all of it.
inline void settle(const std::filesystem::path& file) {
    const int opened = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) return;
    fsync(opened);
    close(opened);
}

// The run with the median time of several; `before` makes ready for each, off the clock. The first one that does not
// exit with `expected` is given back at once.
template <class Before>
Run median(int times, const std::vector<std::string>& words, Before before, int expected = 0) {
    std::vector<Run> runs;
    for (int i = 0; i < times; ++i) {
        before();
        runs.push_back(run(words));
        if (runs.back().exitCode != expected) return runs.back();
    }
    std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.seconds < b.seconds; });
    return runs[runs.size() / 2];
}
inline Run median(int times, const std::vector<std::string>& words, int expected = 0) {
    return median(
        times, words, [] {}, expected);
}

}  // namespace bench
