#include "cli/usage.h"

#include <algorithm>
#include <charconv>

#include "base/decimal.h"
#include "base/utf8.h"

namespace cli {

namespace {

std::string before(const std::string& text, std::string_view mark) { return text.substr(0, text.find(mark)); }
std::string after(const std::string& text, std::string_view mark) {
    const auto at = text.find(mark);
    return at == std::string::npos ? text : text.substr(at + mark.size());
}

// Which verb is missing, or what stands in its place.
std::string noVerb(const CLI::App& app, const base::Texts& texts) {
    const CLI::App* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    std::string verbs;
    for (const CLI::App* verb : at->get_subcommands([](const CLI::App*) { return true; }))
        verbs += (verbs.empty() ? "" : ", ") + verb->get_name();
    const auto rest = app.remaining(true);
    return rest.empty() ? texts("cli.usage.verb", verbs) : texts("cli.usage.no_verb", rest.front(), verbs);
}

}  // namespace

std::string usageText(const CLI::Error& error, const CLI::App& app, const base::Texts& texts) {
    // CLI11 keeps what is wrong in an English sentence alone; its names are taken out of that.
    const std::string said = error.what(), kind = error.get_name();
    if (kind == "ValidationError") return said;
    if (kind == "RequiredError") {
        if (said.find("subcommand") != std::string::npos) return noVerb(app, texts);
        return texts("cli.usage.required", before(said, " is required"));
    }
    if (kind == "ExtrasError") return texts("cli.usage.extra", after(said, "expected: "));
    if (kind == "ConversionError" && said.starts_with("Could not convert: "))
        return texts("cli.usage.convert", after(said, "convert: "));
    if (kind == "ArgumentMismatch") {
        const std::string name = before(after(said, "arguments to "), said.find(':') != std::string::npos ? ":" : ",");
        if (said.find(" missing") != std::string::npos || said.find("t least") != std::string::npos)
            return texts("cli.usage.no_value", name);
        return texts("cli.usage.repeated", name);
    }
    if (kind == "RequiresError")
        return texts("cli.usage.requires", before(said, " requires "), after(said, " requires "));
    if (kind == "ExcludesError")
        return texts("cli.usage.excludes", before(said, " excludes "), after(said, " excludes "));
    return texts("cli.usage.other");
}

std::string oneLine(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = base::characterAt(text, at);
        const auto byte = static_cast<unsigned char>(text[at]);
        if (size == 0)
            line += '?';
        else if (byte < 0x20 || byte == 0x7F)
            line += ' ';
        else
            line += text.substr(at, size);
        at += std::max<std::size_t>(size, 1);
    }
    return line;
}

void translate(CLI::App& app, const base::Texts& texts) {
    app.set_help_flag("-h,--help", texts("cli.help.help"));
    const auto formatter = app.get_formatter();
    for (const auto& [word, key] :
         {std::pair("Usage", "cli.help.usage"), std::pair("OPTIONS", "cli.help.options"),
          std::pair("SUBCOMMAND", "cli.help.verb"), std::pair("SUBCOMMANDS", "cli.help.verbs"),
          std::pair("Positionals", "cli.help.arguments"), std::pair("REQUIRED", "cli.help.required"),
          std::pair("Needs", "cli.help.needs"), std::pair("Excludes", "cli.help.excludes"),
          std::pair("TEXT", "cli.help.text"), std::pair("INT", "cli.help.number"),
          std::pair("UINT", "cli.help.number")})
        formatter->label(word, texts(key));
}

CLI::Validator choice(std::vector<std::string> words, const base::Texts& texts) {
    std::string list;
    for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
    return CLI::Validator(
        [words = std::move(words), list, &texts](std::string& given) {
            if (std::find(words.begin(), words.end(), given) != words.end()) return std::string();
            return texts("cli.usage.choice", oneLine(given), list);
        },
        "{" + list + "}");
}

CLI::Validator range(long long least, long long most, const base::Texts& texts) {
    const std::string from = base::decimal(least), to = base::decimal(most);
    return CLI::Validator(
        [least, most, from, to, &texts](std::string& given) {
            long long value = 0;
            const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
            const bool number = error == std::errc() && end == given.data() + given.size() && !given.empty();
            if (number && value >= least && value <= most) return std::string();
            return texts("cli.usage.range", oneLine(given), from, to);
        },
        "[" + from + " - " + to + "]");
}

CLI::Validator words(const base::Texts& texts) {
    return CLI::Validator(
        [&texts](std::string& given) {
            if (!base::isUtf8(given)) return texts("cli.usage.not_utf8");
            if (given.find_first_not_of(" \t\r\n") == std::string::npos) return texts("cli.usage.blank");
            return std::string();
        },
        "");
}

CLI::Validator place(const base::Texts& texts) {
    return written([](const std::string& given) { return !given.empty(); }, "cli.usage.blank", texts);
}

CLI::Validator written(std::function<bool(const std::string&)> fits, std::string key, const base::Texts& texts) {
    return CLI::Validator([fits = std::move(fits), key = std::move(key), &texts](
                              std::string& given) { return fits(given) ? std::string() : texts(key, oneLine(given)); },
                          "");
}

}  // namespace cli
