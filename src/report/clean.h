#pragma once

#include <string>
#include <string_view>

namespace report {

// The text as HTML and XML can hold it: what is no UTF-8 becomes U+FFFD, and so do characters that XML has not; control
// characters but the line feed become spaces.
std::string clean(std::string_view text);

// How many columns of a fixed script a line takes: Chinese and full-width forms take two. Of several lines, the
// longest.
std::size_t columnsOf(std::string_view text);

}  // namespace report
