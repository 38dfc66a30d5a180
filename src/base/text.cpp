#include "base/text.h"

#include <fmt/args.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace base {

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
        std::ifstream in(file);
        const auto json = nlohmann::json::parse(in, nullptr, false);
        if (!json.is_object()) return fail(Error::Code::Invalid, "base.bad_texts", file.string());
        for (const auto& [key, value] : json.items()) {
            if (!value.is_string()) return fail(Error::Code::Invalid, "base.bad_texts", file.string() + ": " + key);
            texts.texts_[key] = value.get<std::string>();
        }
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
