#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/task.h"
#include "exchange/frames.h"

namespace exchange {

// A folder of our own for the time this object lives.
class ScratchFolder {
public:
    // Under `parent`, where given; else where the system keeps temporary files.
    static base::Result<ScratchFolder> make(const std::filesystem::path& parent = {});
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&& other) noexcept;
    ~ScratchFolder();
    const std::filesystem::path& path() const { return path_; }

private:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

// A running `sanxian-worker`: frames go in and come out. However it ends, it leaves no process and no open pipe behind.
class WorkerProcess {
public:
    struct Job {
        std::string verb;  // layers, read, write
        std::filesystem::path dataset, scratch;
        std::string encoding, driver, date;
        std::vector<std::string> layers;
        double secondsWithoutSign = 60;
    };
    static base::Result<WorkerProcess> start(const Job& job);
    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&&) = delete;
    ~WorkerProcess();

    // The next frame it wrote. Fails (Io) where it crashed, hung, was cut off or wrote garbage, or with the error that
    // it reports; Cancelled when the task is stopped.
    base::Result<Frame> next(const base::Task& task);
    // Hands it a frame; it is sent when enough have gathered. Fails like next.
    base::Result<> put(const Frame& frame, const base::Task& task);
    base::Result<> put(const SourceFeature& feature, const base::Task& task);
    base::Result<> flush(const base::Task& task);

private:
    explicit WorkerProcess(const Job& job) : dataset_(job.dataset.string()), patience_(job.secondsWithoutSign) {}
    enum class Ready { Input, Output };
    base::Result<Ready> wait(bool wantsInput, const base::Task& task);
    void drainErrors();
    bool fill();
    base::Error ended();
    void stop();
    int exitStatus();

    std::string dataset_;
    std::chrono::duration<double> patience_;
    pid_t process_ = -1;
    int in_ = -1, out_ = -1, err_ = -1;  // the worker's
    FrameReader frames_;
    std::string sending_, said_;
    std::int64_t features_ = 0;
};

}  // namespace exchange
