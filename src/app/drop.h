#pragma once

#include <QThreadPool>
#include <memory>
#include <utility>

namespace app {

// Lets a value end on another thread: to free a plan of millions of corners takes longer than a frame.
template <class Value>
void dropBeside(Value value) {
    QThreadPool::globalInstance()->start(
        [held = std::make_shared<Value>(std::move(value))]() mutable { held.reset(); });
}

}  // namespace app
