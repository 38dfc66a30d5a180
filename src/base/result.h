#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace base {

// A sentence for a person, named by its key; `Texts` turns it into Chinese or English. Arguments fill {0}, {1}, …;
// one that is "@key" is that text.
struct Message {
    std::string key;
    std::vector<std::string> arguments;
    bool operator==(const Message&) const = default;
};

template <class... Arguments>
Message message(std::string_view key, const Arguments&... arguments) {
    return {std::string(key), {fmt::format("{}", arguments)...}};
}

// An expected failure: what is wrong and what to do (message), and where (file, line, layer, feature, field; outermost
// first).
struct Error {
    enum class Code { Invalid, NotFound, Conflict, Unsupported, Io, Denied, Cancelled };
    Code code = Code::Invalid;
    Message message;
    std::vector<std::string> where;

    // The same error, seen from one level further out.
    Error in(std::string place) const {
        Error outer = *this;
        outer.where.insert(outer.where.begin(), std::move(place));
        return outer;
    }
};

template <class T = void>
using Result = tl::expected<T, Error>;

template <class... Arguments>
tl::unexpected<Error> fail(Error::Code code, std::string_view key, const Arguments&... arguments) {
    return tl::unexpected<Error>(Error{code, message(key, arguments...), {}});
}

inline tl::unexpected<Error> pass(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace base
