#include "worker/write.h"

#include <cpl_conv.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>

#include "exchange/frames.h"
#include "worker/complaints.h"
#include "worker/target.h"

namespace worker {

namespace {

tl::unexpected<base::Error> cutOff() { return base::fail(base::Error::Code::Io, "worker.cut_off"); }

// The next frame from the pipe; nothing at its end.
base::Result<std::optional<exchange::Frame>> nextFrame(exchange::FrameReader& frames, int pipe) {
    constexpr std::size_t piece = 256 * 1024;
    while (true) {
        auto frame = frames.next();
        if (!frame || *frame) return frame;
        const auto size = ::read(pipe, frames.room(piece), piece);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return std::optional<exchange::Frame>();
        frames.arrived(static_cast<std::size_t>(size));
    }
}

void failOnPurpose(const std::string& fault) {
    if (fault == "crash") std::raise(SIGSEGV);
    while (fault == "hang") ::sleep(1);
}

}  // namespace

base::Result<> write(const WriteJob& job, int pipe) {
    Complaints complaints(job.target.parent_path().string() + "/");
    CPLSetConfigOption("OGR_CURRENT_DATE", (job.date + "T00:00:00.000Z").c_str());
    auto target = Target::create(job, complaints);
    if (!target) return base::pass(std::move(target).error());
    exchange::FrameReader frames;
    while (true) {
        auto frame = nextFrame(frames, pipe);
        if (!frame) return base::pass(std::move(frame).error());
        if (!*frame) return cutOff();
        base::Result<> done;
        if (const auto* begin = std::get_if<exchange::LayerBegin>(&**frame)) {
            done = target->begin(begin->layer);
        } else if (const auto* feature = std::get_if<exchange::SourceFeature>(&**frame)) {
            done = target->put(*feature);
            failOnPurpose(job.fault);
        } else if (std::holds_alternative<exchange::LayerEnd>(**frame)) {
            done = target->end();
        } else if (std::holds_alternative<exchange::End>(**frame)) {
            return target->close();
        } else {
            return cutOff();
        }
        if (!done) return done;
    }
}

}  // namespace worker
