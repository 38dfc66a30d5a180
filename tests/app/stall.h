#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <ctime>
#include <string>

// The longest time that one event held the thread.
struct Stall {
    double wall = 0, cpu = 0;  // ms; cpu: of the thread alone, so that a busy machine does not count
    std::string what;
};

// An application that knows how long its thread was held by one event: while that lasts, the window is frozen.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    static Stall slowest() { return slowest_; }
    static void restart() { slowest_ = {}; }

    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_ > 0) return QApplication::notify(receiver, event);
        const std::string what = receiver->metaObject()->className();
        const int type = event->type();
        ++depth_;
        QElapsedTimer wall;
        wall.start();
        const double cpu = spent();
        const bool answer = QApplication::notify(receiver, event);
        const double used = spent() - cpu;
        --depth_;
        if (used > slowest_.cpu)
            slowest_ = {static_cast<double>(wall.nsecsElapsed()) / 1e6, used, what + " " + std::to_string(type)};
        return answer;
    }

private:
    static double spent() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    static inline Stall slowest_;
    static inline int depth_ = 0;
};
