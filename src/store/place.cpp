#include "store/place.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string>

namespace store {

namespace {

// NFS, SMB, CIFS, SMB2, FUSE, 9P, Ceph, AFS, Coda, Lustre, VirtualBox folders.
constexpr std::array<std::int64_t, 11> networks = {0x6969,     0x517B,     0xFF534D42, 0xFE534D42,
                                                   0x65735546, 0x01021997, 0x00C36400, 0x5346414F,
                                                   0x73757245, 0x0BD00BD0, 0x786F4256};

}  // namespace

Place placeOf(std::int64_t fileSystem) {
    const std::int64_t number = fileSystem & 0xFFFFFFFF;
    return std::find(networks.begin(), networks.end(), number) == networks.end() ? Place::Local : Place::Network;
}

Place placeOf(const std::filesystem::path& file) {
    std::error_code none;
    const auto whole = std::filesystem::weakly_canonical(file, none);
    if (const char* shares = std::getenv("SANXIAN_SHARES")) {
        std::istringstream folders(shares);
        for (std::string folder; std::getline(folders, folder, ':');) {
            const std::filesystem::path share(folder);
            if (folder.empty()) continue;
            if (std::mismatch(share.begin(), share.end(), whole.begin(), whole.end()).first == share.end())
                return Place::Network;
        }
    }
    struct statfs system {};
    if (statfs(whole.c_str(), &system) != 0 && statfs(whole.parent_path().c_str(), &system) != 0) return Place::Local;
    return placeOf(static_cast<std::int64_t>(system.f_type));
}

}  // namespace store
