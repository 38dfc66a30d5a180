#include "worker/text.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <optional>

namespace worker {

namespace {

// The length of the UTF-8 character at the start of the text; 0 where there is none.
std::size_t characterAt(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xC2 && first <= 0xDF   ? 2
                             : (first & 0xF0) == 0xE0         ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
    if (size == 0 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || beyond ? 0 : size;
}

// Where the text stops being UTF-8.
std::size_t validPrefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = characterAt(text.substr(at));
        if (size == 0) break;
        at += size;
    }
    return at;
}

// A fixed-width field may cut its last character.
bool isUtf8ButForItsEnd(std::string_view text) {
    const std::size_t valid = validPrefix(text);
    return valid == text.size() || (text.size() - valid < 4 && static_cast<unsigned char>(text[valid]) >= 0xC2 &&
                                    std::all_of(text.begin() + valid + 1, text.end(),
                                                [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }));
}

std::string repaired(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t valid = validPrefix(text);
        out += text.substr(0, valid);
        text.remove_prefix(valid);
        if (text.empty()) break;
        out += "\xEF\xBF\xBD";
        text.remove_prefix(1);
    }
    return out;
}

// Converts as far as it goes; `whole` says whether that was the end.
std::optional<std::string> converted(const std::string& encoding, std::string_view text, bool& whole) {
    const iconv_t way = ::iconv_open("UTF-8", encoding.c_str());
    if (way == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string out(text.size() * 4 + 16, '\0');
    char* from = const_cast<char*>(text.data());
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    while (left > 0) {
        if (::iconv(way, &from, &left, &to, &room) != static_cast<std::size_t>(-1)) break;
        if (errno == E2BIG || room < 3) break;
        whole = false;
        for (const char c : {'\xEF', '\xBF', '\xBD'}) *to++ = c, --room;
        ++from, --left;
    }
    ::iconv_close(way);
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

bool isLatin(const std::string& encoding) {
    return encoding.empty() || encoding.find("8859") != std::string::npos || encoding == "CP1252" ||
           encoding == "WINDOWS-1252" || encoding == "CP437" || encoding == "CP850";
}

}  // namespace

bool isUtf8(std::string_view text) { return validPrefix(text) == text.size(); }

bool knownEncoding(const std::string& encoding) {
    const iconv_t way = ::iconv_open("UTF-8", encoding.c_str());
    if (way == reinterpret_cast<iconv_t>(-1)) return false;
    ::iconv_close(way);
    return true;
}

void EncodingGuess::see(std::string_view text) {
    const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (std::none_of(text.begin(), text.end(), high)) return;
    if (!isUtf8ButForItsEnd(text)) utf8_ = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!high(text[i])) continue;
        const auto lead = static_cast<unsigned char>(text[i]);
        if (i + 1 == text.size()) break;  // cut by the field's width
        const auto trail = static_cast<unsigned char>(text[++i]);
        if (lead == 0x80 || lead == 0xFF || trail < 0x30 || trail == 0x7F || trail == 0xFF) gbk_ = false;
        if (lead >= 0xA1 && trail >= 0xA1)
            ++chinesePairs_;
        else
            ++otherHigh_;
    }
}

std::string EncodingGuess::encoding(const std::string& declared) const {
    const bool seen = chinesePairs_ + otherHigh_ > 0;
    if (!seen) return declared.empty() ? "UTF-8" : declared;
    const bool chinese = gbk_ && chinesePairs_ >= otherHigh_;
    if (declared == "UTF-8") return utf8_ ? "UTF-8" : chinese ? "GB18030" : "ISO-8859-1";
    if (!isLatin(declared)) return declared;
    if (utf8_) return "UTF-8";
    if (chinese) return "GB18030";
    return declared.empty() ? "ISO-8859-1" : declared;
}

std::string Decoder::operator()(std::string_view text, bool& whole) const {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(text);
    if (encoding_ == "UTF-8") {
        if (isUtf8(text)) return std::string(text);
        bool clean = true;
        if (const auto chinese = converted("GB18030", text, clean); chinese && clean) return *chinese;
        whole = false;
        return repaired(text);
    }
    const auto out = converted(encoding_, text, whole);
    if (out && isUtf8(*out)) return *out;
    whole = false;
    return repaired(text);
}

}  // namespace worker
