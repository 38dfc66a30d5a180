#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"

namespace base {

// A name in both languages, as spec packs carry it.
struct LocalText {
    std::string zh, en;
    const std::string& in(std::string_view language) const { return language == "zh" || en.empty() ? zh : en; }
    bool operator==(const LocalText&) const = default;
};

// User-visible text by key, in one language. A key that is missing shows as itself, so that nothing is ever lost on
// screen.
class Texts {
public:
    // Reads every <directory>/<language>/*.json (one flat object of key: text each). Fails with the file and what is
    // wrong in it.
    static Result<Texts> load(const std::filesystem::path& directory, const std::string& language);

    const std::string& language() const { return language_; }
    bool has(const std::string& key) const { return texts_.contains(key); }
    std::string operator()(const Message& message) const;
    std::string operator()(const Error& error) const;  // "where: where: what"
    template <class... Arguments>
    std::string operator()(std::string_view key, const Arguments&... arguments) const {
        return (*this)(message(key, arguments...));
    }

private:
    std::string language_;
    std::map<std::string, std::string> texts_;
};

// "zh" or "en": the language that a POSIX locale name (zh_CN.UTF-8, C, …) asks for.
std::string languageOf(std::string_view locale);

}  // namespace base
