#include <fmt/ranges.h>

#include <charconv>
#include <ctime>

#include "store/connection.h"

namespace store {

using Code = base::Error::Code;

namespace {

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || text[0] == '-' || error != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

// Takes a number of so many digits, then `after` where it is no zero.
bool take(std::string_view& text, std::size_t digits, char after, int& into) {
    if (text.size() < digits) return false;
    const auto number = wholeNumber(text.substr(0, digits));
    if (!number) return false;
    into = static_cast<int>(*number);
    text.remove_prefix(digits);
    if (after == 0) return true;
    if (!text.starts_with(after)) return false;
    text.remove_prefix(1);
    return true;
}

// The end of a day, or a moment, as seconds since 1970: YYYY-MM-DD, or with THH:MM[:SS[.fraction]] and a zone (Z,
// +08:00); where no zone is named, by this machine's. Nothing where the text is none of these.
std::optional<std::int64_t> momentOf(std::string_view text) {
    std::tm tm{};
    tm.tm_isdst = -1;
    if (!take(text, 4, '-', tm.tm_year) || !take(text, 2, '-', tm.tm_mon) || !take(text, 2, 0, tm.tm_mday)) return {};
    tm.tm_year -= 1900, tm.tm_mon -= 1;
    if (tm.tm_mon < 0 || tm.tm_mon > 11 || tm.tm_mday < 1 || tm.tm_mday > 31) return {};
    if (text.empty()) {
        tm.tm_mday += 1;
        return std::int64_t{std::mktime(&tm)} - 1;
    }
    if (text[0] != 'T' && text[0] != ' ') return {};
    text.remove_prefix(1);
    if (!take(text, 2, ':', tm.tm_hour) || !take(text, 2, 0, tm.tm_min)) return {};
    if (text.starts_with(':')) {
        text.remove_prefix(1);
        if (!take(text, 2, 0, tm.tm_sec)) return {};
        if (text.starts_with('.'))
            for (text.remove_prefix(1); !text.empty() && text[0] >= '0' && text[0] <= '9';) text.remove_prefix(1);
    }
    if (text.empty()) return std::int64_t{std::mktime(&tm)};
    if (text == "Z") return std::int64_t{timegm(&tm)};
    const bool west = text[0] == '-';
    if (!west && text[0] != '+') return {};
    text.remove_prefix(1);
    int hours = 0, minutes = 0;
    if (!take(text, 2, 0, hours)) return {};
    if (text.starts_with(':')) text.remove_prefix(1);
    if (!text.empty() && (!take(text, 2, 0, minutes) || !text.empty())) return {};
    const std::int64_t offset = (hours * 60 + minutes) * 60;
    return std::int64_t{timegm(&tm)} - (west ? -offset : offset);
}

// The last revision that was filed by then.
std::optional<RevisionNumber> filedBy(Database& database, std::int64_t moment) {
    for (auto row = database.prepare("SELECT number, time FROM sanxian_revisions ORDER BY number DESC"); row.step();)
        if (const auto filed = momentOf(row.text(1)); filed && *filed <= moment) return row.integer(0);
    return {};
}

}  // namespace

base::Result<RevisionNumber> Store::resolve(const std::string& name) const {
    Connection& c = *connection_;
    std::string base = name;
    std::int64_t back = 0;
    if (const auto at = name.rfind('~'); at != std::string::npos) {
        const auto steps = wholeNumber(std::string_view(name).substr(at + 1));
        if (steps) base = name.substr(0, at), back = *steps;
    }
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    std::optional<RevisionNumber> number = base == "head" ? c.head : wholeNumber(base);
    if (!number) number = c.database->integer("SELECT revision FROM sanxian_tags WHERE name = ?", base);
    if (!number)
        if (const auto moment = momentOf(base)) {
            number = filedBy(*c.database, *moment);
            if (!number && c.database->ok()) {
                const auto first = c.database->text("SELECT time FROM sanxian_revisions ORDER BY number LIMIT 1");
                return transaction.abandon(
                    {Code::NotFound, base::message("store.before_first", base, first.value_or("")), {}});
            }
        }
    std::vector<std::string> tags;
    for (auto row = c.database->prepare("SELECT name FROM sanxian_tags ORDER BY name"); row.step();)
        tags.push_back(row.string(0));
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    if (!number || *number > c.head || *number - back < 0) {
        if (tags.empty()) return base::fail(Code::NotFound, "store.no_revision", name, c.head);
        const std::string named = fmt::format("{}", fmt::join(tags, ", "));
        return base::fail(Code::NotFound, "store.no_revision_or_tag", name, c.head, named);
    }
    return *number - back;
}

}  // namespace store
