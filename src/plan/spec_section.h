#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "plan/spec_toml.h"

namespace plan {

// What is wrong in a file of a pack: the first thing found is kept. Reading goes on with empty values, so that a reader
// is a plain list of keys, and whoever began it asks for the result at the end.
class Verdict {
public:
    explicit Verdict(std::filesystem::path file) : file_(std::move(file)) {}

    const std::filesystem::path& file() const { return file_; }
    bool good() const { return !error_; }
    void wrong(int line, std::string key, base::Message message);
    base::Result<> result() const;

private:
    std::filesystem::path file_;
    std::optional<base::Error> error_;
};

// One table of a pack's file, read key by key. A key that must be there and is not, a value of the wrong type and, at
// `end`, a key that nobody asked for are wrong.
class Section {
public:
    Section(Verdict& verdict, const Toml& table, std::string title);

    // From here on errors call the section by this name instead of its place: fields.GHFQDM instead of fields[5].
    void call(const std::string& name) { title_ = kind_ + "." + name; }
    bool good() const { return verdict_->good(); }
    std::string place() const;  // rules.toml:57
    bool has(const std::string& key) const { return entry(key) != nullptr; }

    std::string text(const std::string& key);  // must be there and not blank
    std::string text(const std::string& key, const std::string& absent);
    std::string choice(const std::string& key, std::span<const char* const> allowed);
    std::string choice(const std::string& key, std::span<const char* const> allowed, const std::string& absent);
    bool flag(const std::string& key);  // false where absent
    std::optional<double> number(const std::string& key);
    int whole(const std::string& key, int low, int high, int absent);
    std::vector<std::string> texts(const std::string& key);  // a list, none of it blank; empty where absent
    std::vector<Section> sections(const std::string& key);   // a list of tables; empty where absent
    std::optional<Section> section(const std::string& key);
    // The value as it stands, for what has more than one form.
    const Toml* value(const std::string& key);
    std::vector<std::string> keys() const;

    base::LocalText name();    // name_zh and name_en
    std::string confidence();  // S, M, R+, R?, I or P

    template <class... Arguments>
    void wrong(const std::string& key, std::string_view message, const Arguments&... arguments) {
        report(key, base::message(message, arguments...));
    }
    void end();

private:
    const Toml* entry(const std::string& key) const;
    void report(const std::string& key, base::Message message);
    template <class Type>
    const Type* typed(const std::string& key, std::string_view expected);

    Verdict* verdict_;
    const Toml::Table* table_;
    int line_;
    std::string kind_, title_;
    std::set<std::string> known_;
};

// The flags that say how sure a fact is (domain §0.1): seen, measured, recalled, recalled and to be verified, inferred,
// proposed.
bool isConfidence(std::string_view flag);
// "a, b, c"
std::string joined(const std::vector<std::string>& words);

}  // namespace plan
