#include "plan/spec_section.h"

#include <algorithm>
#include <cmath>

namespace plan {
namespace {

const Toml::Table noEntries;
constexpr const char* flags[] = {"S", "M", "R+", "R?", "I", "P"};

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::vector<std::string> words(std::span<const char* const> list) { return {list.begin(), list.end()}; }

}  // namespace

bool isConfidence(std::string_view flag) { return std::ranges::find(flags, flag) != std::end(flags); }

std::string joined(const std::vector<std::string>& list) {
    std::string text;
    for (const auto& word : list) text += (text.empty() ? "" : ", ") + word;
    return text;
}

void Verdict::wrong(int line, std::string key, base::Message message) {
    if (error_) return;
    error_ = base::Error{base::Error::Code::Invalid, std::move(message), {}};
    if (!key.empty()) error_ = std::move(*error_).in(std::move(key));
    error_ = std::move(*error_).in(line > 0 ? file_.string() + ":" + std::to_string(line) : file_.string());
}

base::Result<> Verdict::result() const {
    if (error_) return base::pass(*error_);
    return {};
}

Section::Section(Verdict& verdict, const Toml& table, std::string title)
    : verdict_(&verdict),
      table_(std::get_if<Toml::Table>(&table.value)),
      line_(table.line),
      kind_(title.substr(0, title.find('['))),
      title_(std::move(title)) {
    if (table_) return;
    table_ = &noEntries;
    verdict.wrong(line_, title_, base::message("spec.not_a_table"));
}

std::string Section::place() const { return verdict_->file().filename().string() + ":" + std::to_string(line_); }

const Toml* Section::entry(const std::string& key) const {
    const auto at = std::ranges::find(*table_, key, &Toml::Entry::key);
    return at == table_->end() ? nullptr : &at->value;
}

void Section::report(const std::string& key, base::Message message) {
    const Toml* at = entry(key);
    verdict_->wrong(at ? at->line : line_, title_.empty() ? key : title_ + "." + key, std::move(message));
}

template <class Type>
const Type* Section::typed(const std::string& key, std::string_view expected) {
    const Toml* found = value(key);
    if (!found) return nullptr;
    const Type* as = std::get_if<Type>(&found->value);
    if (!as) wrong(key, expected);
    return as;
}

const Toml* Section::value(const std::string& key) {
    known_.insert(key);
    return entry(key);
}

std::vector<std::string> Section::keys() const {
    std::vector<std::string> keys;
    for (const auto& entry : *table_) keys.push_back(entry.key);
    return keys;
}

std::string Section::text(const std::string& key) {
    if (!value(key)) wrong(key, "spec.missing");
    return text(key, "");
}

std::string Section::text(const std::string& key, const std::string& absent) {
    const auto* found = typed<std::string>(key, "spec.not_text");
    if (!found) return absent;
    if (blank(*found)) wrong(key, "spec.blank");
    return *found;
}

std::string Section::choice(const std::string& key, std::span<const char* const> allowed) {
    if (!value(key)) wrong(key, "spec.missing_choice", joined(words(allowed)));
    return choice(key, allowed, "");
}

std::string Section::choice(const std::string& key, std::span<const char* const> allowed, const std::string& absent) {
    if (!value(key)) return absent;
    const std::string found = text(key);
    if (std::ranges::find(allowed, found) == allowed.end())
        wrong(key, "spec.not_allowed", found, joined(words(allowed)));
    return found;
}

bool Section::flag(const std::string& key) {
    const bool* found = typed<bool>(key, "spec.not_flag");
    return found && *found;
}

std::optional<double> Section::number(const std::string& key) {
    const Toml* found = value(key);
    if (!found) return {};
    if (const auto* whole = std::get_if<std::int64_t>(&found->value)) return static_cast<double>(*whole);
    const auto* real = std::get_if<double>(&found->value);
    if (real && std::isfinite(*real)) return *real;
    wrong(key, "spec.not_number");
    return {};
}

int Section::whole(const std::string& key, int low, int high, int absent) {
    if (!value(key)) return absent;
    const auto* found = std::get_if<std::int64_t>(&entry(key)->value);
    if (found && *found >= low && *found <= high) return static_cast<int>(*found);
    wrong(key, "spec.not_whole", low, high);
    return absent;
}

std::vector<std::string> Section::texts(const std::string& key) {
    std::vector<std::string> texts;
    const auto* list = typed<Toml::List>(key, "spec.not_texts");
    if (!list) return texts;
    for (const Toml& item : *list) {
        const auto* text = std::get_if<std::string>(&item.value);
        if (text && !blank(*text)) {
            texts.push_back(*text);
        } else {
            verdict_->wrong(item.line, title_.empty() ? key : title_ + "." + key, base::message("spec.not_texts"));
        }
    }
    return texts;
}

std::vector<Section> Section::sections(const std::string& key) {
    std::vector<Section> sections;
    const auto* list = typed<Toml::List>(key, "spec.not_tables");
    if (!list) return sections;
    for (const Toml& item : *list)
        sections.emplace_back(*verdict_, item, key + "[" + std::to_string(sections.size() + 1) + "]");
    return sections;
}

std::optional<Section> Section::section(const std::string& key) {
    const Toml* found = value(key);
    if (!found) return {};
    return Section(*verdict_, *found, title_.empty() ? key : title_ + "." + key);
}

base::LocalText Section::name() {
    std::string zh = text("name_zh"), en = text("name_en");
    return {std::move(zh), std::move(en)};
}

std::string Section::confidence() { return choice("confidence", flags); }

void Section::end() {
    for (const auto& entry : *table_)
        if (!known_.contains(entry.key)) wrong(entry.key, "spec.unknown_key", joined({known_.begin(), known_.end()}));
}

}  // namespace plan
