#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/staging.h"

namespace exchange {

// Appends the frame as bytes: its length, its kind, its content (little endian).
void append(std::string& bytes, const Frame& frame);
void append(std::string& bytes, const SourceFeature& feature);

// Puts frames together again from bytes that arrive in pieces of any size. Never trusts them: a length or a count that
// the bytes do not hold is an Error (Io), and memory grows with what has arrived, not with what is announced.
class FrameReader {
public:
    // Room for at least `size` more bytes; `arrived` says how many of them were filled.
    char* room(std::size_t size);
    void arrived(std::size_t size) { end_ += size; }
    void add(std::string_view bytes);
    // The next whole frame; nothing while it is not all there.
    base::Result<std::optional<Frame>> next();
    // Bytes of a frame that is not whole are left.
    bool empty() const { return begin_ == end_; }

private:
    std::string bytes_;
    std::size_t begin_ = 0, end_ = 0;
};

}  // namespace exchange
