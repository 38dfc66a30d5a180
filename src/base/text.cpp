#include "base/text.h"

#include <fmt/args.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

namespace base {

namespace {

using Table = std::map<std::string, std::string>;

// The character that a short escape of JSON stands for; none for \u and for what is no escape.
std::optional<char> escaped(char letter) {
    constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const auto at = letters.find(letter);
    return at == letters.npos ? std::nullopt : std::optional(meant[at]);
}

// Reads what every file of texts is: one object of strings. False where it is anything else, or has escapes by number;
// then the parser for any JSON decides. That takes eight times as long, and every program reads all texts at its start.
class PlainObject {
public:
    explicit PlainObject(std::string_view json) : rest_(json) {}

    bool into(Table& texts) {
        if (!takes('{')) return false;
        do {
            std::string key, text;
            if (!string(key) || !takes(':') || !string(text)) return false;
            texts.insert_or_assign(std::move(key), std::move(text));
        } while (takes(','));
        return takes('}') && rest_.find_first_not_of(space) == rest_.npos;
    }

private:
    static constexpr std::string_view space = " \t\r\n";

    bool takes(char mark) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(space), rest_.size()));
        if (!rest_.starts_with(mark)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool string(std::string& text) {
        if (!takes('"')) return false;
        for (;;) {
            std::size_t plain = 0;
            const auto ends = [](char c) { return c == '"' || c == '\\' || (c >= 0 && c < ' '); };
            while (plain < rest_.size() && !ends(rest_[plain])) ++plain;
            if (plain == rest_.size()) return false;
            text += rest_.substr(0, plain);
            const char end = rest_[plain];
            rest_.remove_prefix(plain + 1);
            if (end == '"') return true;
            const auto meant = end == '\\' && !rest_.empty() ? escaped(rest_.front()) : std::nullopt;
            if (!meant) return false;
            text += *meant;
            rest_.remove_prefix(1);
        }
    }

    std::string_view rest_;
};

Result<> readAny(const std::string& json, const std::string& file, Table& texts) {
    const auto object = nlohmann::json::parse(json, nullptr, false);
    if (!object.is_object()) return fail(Error::Code::Invalid, "base.bad_texts", file);
    for (const auto& [key, value] : object.items()) {
        if (!value.is_string()) return fail(Error::Code::Invalid, "base.bad_texts", file + ": " + key);
        texts[key] = value.get<std::string>();
    }
    return {};
}

}  // namespace

Result<Texts> Texts::load(const std::filesystem::path& directory, const std::string& language) {
    Texts texts;
    texts.language_ = language;
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory / language, error))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    if (error || files.empty()) return fail(Error::Code::Io, "base.no_texts", (directory / language).string());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::stringstream content;
        content << std::ifstream(file, std::ios::binary).rdbuf();
        const std::string json = std::move(content).str();
        if (PlainObject(json).into(texts.texts_)) continue;
        if (auto read = readAny(json, file.string(), texts.texts_); !read) return pass(read.error());
    }
    return texts;
}

std::string Texts::operator()(const Message& message) const {
    const auto found = texts_.find(message.key);
    if (found == texts_.end()) {
        std::string shown = message.key;
        for (const auto& argument : message.arguments) shown += " " + argument;
        return shown;
    }
    fmt::dynamic_format_arg_store<fmt::format_context> arguments;
    for (const auto& argument : message.arguments) {
        const auto named = argument.starts_with('@') ? texts_.find(argument.substr(1)) : texts_.end();
        arguments.push_back(named == texts_.end() ? argument : named->second);
    }
    try {
        return fmt::vformat(found->second, arguments);
    } catch (const fmt::format_error&) {
        return found->second;
    }
}

std::string Texts::operator()(const Error& error) const {
    std::string shown;
    for (const auto& place : error.where) shown += place + ": ";
    return shown + (*this)(error.message);
}

std::string languageOf(std::string_view locale) { return locale.starts_with("zh") ? "zh" : "en"; }

}  // namespace base
