#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace store {

// A digest by SM3 (国密 GB/T 32905), 256 bits.
using Digest = std::array<std::uint8_t, 32>;

std::string hex(std::span<const std::uint8_t> bytes);
// Whether the bytes are this digest.
bool same(std::span<const std::uint8_t> bytes, const Digest& digest);

// Makes one digest after the other. Every part that is added is told apart from the next by its length, so that no two
// sequences of parts give the same bytes.
class Digester {
public:
    Digester();
    Digester(Digester&&) noexcept;
    Digester& operator=(Digester&&) noexcept;
    ~Digester();
    Digester& add(std::span<const std::uint8_t> part);
    Digester& add(std::string_view part);
    Digester& add(std::int64_t number);
    // These bytes and nothing else.
    Digester& raw(std::string_view bytes);
    // The digest of what was added since the last one.
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace store
