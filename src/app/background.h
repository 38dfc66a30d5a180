#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

#include "base/task.h"

namespace app {

// Work beside the hand: one piece at a time runs on a pool, its outcome arrives on this object's thread. A newer piece
// stops the older, whose outcome is dropped. What goes in and comes out are values.
class Background : public QObject {
    Q_OBJECT
public:
    explicit Background(QThreadPool* pool, QObject* parent = nullptr);
    ~Background() override;  // stops what runs and waits until it has noticed

    // work(const base::Task&) on the pool, then done(outcome) here.
    template <class Work, class Done>
    void start(Work work, Done done);
    void stop();
    bool running() const { return running_; }

Q_SIGNALS:
    void progressed(double done, const base::Message& doing);
    void runningChanged(bool running);

private:
    base::Task begin();
    void run(std::function<void()> piece);
    void end();

    QThreadPool* pool_;
    std::stop_source source_;
    std::shared_ptr<std::atomic<int>> active_ = std::make_shared<std::atomic<int>>(0);
    int round_ = 0;
    bool running_ = false;
};

template <class Work, class Done>
void Background::start(Work work, Done done) {
    const base::Task task = begin();
    run([this, work = std::move(work), done = std::move(done), task, round = round_] {
        auto outcome = work(task);
        QMetaObject::invokeMethod(
            this,
            [this, outcome = std::move(outcome), done, round]() mutable {
                if (round != round_) return;
                end();
                done(std::move(outcome));
            },
            Qt::QueuedConnection);
    });
}

// A task whose progress is told to `receiver` through tell(done, doing) on the receiver's thread, at most every 50 ms.
base::Task taskTelling(QObject* receiver, std::stop_token stop, std::function<void(double, const base::Message&)> tell);

}  // namespace app
