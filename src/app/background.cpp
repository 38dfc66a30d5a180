#include "app/background.h"

#include <chrono>

namespace app {

base::Task taskTelling(QObject* receiver, std::stop_token stop,
                       std::function<void(double, const base::Message&)> tell) {
    using Clock = std::chrono::steady_clock;
    auto last = std::make_shared<std::atomic<Clock::rep>>(0);
    return {std::move(stop), [receiver, tell = std::move(tell), last](double done, const base::Message& doing) {
                const auto now = Clock::now().time_since_epoch();
                if (now - Clock::duration(last->load()) < std::chrono::milliseconds(50)) return;
                last->store(now.count());
                QMetaObject::invokeMethod(
                    receiver, [tell, done, doing] { tell(done, doing); }, Qt::QueuedConnection);
            }};
}

Background::Background(QThreadPool* pool, QObject* parent) : QObject(parent), pool_(pool) {}

Background::~Background() {
    source_.request_stop();
    for (int active = active_->load(); active != 0; active = active_->load()) active_->wait(active);
}

void Background::stop() {
    source_.request_stop();
    ++round_;
    if (running_) end();
}

base::Task Background::begin() {
    source_.request_stop();
    source_ = std::stop_source();
    const int round = ++round_;
    const bool was = std::exchange(running_, true);
    if (!was) Q_EMIT runningChanged(true);
    return taskTelling(this, source_.get_token(), [this, round](double done, const base::Message& doing) {
        if (round == round_) Q_EMIT progressed(done, doing);
    });
}

void Background::run(std::function<void()> piece) {
    active_->fetch_add(1);
    pool_->start([piece = std::move(piece), active = active_]() mutable {
        piece();
        piece = nullptr;
        active->fetch_sub(1);
        active->notify_all();
    });
}

void Background::end() {
    running_ = false;
    Q_EMIT runningChanged(false);
}

}  // namespace app
