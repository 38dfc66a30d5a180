#pragma once

#include <cstddef>
#include <string_view>

namespace base {

// How many bytes the character of UTF-8 that begins at `at` has; 0 where none begins there.
std::size_t characterAt(std::string_view text, std::size_t at);
bool isUtf8(std::string_view text);

}  // namespace base
