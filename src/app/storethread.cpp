#include "app/storethread.h"

namespace app {

StoreThread::StoreThread(QObject* parent) : QObject(parent) {
    thread_.setMaxThreadCount(1);
    thread_.setExpiryTimeout(-1);  // the connection stays with its thread
}

StoreThread::~StoreThread() {
    source_.request_stop();
    thread_.start([this] { store_.reset(); });
    thread_.waitForDone();
}

void StoreThread::stop() {
    source_.request_stop();
    source_ = std::stop_source();
}

base::Task StoreThread::begin() {
    if (waiting_++ == 0) Q_EMIT busyChanged(true);
    return taskTelling(this, source_.get_token(),
                       [this](double done, const base::Message& doing) { Q_EMIT progressed(done, doing); });
}

void StoreThread::end() {
    if (--waiting_ == 0) Q_EMIT busyChanged(false);
}

}  // namespace app
