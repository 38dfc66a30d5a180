#include "exchange/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/paths.h"

extern char** environ;

namespace exchange {

using base::Error;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t piece = 1 << 20;
constexpr std::size_t mostSaid = 2000;

void shut(int& file) {
    if (file >= 0) ::close(file);
    file = -1;
}

std::string optionsOf(const WorkerProcess::Job& job) {
    return nlohmann::json{{"parent", ::getpid()},     {"scratch", job.scratch.string()},
                          {"encoding", job.encoding}, {"driver", job.driver},
                          {"date", job.date},         {"layers", job.layers}}
        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What the child gets: our ends of three channels as its standard ones, no blocked signals, a process group of its own
// (so that Ctrl-C reaches us alone and we stop it).
struct Setting {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    explicit Setting(const std::array<int, 3>& ends) {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
        for (int i = 0; i < 3; ++i) ::posix_spawn_file_actions_adddup2(&actions, ends[static_cast<std::size_t>(i)], i);
        sigset_t none, standard;
        ::sigemptyset(&none);
        ::sigemptyset(&standard);
        for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&standard, signal);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &standard);
        ::posix_spawnattr_setpgroup(&attributes, 0);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~Setting() {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;
};

}  // namespace

base::Result<ScratchFolder> ScratchFolder::make(const std::filesystem::path& parent) {
    std::error_code error;
    const auto folder = parent.empty() ? std::filesystem::temp_directory_path(error) : parent;
    std::string name = (folder / ".sanxian-XXXXXX").string();
    if (error || !::mkdtemp(name.data())) return base::fail(Error::Code::Io, "exchange.no_scratch", folder.string());
    return ScratchFolder(name);
}

ScratchFolder& ScratchFolder::operator=(ScratchFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
}

ScratchFolder::~ScratchFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
}

base::Result<WorkerProcess> WorkerProcess::start(const Job& job) {
    const std::string program = (base::programFolder() / "sanxian-worker").string();
    const std::string dataset = job.dataset.string(), options = optionsOf(job);
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    // A socket, because writing to it can be told not to raise SIGPIPE.
    const bool opened = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) == 0 && ::pipe2(out, O_CLOEXEC) == 0 &&
                        ::pipe2(err, O_CLOEXEC) == 0;
    WorkerProcess worker(job);
    worker.in_ = in[1], worker.out_ = out[0], worker.err_ = err[0];
    int started = EMFILE;
    if (opened) {
        ::fcntl(out[0], F_SETPIPE_SZ, static_cast<int>(piece));
        for (const int ours : {in[1], out[0], err[0]}) ::fcntl(ours, F_SETFL, ::fcntl(ours, F_GETFL) | O_NONBLOCK);
        const Setting setting({in[0], out[1], err[1]});
        const char* arguments[] = {program.c_str(), job.verb.c_str(), dataset.c_str(), options.c_str(), nullptr};
        started = ::posix_spawn(&worker.process_, program.c_str(), &setting.actions, &setting.attributes,
                                const_cast<char**>(arguments), environ);
    }
    for (int* theirs : {&in[0], &out[1], &err[1]}) shut(*theirs);
    if (started != 0) {
        worker.process_ = -1;
        return base::fail(Error::Code::Io, "exchange.no_worker", program, std::generic_category().message(started));
    }
    return worker;
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : dataset_(std::move(other.dataset_)),
      patience_(other.patience_),
      process_(std::exchange(other.process_, -1)),
      in_(std::exchange(other.in_, -1)),
      out_(std::exchange(other.out_, -1)),
      err_(std::exchange(other.err_, -1)),
      frames_(std::move(other.frames_)),
      sending_(std::move(other.sending_)),
      said_(std::move(other.said_)),
      features_(other.features_) {}

WorkerProcess::~WorkerProcess() { stop(); }

void WorkerProcess::stop() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
        }
        process_ = -1;
    }
    shut(in_), shut(out_), shut(err_);
}

