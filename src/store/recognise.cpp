#include "store/recognise.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <string_view>

#include "store/tables.h"

namespace store {

bool isStore(const std::filesystem::path& file) {
    constexpr std::string_view sqlite("SQLite format 3\0", 16);
    constexpr std::size_t at = 68;  // of the application id, big-endian, in SQLite's file header
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return false;
    std::array<char, at + 4> header{};
    std::ifstream in(file, std::ios::binary);
    if (!in.read(header.data(), header.size()) || !std::string_view(header.data(), header.size()).starts_with(sqlite))
        return false;
    std::uint32_t id = 0;
    for (std::size_t i = at; i < header.size(); ++i) id = id << 8 | static_cast<unsigned char>(header[i]);
    return id == static_cast<std::uint32_t>(applicationId);
}

}  // namespace store
