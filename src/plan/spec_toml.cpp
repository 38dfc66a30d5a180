#include "plan/spec_toml.h"

#include <fstream>
#include <sstream>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace plan {
namespace {

Toml copied(const toml::node& node) {
    Toml copy;
    copy.line = static_cast<int>(node.source().begin.line);
    if (const auto* flag = node.as_boolean()) {
        copy.value = flag->get();
    } else if (const auto* whole = node.as_integer()) {
        copy.value = whole->get();
    } else if (const auto* number = node.as_floating_point()) {
        copy.value = number->get();
    } else if (const auto* text = node.as_string()) {
        copy.value = text->get();
    } else if (const auto* list = node.as_array()) {
        Toml::List items;
        for (const toml::node& item : *list) items.push_back(copied(item));
        copy.value = std::move(items);
    } else if (const auto* table = node.as_table()) {
        Toml::Table entries;
        for (const auto& [key, value] : *table) entries.push_back({std::string(key.str()), copied(value)});
        copy.value = std::move(entries);
    }
    return copy;
}

}  // namespace

base::Result<std::string> readText(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    std::error_code error;
    // Streams throw on reading a folder; an empty file makes `text << in.rdbuf()` fail though it was read.
    if (!std::filesystem::is_regular_file(file, error) || !in)
        return base::fail(base::Error::Code::Io, "spec.unreadable", file.string());
    if (in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
    if (in.bad() || text.bad()) return base::fail(base::Error::Code::Io, "spec.unreadable", file.string());
    return text.str();
}

base::Result<Toml> readToml(const std::filesystem::path& file) {
    const auto text = readText(file);
    if (!text) return base::pass(text.error());
    const toml::parse_result parsed = toml::parse(*text);
    if (parsed.failed()) {
        const toml::parse_error& error = parsed.error();
        auto failure = base::fail(base::Error::Code::Invalid, "spec.toml", std::string(error.description()));
        return base::pass(
            std::move(failure.value()).in(file.string() + ":" + std::to_string(error.source().begin.line)));
    }
    return copied(parsed.table());
}

}  // namespace plan
