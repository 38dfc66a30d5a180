#include "worker/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace worker {

namespace {
constexpr std::size_t enough = 256 * 1024;
}

void Output::put(const exchange::Frame& frame) {
    append(bytes_, frame);
    flush();
}

void Output::put(const exchange::SourceFeature& feature) {
    append(bytes_, feature);
    flushWhenDue();
}

void Output::raw(std::string_view bytes) {
    bytes_ += bytes;
    flush();
}

// A slow file must still give a sign of life.
void Output::flushWhenDue() {
    if (bytes_.size() >= enough || std::chrono::steady_clock::now() - flushed_ > std::chrono::milliseconds(500))
        flush();
}

void Output::flush() {
    std::size_t done = 0;
    while (done < bytes_.size()) {
        const auto written = ::write(pipe_, bytes_.data() + done, bytes_.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) std::_Exit(1);
        done += static_cast<std::size_t>(written);
    }
    bytes_.clear();
    flushed_ = std::chrono::steady_clock::now();
}

}  // namespace worker
