#pragma once

#include <filesystem>

namespace store {

// Whether the file is a store of ours, by its first bytes alone: also one that is damaged, in use, or of a newer
// program. False where there is no such file or it cannot be read.
bool isStore(const std::filesystem::path& file);

}  // namespace store
