#include "base/paths.h"

#include <cstdlib>

namespace base {

std::filesystem::path programFolder() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::current_path() : program.parent_path();
}

std::filesystem::path home() {
    if (const char* named = std::getenv("SANXIAN_HOME"); named && *named) return named;
    const auto installed = programFolder().parent_path() / "share" / "sanxian";
    if (std::filesystem::exists(installed / "resources")) return installed;
    return SANXIAN_SOURCE_DIR;
}

std::string version() { return SANXIAN_VERSION; }

}  // namespace base
