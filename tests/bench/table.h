#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bench {

// The time that this thread worked, and that passed meanwhile, in seconds. What is measured runs in one thread and
// waits for nothing; where others share the machine, the first is the truth.
struct Taken {
    double worked = 0, passed = 0;
};

template <class Work>
Taken taken(Work work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    const double begin = now();
    const auto start = std::chrono::steady_clock::now();
    work();
    const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return {now() - begin, passed};
}

// The value below which a share of them lies.
inline double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

template <class Work>
Taken median(int times, Work work) {
    std::vector<double> worked, passed;
    for (int i = 0; i < times; ++i) {
        const Taken one = taken(work);
        worked.push_back(one.worked), passed.push_back(one.passed);
    }
    return {quantile(worked, 0.5), quantile(passed, 0.5)};
}

struct Bar {
    std::optional<double> limit;
    const char* unit = "s";
    double scale = 1;  // of the unit in a second
};
inline Bar seconds(double limit) { return {limit, "s", 1}; }
inline Bar milliseconds(double limit) { return {limit, "ms", 1e3}; }

// Lines of what was done, what it took, what it may take, and by how much each peer took longer. Counts what missed its
// bar and what gave a wrong answer.
class Table {
public:
    static void head(const std::string& title) {
        fmt::print("\n{}\n{:<54} {:>11} {:>11} {:>11}\n", title, "work", "CPU time", "passed", "bar");
    }
    void row(const std::string& work, Taken ours, Bar bar, bool right,
             const std::vector<std::pair<std::string, double>>& peers = {}) {
        const auto shown = [&](double value) { return fmt::format("{:.3g} {}", value * bar.scale, bar.unit); };
        const bool met = !bar.limit || ours.worked * bar.scale <= *bar.limit;
        missed_ += !met, wrong_ += !right;
        fmt::print("{:<54} {:>11} {:>11} {:>11}  {:<7}{:<7}", work, shown(ours.worked), shown(ours.passed),
                   bar.limit ? fmt::format("{:.3g} {}", *bar.limit, bar.unit) : "-",
                   met ? bar.limit ? "met" : "" : "MISSED", right ? "" : "WRONG");
        for (const auto& [peer, time] : peers)
            fmt::print(" {} {} ({:.0f}x)", peer, fmt::format("{:.3g} s", time), time / ours.worked);
        fmt::print("\n");
        std::fflush(stdout);
    }
    static void note(const std::string& text) {
        fmt::print("{}\n", text);
        std::fflush(stdout);
    }
    int exitCode() const {
        if (missed_ + wrong_ > 0) fmt::print("\n{} missed, {} wrong\n", missed_, wrong_);
        return wrong_ > 0 ? 1 : 0;
    }

private:
    int missed_ = 0, wrong_ = 0;
};

}  // namespace bench
