#include "store/writer.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>

#include "base/decimal.h"

namespace store {

namespace {

std::string fileOf(const std::filesystem::path& store) { return store.string() + "-writer"; }

}  // namespace

std::string hostName() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

std::string userName() {
    const passwd* user = getpwuid(getuid());
    return user ? user->pw_name : std::to_string(getuid());
}

bool isAlive(const std::string& host, std::int64_t pid) {
    if (host != hostName()) return true;
    return kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
}

void announceWriter(const std::filesystem::path& store) {
    const int file = open(fileOf(store).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return;
    const std::string text = userName() + "\n" + hostName() + "\n" + std::to_string(getpid()) + "\n" +
                             base::isoTime(std::chrono::system_clock::now()) + "\n";
    // A disk that is full leaves a line too few, and then nobody is named.
    [[maybe_unused]] const auto written = write(file, text.data(), text.size());
    close(file);
}

void withdrawWriter(const std::filesystem::path& store) { unlink(fileOf(store).c_str()); }

std::optional<Writer> writerOf(const std::filesystem::path& store) {
    std::ifstream in(fileOf(store));
    Writer writer;
    if (!std::getline(in, writer.user) || !std::getline(in, writer.host) || !(in >> writer.pid) ||
        !std::getline(in >> std::ws, writer.since))
        return {};
    if (!isAlive(writer.host, writer.pid)) return {};
    return writer;
}

}  // namespace store
