#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <optional>
#include <stop_token>

#include "app/background.h"
#include "store/store.h"

namespace app {

// The one thread that owns the connection to the store. Pieces of work run in the order they were given; each outcome
// arrives on this object's thread, unless the receiver is gone by then.
class StoreThread : public QObject {
    Q_OBJECT
public:
    explicit StoreThread(QObject* parent = nullptr);
    ~StoreThread() override;

    // work(std::optional<store::Store>&, const base::Task&) there, then done(outcome) here.
    template <class Work, class Done>
    void run(QObject* receiver, Work work, Done done);
    // Asks what runs now, and all that waits, to stop.
    void stop();
    bool busy() const { return waiting_ > 0; }

Q_SIGNALS:
    void progressed(double done, const base::Message& doing);
    void busyChanged(bool busy);

private:
    base::Task begin();
    void end();

    QThreadPool thread_;
    std::optional<store::Store> store_;  // touched by the thread alone
    std::stop_source source_;
    int waiting_ = 0;
};

template <class Work, class Done>
void StoreThread::run(QObject* receiver, Work work, Done done) {
    const base::Task task = begin();
    thread_.start([this, receiver = QPointer<QObject>(receiver), work = std::move(work), done = std::move(done), task] {
        auto outcome = work(store_, task);
        QMetaObject::invokeMethod(
            this,
            [this, receiver, outcome = std::move(outcome), done]() mutable {
                end();
                if (receiver) done(std::move(outcome));
            },
            Qt::QueuedConnection);
    });
}

}  // namespace app
