#include "cli/input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace cli {

base::Result<std::string> inputOf(const std::string& name, const base::Task& task) {
    const auto failed = [&](int reason) {
        return base::fail(base::Error::Code::Io, "cli.cannot_read", name, std::generic_category().message(reason));
    };
    // Without waiting: a named pipe that nobody writes to must not hold the program.
    const bool standard = name == "-";
    const int file = standard ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return failed(errno);
    std::string text;
    int reason = 0;
    bool ended = false;
    while (!ended && reason == 0 && !task.stopped()) {
        constexpr int slice = 100;  // milliseconds between looks at the task
        pollfd ready{file, POLLIN, 0};
        if (::poll(&ready, 1, slice) <= 0) continue;
        char bytes[1 << 16];
        const ssize_t size = ::read(file, bytes, sizeof bytes);
        if (size > 0)
            text.append(bytes, static_cast<std::size_t>(size));
        else if (size == 0)
            ended = true;
        else if (errno != EAGAIN && errno != EINTR)
            reason = errno;
    }
    if (!standard) ::close(file);
    if (reason != 0) return failed(reason);
    if (!ended) return base::cancelled();
    return text;
}

}  // namespace cli
