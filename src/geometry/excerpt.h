#pragma once

#include <string>
#include <string_view>

namespace geometry {

// How a text that could not be read begins, for a message: at most 60 characters, what is not printable ASCII as '?'.
inline std::string excerpt(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string shown(text.substr(0, most));
    for (char& c : shown)
        if (c < ' ' || c > '~') c = '?';
    return text.size() > most ? shown + "…" : shown;
}

}  // namespace geometry