// The status of a worker that has closed its output; one that does not end then is ended.
int WorkerProcess::exitStatus() {
    int status = 0;
    for (int i = 0; i < 200; ++i) {
        const pid_t ended = ::waitpid(process_, &status, WNOHANG);
        if (ended == process_) {
            process_ = -1;
            return status;
        }
        if (ended < 0 && errno != EINTR) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return 0;
}

Error WorkerProcess::ended() {
    drainErrors();
    const int status = exitStatus();
    stop();
    if (WIFSIGNALED(status))
        return base::fail(Error::Code::Io, "exchange.worker_crashed", dataset_, WTERMSIG(status), features_, said_)
            .value();
    return base::fail(Error::Code::Io, "exchange.worker_cut_off", dataset_, features_, said_).value();
}

void WorkerProcess::drainErrors() {
    char bytes[1024];
    while (err_ >= 0) {
        const auto size = ::read(err_, bytes, sizeof bytes);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return;
        if (size == 0) return shut(err_);
        if (said_.size() < mostSaid)
            for (const char c : std::string_view(bytes, static_cast<std::size_t>(size)))
                said_ += c == '\n' ? ' ' : static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
}

// Waits until the worker takes more (if that is wanted) or has written or closed its output.
base::Result<WorkerProcess::Ready> WorkerProcess::wait(bool wantsInput, const base::Task& task) {
    const auto began = Clock::now();
    while (true) {
        if (task.stopped()) {
            stop();
            return base::cancelled();
        }
        constexpr int slice = 100;  // milliseconds between looks at the task
        pollfd files[3] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}, {in_, POLLOUT, 0}};
        const int ready = ::poll(files, wantsInput ? 3 : 2, slice);
        if (ready > 0 && files[1].revents) drainErrors();
        if (ready > 0 && files[0].revents) return Ready::Output;
        if (ready > 0 && wantsInput && files[2].revents) return Ready::Input;
        if (Clock::now() - began > patience_) {
            stop();
            return base::fail(Error::Code::Io, "exchange.worker_silent", dataset_, patience_.count(), features_);
        }
    }
}

// Takes in what the worker has written; false at its end.
bool WorkerProcess::fill() {
    const auto size = ::read(out_, frames_.room(piece), piece);
    if (size < 0) return errno == EAGAIN || errno == EINTR;
    frames_.arrived(static_cast<std::size_t>(size));
    return size > 0;
}

base::Result<Frame> WorkerProcess::next(const base::Task& task) {
    if (process_ < 0) return base::fail(Error::Code::Io, "exchange.worker_cut_off", dataset_, features_, said_);
    while (true) {
        auto frame = frames_.next();
        if (!frame) {
            stop();
            return base::pass(std::move(frame).error().in(dataset_));
        }
        if (*frame) {
            if (std::holds_alternative<SourceFeature>(**frame)) ++features_;
            if (auto* error = std::get_if<Error>(&**frame)) return base::pass(std::move(*error));
            return std::move(**frame);
        }
        if (auto ready = wait(false, task); !ready) return base::pass(std::move(ready).error());
        if (!fill()) return base::pass(ended());
    }
}

base::Result<> WorkerProcess::put(const Frame& frame, const base::Task& task) {
    append(sending_, frame);
    return sending_.size() < piece ? base::Result<>() : flush(task);
}

base::Result<> WorkerProcess::put(const SourceFeature& feature, const base::Task& task) {
    append(sending_, feature);
    return sending_.size() < piece ? base::Result<>() : flush(task);
}

base::Result<> WorkerProcess::flush(const base::Task& task) {
    std::size_t done = 0;
    while (done < sending_.size()) {
        auto ready = wait(true, task);
        if (!ready) return base::pass(std::move(ready).error());
        if (*ready == Ready::Output) {  // before its time: an error, or the end
            auto frame = next(task);
            return base::pass(frame ? ended() : std::move(frame).error());
        }
        const auto size = ::send(in_, sending_.data() + done, sending_.size() - done, MSG_NOSIGNAL);
        if (size > 0) done += static_cast<std::size_t>(size);
        if (size < 0 && errno != EAGAIN && errno != EINTR) {
            auto frame = next(task);
            return base::pass(frame ? ended() : std::move(frame).error());
        }
    }
    sending_.clear();
    return {};
}

}  // namespace exchange
