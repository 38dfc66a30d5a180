#include "cli/output.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "store/recognise.h"

namespace cli {

namespace fs = std::filesystem;
using base::Error;

namespace {

// The place with links followed as far as there is something.
fs::path resolved(const fs::path& place) {
    std::error_code error;
    fs::path whole = fs::weakly_canonical(fs::absolute(place, error), error);
    if (error) whole = place.lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

bool isAround(const fs::path& folder, const fs::path& file) {
    return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

}  // namespace

bool Kept::holds(const fs::path& place) const {
    const fs::path whole = resolved(place);
    std::error_code error;
    for (const fs::path& file : files_) {
        if (file.empty()) continue;
        if (isAround(whole, resolved(file)) || fs::equivalent(place, file, error)) return true;
    }
    return store::isStore(place);
}

base::Result<> Kept::refuse(const fs::path& place, bool overwrite) const {
    std::error_code error;
    const std::string name = place.string();
    if (name.empty()) return base::fail(Error::Code::Invalid, "cli.output.no_name");
    if (!fs::is_directory(place, error) && holds(place))
        return base::fail(Error::Code::Invalid, "cli.output.kept", name);
    const auto status = fs::symlink_status(place, error);
    if (!fs::exists(status)) {
        const fs::path folder = resolved(place).parent_path();
        if (!fs::is_directory(folder, error))
            return base::fail(Error::Code::NotFound, "cli.output.no_folder", folder.string());
        return {};
    }
    const auto target = fs::status(place, error);
    if (fs::exists(target) && !fs::is_regular_file(target) && !fs::is_directory(target))
        return base::fail(Error::Code::Invalid, "cli.output.no_file", name);
    if (!overwrite && !fs::is_directory(target)) return base::fail(Error::Code::Invalid, "cli.output.exists", name);
    if (fs::is_regular_file(target) && ::access(place.c_str(), R_OK) != 0)
        return base::fail(Error::Code::Io, "cli.output.unknown", name);
    return {};
}

base::Result<Output> Output::at(const fs::path& place, const Kept& kept, bool overwrite) {
    if (auto free = kept.refuse(place, overwrite); !free) return base::pass(free.error());
    std::error_code error;
    if (fs::is_directory(place, error) || !place.has_filename())
        return base::fail(Error::Code::Invalid, "cli.output.folder", place.string());
    return Output(place, overwrite);
}

Output::Output(Output&& other) noexcept
    : place_(std::move(other.place_)), staged_(std::exchange(other.staged_, {})), overwrite_(other.overwrite_) {}

Output::~Output() {
    std::error_code error;
    if (!staged_.empty()) fs::remove(staged_, error);
}

base::Result<> Output::refused(int reason) const {
    if (reason == EEXIST) return base::fail(Error::Code::Invalid, "cli.output.exists", place_.string());
    const char* key = reason == ENOSPC || reason == EDQUOT || reason == EFBIG  ? "cli.output.full"
                      : reason == EACCES || reason == EPERM || reason == EROFS ? "cli.output.not_allowed"
                                                                               : "cli.cannot_write";
    return base::fail(Error::Code::Io, key, place_.string());
}

base::Result<> Output::stage(const std::function<void(const Sink&)>& make) {
    int file = -1;
    fs::path name;
    for (int attempt = 0; file < 0 && attempt < 100; ++attempt) {
        name = place_;
        name.replace_filename(".sanxian-" + std::to_string(::getpid()) + "-" + std::to_string(attempt));
        file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST) return refused(errno);
    }
    if (file < 0) return refused(EIO);
    staged_ = std::move(name);
    int reason = 0;
    make([&](std::string_view bytes) {
        while (!bytes.empty() && reason == 0) {
            const ssize_t size = ::write(file, bytes.data(), bytes.size());
            if (size >= 0)
                bytes.remove_prefix(static_cast<std::size_t>(size));
            else if (errno != EINTR)
                reason = errno;
        }
    });
    if (reason == 0 && ::fsync(file) != 0 && errno != EINVAL) reason = errno;
    if (::close(file) != 0 && reason == 0) reason = errno;
    return reason == 0 ? base::Result<>() : refused(reason);
}

base::Result<> Output::stage(std::string_view bytes) {
    return stage([&](const Sink& sink) { sink(bytes); });
}

base::Result<> Output::publish() {
    int failed = ::renameat2(AT_FDCWD, staged_.c_str(), AT_FDCWD, place_.c_str(), overwrite_ ? 0 : RENAME_NOREPLACE);
    // Not every file system can move without replacing in one step; linking can.
    if (failed != 0 && !overwrite_ && (errno == EINVAL || errno == ENOSYS)) {
        failed = ::link(staged_.c_str(), place_.c_str());
        if (failed == 0) return {};  // the other name goes with this object
        if (errno == EPERM || errno == ENOTSUP) failed = ::rename(staged_.c_str(), place_.c_str());
    }
    if (failed != 0) return refused(errno);
    staged_.clear();
    return {};
}

base::Result<> Output::write(const std::function<void(const Sink&)>& make) {
    if (auto done = stage(make); !done) return done;
    return publish();
}

base::Result<> Output::write(std::string_view bytes) {
    return write([&](const Sink& sink) { sink(bytes); });
}

base::Result<std::optional<Output>> outputOf(const std::string& place, const Kept& kept, bool overwrite) {
    if (place.empty()) return std::optional<Output>();
    auto output = Output::at(place, kept, overwrite);
    if (!output) return base::pass(output.error());
    return std::optional<Output>(std::move(*output));
}

}  // namespace cli
