#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

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
    long peakKilobytes = 0;
    int exitCode = -1;  // -1: could not be started, or ended by a signal
};

// Runs a program with its output thrown away; the first word is looked for in PATH.
inline Run run(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    Run result;
    pid_t child = 0;
    const auto start = std::chrono::steady_clock::now();
    const bool started = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    if (!started) return result;
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.peakKilobytes = usage.ru_maxrss;
    if (WIFEXITED(status)) result.exitCode = WEXITSTATUS(status);
    return result;
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
