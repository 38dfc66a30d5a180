#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace store {

// Who holds a store's write lock: a small file beside it, STORE-writer, that its writer makes and takes away. It locks
// nothing; it is what the other one is told.
struct Writer {
    std::string user, host;
    std::int64_t pid = 0;
    std::string since;
};

// Says that this process writes now. A folder that takes no file is no failure.
void announceWriter(const std::filesystem::path& store);
void withdrawWriter(const std::filesystem::path& store);
// Nothing where nobody says so, or who said so has ended.
std::optional<Writer> writerOf(const std::filesystem::path& store);

// The names of this machine and of its user.
std::string hostName();
std::string userName();
// Whether a process is there; one of another machine cannot be asked, so it is believed.
bool isAlive(const std::string& host, std::int64_t pid);

}  // namespace store
