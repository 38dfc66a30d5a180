#include "report/clean.h"

#include <algorithm>

#include "base/utf8.h"

namespace report {

std::string clean(std::string_view text) {
    constexpr std::string_view replacement = "\uFFFD";
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = base::characterAt(text, at);
        const std::string_view character = text.substr(at, std::max<std::size_t>(size, 1));
        const auto byte = static_cast<unsigned char>(character[0]);
        if (size == 0 || character == "\uFFFE" || character == "\uFFFF")
            result += replacement;
        else if ((byte < 0x20 && byte != '\n') || byte == 0x7F)
            result += ' ';
        else
            result += character;
        at += character.size();
    }
    return result;
}

std::size_t columnsOf(std::string_view text) {
    std::size_t most = 0, line = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') line = 0;
        if ((byte & 0xC0) == 0x80 || c == '\n') continue;
        line += byte >= 0xE3 ? 2 : 1;
        most = std::max(most, line);
    }
    return most;
}

}  // namespace report
