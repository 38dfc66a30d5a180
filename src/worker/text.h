#pragma once

#include <string>
#include <string_view>

namespace worker {

bool isUtf8(std::string_view text);
// Whether iconv knows the encoding.
bool knownEncoding(const std::string& encoding);

// Finds out in which encoding a layer's texts are, from a sample of them and what the file says. GBK (as GB18030) and
// UTF-8 are told apart by what is possible; a file that names a Latin encoding but holds Chinese pairs is not believed.
class EncodingGuess {
public:
    void see(std::string_view text);
    // `declared` is the file's word, empty where it has none.
    std::string encoding(const std::string& declared) const;

private:
    bool utf8_ = true, gbk_ = true;
    std::size_t chinesePairs_ = 0, otherHigh_ = 0;
};

// Brings texts of one encoding to UTF-8. Never gives anything that is not UTF-8.
class Decoder {
public:
    explicit Decoder(std::string encoding = "UTF-8") : encoding_(std::move(encoding)) {}
    // `whole` becomes false where something could not be read and stands as U+FFFD.
    std::string operator()(std::string_view text, bool& whole) const;
    std::string text(std::string_view text) const {
        bool whole = true;
        return (*this)(text, whole);
    }

private:
    std::string encoding_;
};

}  // namespace worker
