#include "store/digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "base/check.h"

namespace store {

struct Digester::Context {
    // Fetched once: EVP_sm3() would be looked up anew for every row.
    explicit Context(DigestMethod name) : method(EVP_MD_fetch(nullptr, std::string(nameOf(name)).c_str(), nullptr)) {}
    EVP_MD* method;
    EVP_MD_CTX* state = EVP_MD_CTX_new();
    bool begun = false;

    void update(const void* data, std::size_t size) {
        if (!begun) SANXIAN_ASSERT(EVP_DigestInit_ex2(state, method, nullptr) == 1);
        begun = true;
        SANXIAN_ASSERT(EVP_DigestUpdate(state, data, size) == 1);
    }
    ~Context() {
        EVP_MD_CTX_free(state);
        EVP_MD_free(method);
    }
};

std::string_view nameOf(DigestMethod method) { return method == DigestMethod::Sm3 ? "SM3" : "SHA-256"; }

std::optional<DigestMethod> digestMethod(std::string_view name) {
    for (const auto method : {DigestMethod::Sm3, DigestMethod::Sha256})
        if (nameOf(method) == name) return method;
    return {};
}

Digester::Digester(DigestMethod method) : context_(std::make_unique<Context>(method)) {
    SANXIAN_ASSERT(context_->method && context_->state);
}
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;
Digester::~Digester() = default;

Digester& Digester::add(std::span<const std::uint8_t> part) {
    add(static_cast<std::int64_t>(part.size()));
    context_->update(part.data(), part.size());
    return *this;
}

Digester& Digester::add(std::string_view part) {
    return add(std::span(reinterpret_cast<const std::uint8_t*>(part.data()), part.size()));
}

Digester& Digester::add(std::int64_t number) {
    std::array<std::uint8_t, 8> bytes;
    for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> 8 * i);
    context_->update(bytes.data(), bytes.size());
    return *this;
}

Digester& Digester::orNone(const std::optional<Digest>& digest) {
    return digest ? add(std::span<const std::uint8_t>(*digest)) : add(std::span<const std::uint8_t>());
}

Digester& Digester::raw(std::string_view bytes) {
    context_->update(bytes.data(), bytes.size());
    return *this;
}

Digest Digester::finish() {
    Digest digest{};
    context_->update(nullptr, 0);
    SANXIAN_ASSERT(EVP_DigestFinal_ex(context_->state, digest.data(), nullptr) == 1);
    context_->begun = false;
    return digest;
}

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
}

std::optional<Digest> digestOf(std::string_view text) {
    Digest digest{};
    if (text.size() != 2 * digest.size()) return {};
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return {};
        digest[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return digest;
}

bool same(std::span<const std::uint8_t> bytes, const Digest& digest) { return std::ranges::equal(bytes, digest); }

}  // namespace store
