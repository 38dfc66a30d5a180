#include <algorithm>
#include <charconv>
#include <chrono>

#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

std::optional<int> wholeOf(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return {};
    return number;
}

// YYYY-MM-DD of a day that there is.
std::optional<sys_days> dayOf(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const auto year = wholeOf(text.substr(0, 4)), month = wholeOf(text.substr(5, 2)), day = wholeOf(text.substr(8));
    if (!year || !month || !day) return {};
    const year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

int yearOf(sys_days day) { return static_cast<int>(year_month_day(day).year()); }
bool isWeekend(sys_days day) { return std::chrono::weekday(day).iso_encoding() > 5; }

std::string textOf(sys_days day) {
    const year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

struct Days {
    sys_days first, last;
};

// A day, or the first and the last of several with a stroke between. A notice may begin at the end of the year before.
std::optional<Days> daysOf(const std::string& text, int year) {
    const auto stroke = text.find('/');
    const auto first = dayOf(std::string_view(text).substr(0, stroke));
    const auto last = stroke == std::string::npos ? first : dayOf(std::string_view(text).substr(stroke + 1));
    if (!first || !last || *last < *first || *last - *first > std::chrono::days(31)) return {};
    if (yearOf(*first) != year && yearOf(*last) != year) return {};
    return Days{*first, *last};
}

void readYear(Section& section, int year, Spec& spec) {
    std::vector<std::string> off, working;
    for (const auto& text : section.texts("off")) {
        const auto days = daysOf(text, year);
        if (!days) section.wrong("off", "spec.bad_days", text, year);
        for (sys_days day = days ? days->first : sys_days(); days && day <= days->last; day += std::chrono::days(1)) {
            if (!isWeekend(day)) spec.holidays.push_back(textOf(day));
            off.push_back(textOf(day));
        }
    }
    for (const auto& text : section.texts("working")) {
        const auto day = dayOf(text);
        if (!day || yearOf(*day) != year) {
            section.wrong("working", "spec.bad_days", text, year);
        } else if (!isWeekend(*day)) {
            section.wrong("working", "spec.not_weekend", text);
        } else if (std::ranges::find(off, text) != off.end()) {
            section.wrong("working", "spec.off_and_working", text);
        }
        spec.workingDays.push_back(text);
    }
    spec.calendarYears.push_back(year);
    section.confidence();
    section.end();
}

}  // namespace

base::Result<> readHolidays(const std::filesystem::path& pack, Spec& spec) {
    const auto file = pack / "holidays.toml";
    if (!isFile(file)) return {};
    const auto toml = readToml(file);
    if (!toml) return base::pass(toml.error());
    Verdict verdict(file);
    Section root(verdict, *toml, "");
    for (const auto& key : root.keys()) {
        const auto year = wholeOf(key);
        if (!year || *year < 1990 || *year > 2200) {
            root.wrong(key, "spec.not_year", key);
        } else {
            Section section = *root.section(key);
            readYear(section, *year, spec);
        }
    }
    for (auto* days : {&spec.holidays, &spec.workingDays}) {
        std::ranges::sort(*days);
        const auto doubled = std::ranges::unique(*days);
        days->erase(doubled.begin(), doubled.end());
    }
    return verdict.result();
}

}  // namespace plan
