#pragma once

#include <chrono>
#include <string>

#include "exchange/frames.h"

namespace worker {

// The way back to the program: frames on the pipe that standard output was when the worker began. Ends the worker
// quietly when nobody reads any more.
class Output {
public:
    explicit Output(int pipe) : pipe_(pipe) {}
    void put(const exchange::Frame& frame);
    void put(const exchange::SourceFeature& feature);
    void flush();
    // Bytes that are no frame; what a worker that has lost its mind would write.
    void raw(std::string_view bytes);

private:
    void flushWhenDue();
    int pipe_;
    std::string bytes_;
    std::chrono::steady_clock::time_point flushed_ = std::chrono::steady_clock::now();
};

}  // namespace worker
