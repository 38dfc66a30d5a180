#include "store/digest.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/check.h"
#include "base/library.h"

namespace store {

namespace {

// OpenSSL's functions for digests. It is loaded by who writes or verifies: who only reads digests nothing.
struct OpenSsl {
    decltype(&EVP_MD_fetch) fetch = nullptr;
    decltype(&EVP_MD_free) release = nullptr;
    decltype(&EVP_MD_CTX_new) make = nullptr;
    decltype(&EVP_MD_CTX_free) destroy = nullptr;
    decltype(&EVP_DigestInit_ex2) begin = nullptr;
    decltype(&EVP_DigestUpdate) update = nullptr;
    decltype(&EVP_DigestFinal_ex) finish = nullptr;
};

base::Result<OpenSsl> load() {
    const auto library = base::Library::load(SANXIAN_CRYPTO_LIBRARY);
    if (!library) return base::pass(library.error());
    OpenSsl all;
    for (const auto& found :
         {library->find("EVP_MD_fetch", all.fetch), library->find("EVP_MD_free", all.release),
          library->find("EVP_MD_CTX_new", all.make), library->find("EVP_MD_CTX_free", all.destroy),
          library->find("EVP_DigestInit_ex2", all.begin), library->find("EVP_DigestUpdate", all.update),
          library->find("EVP_DigestFinal_ex", all.finish)})
        if (!found) return base::pass(found.error());
    return all;
}

const base::Result<OpenSsl>& loaded() {
    static const base::Result<OpenSsl> once = load();
    return once;
}

const OpenSsl& openSsl() {
    SANXIAN_ASSERT(loaded() && "OpenSSL, a part of this program, is installed");
    return *loaded();
}

}  // namespace

base::Result<> Digester::ready() {
    if (!loaded()) return base::pass(loaded().error());
    return {};
}

struct Digester::Context {
    // Fetched once: EVP_sm3() would be looked up anew for every row.
    explicit Context(DigestMethod name)
        : method(openSsl().fetch(nullptr, std::string(nameOf(name)).c_str(), nullptr)) {}
    EVP_MD* method;
    EVP_MD_CTX* state = openSsl().make();
    bool begun = false;

    void update(const void* data, std::size_t size) {
        if (!begun) SANXIAN_ASSERT(openSsl().begin(state, method, nullptr) == 1);
        begun = true;
        SANXIAN_ASSERT(openSsl().update(state, data, size) == 1);
    }
    ~Context() {
        openSsl().destroy(state);
        openSsl().release(method);
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
    SANXIAN_ASSERT(openSsl().finish(context_->state, digest.data(), nullptr) == 1);
    context_->begun = false;
    return digest;
}

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    constexpr std::string_view digits = "0123456789abcdef";
    for (const auto byte : bytes) text += digits[byte >> 4], text += digits[byte & 15];
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
