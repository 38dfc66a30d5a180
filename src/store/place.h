#pragma once

#include <cstdint>
#include <filesystem>

namespace store {

// Where a file lies: on a network share locks may hang or mean nothing, and memory cannot be shared.
enum class Place { Local, Network };

// By the number that statfs gives a file system.
Place placeOf(std::int64_t fileSystem);
// Of the file, or of its folder where it is not there yet. Folders named in SANXIAN_SHARES (parted by colons) are
// network shares whatever the system says of them.
Place placeOf(const std::filesystem::path& file);

}  // namespace store
