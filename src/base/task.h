#pragma once

#include <functional>
#include <stop_token>

#include "base/result.h"

namespace base {

// What long work is given: a way to be stopped, and a way to say how far it is (done in [0, 1]; what it is doing).
struct Task {
    std::stop_token stop;
    std::function<void(double done, const Message& doing)> progress;

    bool stopped() const { return stop.stop_requested(); }
    void report(double done, const Message& doing) const {
        if (progress) progress(done, doing);
    }
};

inline tl::unexpected<Error> cancelled() { return fail(Error::Code::Cancelled, "base.cancelled"); }

}  // namespace base
