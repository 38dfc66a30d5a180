#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace store {

// 256 bits, by either method.
using Digest = std::array<std::uint8_t, 32>;

// How a store digests: SM3 (国密 GB/T 32905) or SHA-256. Chosen when it is made, for ever.
enum class DigestMethod { Sm3, Sha256 };
std::string_view nameOf(DigestMethod method);  // "SM3", "SHA-256"
std::optional<DigestMethod> digestMethod(std::string_view name);

std::string hex(std::span<const std::uint8_t> bytes);
// The digest that hex() wrote; nothing where the text is none.
std::optional<Digest> digestOf(std::string_view text);
// Whether the bytes are this digest.
bool same(std::span<const std::uint8_t> bytes, const Digest& digest);

// Makes one digest after the other. Every part that is added is told apart from the next by its length, so that no two
// sequences of parts give the same bytes.
class Digester {
public:
    // Whether OpenSSL is there. Who has not asked and digests without it ends the program.
    static base::Result<> ready();

    explicit Digester(DigestMethod method);
    Digester(Digester&&) noexcept;
    Digester& operator=(Digester&&) noexcept;
    ~Digester();
    Digester& add(std::span<const std::uint8_t> part);
    Digester& add(std::string_view part);
    Digester& add(std::int64_t number);
    Digester& orNone(const std::optional<Digest>& digest);  // none is a part of no bytes
    // These bytes and nothing else.
    Digester& raw(std::string_view bytes);
    // The digest of what was added since the last one.
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace store
