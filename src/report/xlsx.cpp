#include "report/xlsx.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "base/library.h"
#include "report/clean.h"

namespace report {

using base::Error;

namespace {

// libxlsxwriter's functions by their own names. It is loaded by who writes a workbook: it brings more than any other
// verb needs.
struct Lxw {
    decltype(&::format_set_align) format_set_align = nullptr;
    decltype(&::format_set_bg_color) format_set_bg_color = nullptr;
    decltype(&::format_set_bold) format_set_bold = nullptr;
    decltype(&::format_set_border) format_set_border = nullptr;
    decltype(&::format_set_border_color) format_set_border_color = nullptr;
    decltype(&::format_set_font_color) format_set_font_color = nullptr;
    decltype(&::format_set_num_format) format_set_num_format = nullptr;
    decltype(&::format_set_text_wrap) format_set_text_wrap = nullptr;
    decltype(&::workbook_add_format) workbook_add_format = nullptr;
    decltype(&::workbook_add_worksheet) workbook_add_worksheet = nullptr;
    decltype(&::workbook_close) workbook_close = nullptr;
    decltype(&::workbook_new_opt) workbook_new_opt = nullptr;
    decltype(&::workbook_set_properties) workbook_set_properties = nullptr;
    decltype(&::worksheet_autofilter) worksheet_autofilter = nullptr;
    decltype(&::worksheet_fit_to_pages) worksheet_fit_to_pages = nullptr;
    decltype(&::worksheet_freeze_panes) worksheet_freeze_panes = nullptr;
    decltype(&::worksheet_repeat_rows) worksheet_repeat_rows = nullptr;
    decltype(&::worksheet_set_column) worksheet_set_column = nullptr;
    decltype(&::worksheet_set_landscape) worksheet_set_landscape = nullptr;
    decltype(&::worksheet_set_paper) worksheet_set_paper = nullptr;
    decltype(&::worksheet_write_blank) worksheet_write_blank = nullptr;
    decltype(&::worksheet_write_number) worksheet_write_number = nullptr;
    decltype(&::worksheet_write_string) worksheet_write_string = nullptr;
};

base::Result<Lxw> load() {
    const auto library = base::Library::load(SANXIAN_XLSX_LIBRARY);
    if (!library) return base::pass(library.error());
    Lxw all;
    for (const auto& found : {library->find("format_set_align", all.format_set_align),
                              library->find("format_set_bg_color", all.format_set_bg_color),
                              library->find("format_set_bold", all.format_set_bold),
                              library->find("format_set_border", all.format_set_border),
                              library->find("format_set_border_color", all.format_set_border_color),
                              library->find("format_set_font_color", all.format_set_font_color),
                              library->find("format_set_num_format", all.format_set_num_format),
                              library->find("format_set_text_wrap", all.format_set_text_wrap),
                              library->find("workbook_add_format", all.workbook_add_format),
                              library->find("workbook_add_worksheet", all.workbook_add_worksheet),
                              library->find("workbook_close", all.workbook_close),
                              library->find("workbook_new_opt", all.workbook_new_opt),
                              library->find("workbook_set_properties", all.workbook_set_properties),
                              library->find("worksheet_autofilter", all.worksheet_autofilter),
                              library->find("worksheet_fit_to_pages", all.worksheet_fit_to_pages),
                              library->find("worksheet_freeze_panes", all.worksheet_freeze_panes),
                              library->find("worksheet_repeat_rows", all.worksheet_repeat_rows),
                              library->find("worksheet_set_column", all.worksheet_set_column),
                              library->find("worksheet_set_landscape", all.worksheet_set_landscape),
                              library->find("worksheet_set_paper", all.worksheet_set_paper),
                              library->find("worksheet_write_blank", all.worksheet_write_blank),
                              library->find("worksheet_write_number", all.worksheet_write_number),
                              library->find("worksheet_write_string", all.worksheet_write_string)})
        if (!found) return base::pass(found.error());
    return all;
}

const base::Result<Lxw>& loaded() {
    static const base::Result<Lxw> once = load();
    return once;
}

const Lxw& lxw() { return *loaded(); }

// A file in memory: the library writes to a name alone.
class Memory {
public:
    Memory() : file_(::memfd_create("workbook", MFD_CLOEXEC)) {}
    ~Memory() {
        if (file_ >= 0) ::close(file_);
    }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    bool made() const { return file_ >= 0; }
    std::string name() const { return "/proc/self/fd/" + std::to_string(file_); }
    // Empty where it cannot be read.
    std::string bytes() const {
        const off_t size = ::lseek(file_, 0, SEEK_END);
        std::string result(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
        for (std::size_t done = 0; done < result.size();) {
            const ssize_t more = ::pread(file_, result.data() + done, result.size() - done, static_cast<off_t>(done));
            if (more <= 0) return {};
            done += static_cast<std::size_t>(more);
        }
        return result;
    }

private:
    int file_;
};

std::string numberFormat(const Number& number) {
    const std::string decimals =
        number.decimals > 0 ? "." + std::string(static_cast<std::size_t>(number.decimals), '0') : std::string();
    switch (number.form) {
        case Number::Form::Amount: return "#,##0" + decimals;
        case Number::Form::Change: return "+#,##0" + decimals + ";-#,##0" + decimals + ";0" + decimals;
        case Number::Form::Place: return "0" + decimals;
    }
    return "General";
}

// The text as a cell holds it. What looks like the format's own escapes (_x0041_) is escaped, so that it stays as it
// is.
std::string cellText(const std::string& text) {
    constexpr std::size_t most = 32767;
    std::string result = clean(text);
    for (std::size_t at = result.find("_x"); at != std::string::npos; at = result.find("_x", at + 2)) {
        const auto digits = result.begin() + static_cast<std::ptrdiff_t>(at) + 2;
        if (at + 6 >= result.size() || result[at + 6] != '_' ||
            !std::all_of(digits, digits + 4, [](unsigned char c) { return std::isxdigit(c) != 0; }))
            continue;
        constexpr std::string_view mark = "_x005F";
        result.insert(at, mark);
        at += mark.size();
    }
    std::size_t characters = 0, last = 0;
    for (std::size_t at = 0; at < result.size(); ++at) {
        if ((static_cast<unsigned char>(result[at]) & 0xC0) == 0x80) continue;
        if (++characters == most) last = at;
        if (characters > most) return result.substr(0, last) + "…";
    }
    return result;
}

class Workbook {
public:
    explicit Workbook(const std::string& name) {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_ = lxw().workbook_new_opt(name.c_str(), &options);
    }
    ~Workbook() {
        if (book_) lxw().workbook_close(book_);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    bool entitle(const std::string& title) {
        if (!book_) return false;
        std::string held = clean(title);
        lxw_doc_properties properties{};
        properties.title = held.data();
        return lxw().workbook_set_properties(book_, &properties) == LXW_NO_ERROR;
    }

    bool add(const Section& section) {
        sheet_ = lxw().workbook_add_worksheet(book_, clean(section.title).c_str());
        if (!sheet_) return false;
        row_ = 0;
        widths_.clear();
        lxw().worksheet_set_landscape(sheet_);
        lxw().worksheet_set_paper(sheet_, 9);  // A4
        lxw().worksheet_fit_to_pages(sheet_, 1, 0);
        if (section.table) write(*section.table);
        for (const auto& fact : section.facts) {
            put(0, Cell(fact.name), {.bold = true});
            put(1, fact.value, {.wrap = true, .left = true, .tone = fact.value.tone});
            ++row_;
        }
        if (row_ > 0 && !section.notes.empty()) ++row_;
        for (const auto& note : section.notes) {
            lxw().worksheet_write_string(sheet_, row_, 0, cellText(note).c_str(), nullptr);
            ++row_;
        }
        for (const auto& [column, width] : widths_)
            lxw().worksheet_set_column(sheet_, column, column, static_cast<double>(std::max<std::size_t>(width + 2, 8)),
                                       nullptr);
        return good_;
    }

    bool close() {
        lxw_workbook* book = std::exchange(book_, nullptr);
        return lxw().workbook_close(book) == LXW_NO_ERROR && good_;
    }

private:
    struct Format {
        bool bold = false, header = false, framed = false, wrap = false, left = false;
        Tone tone = Tone::Plain;
        std::string number = {};
        auto operator<=>(const Format&) const = default;
    };

    lxw_format* format(const Format& shape) {
        lxw_format*& made = formats_[shape];
        if (made) return made;
        made = lxw().workbook_add_format(book_);
        if (!made) return made;
        lxw().format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        if (shape.bold || shape.header || shape.tone != Tone::Plain) lxw().format_set_bold(made);
        if (shape.header) lxw().format_set_bg_color(made, 0xE3EDE9);
        if (shape.framed) {
            lxw().format_set_border(made, LXW_BORDER_THIN);
            lxw().format_set_border_color(made, 0xCCD4D9);
        }
        if (shape.wrap) lxw().format_set_text_wrap(made);
        if (shape.left) lxw().format_set_align(made, LXW_ALIGN_LEFT);
        if (shape.tone == Tone::Good) lxw().format_set_font_color(made, 0x1B6E3C);
        if (shape.tone == Tone::Caution) lxw().format_set_font_color(made, 0x8A5A00);
        if (shape.tone == Tone::Bad) lxw().format_set_font_color(made, 0xA61B1B);
        if (!shape.number.empty()) lxw().format_set_num_format(made, shape.number.c_str());
        return made;
    }

    void widen(lxw_col_t column, std::size_t width, std::size_t most) {
        std::size_t& held = widths_[column];
        held = std::max(held, std::min(width, most));
    }

    void put(lxw_col_t column, const Cell& cell, const Format& shape, std::size_t most = 60) {
        if (const auto* text = std::get_if<std::string>(&cell.value)) {
            widen(column, columnsOf(*text), most);
            put(column, *text, format(shape));
            return;
        }
        const auto* number = std::get_if<Number>(&cell.value);
        if (!number) {
            good_ = lxw().worksheet_write_blank(sheet_, row_, column, format(shape)) == LXW_NO_ERROR && good_;
            return;
        }
        const std::string seen = shown(*number);
        widen(column, columnsOf(seen), most);
        if (!std::isfinite(number->value)) return put(column, seen, format(shape));
        Format whole = shape;
        whole.number = numberFormat(*number);
        good_ =
            lxw().worksheet_write_number(sheet_, row_, column, number->value, format(whole)) == LXW_NO_ERROR && good_;
    }

    void put(lxw_col_t column, const std::string& text, lxw_format* shape) {
        good_ =
            lxw().worksheet_write_string(sheet_, row_, column, cellText(text).c_str(), shape) == LXW_NO_ERROR && good_;
    }

    void write(const Table& table) {
        const auto columns = static_cast<lxw_col_t>(table.columns.size());
        for (lxw_col_t c = 0; c < columns; ++c) {
            widen(c, columnsOf(table.columns[c].name) + 2, 40);  // with room for the filter's button
            put(c, table.columns[c].name, format({.header = true, .framed = true, .wrap = true}));
        }
        ++row_;
        for (const auto& row : table.rows) {
            for (lxw_col_t c = 0; c < columns; ++c) {
                const auto room = static_cast<std::size_t>(table.columns[c].room);
                put(c, row[c], {.framed = true, .wrap = room > 0, .tone = row[c].tone},
                    room > 0 ? std::max<std::size_t>(room * 2, 20) : 40);
            }
            ++row_;
        }
        lxw().worksheet_autofilter(sheet_, 0, 0, row_ - 1, static_cast<lxw_col_t>(columns - 1));
        lxw().worksheet_freeze_panes(sheet_, 1, 0);
        lxw().worksheet_repeat_rows(sheet_, 0, 0);
        if (table.rows.empty() && !table.empty.empty()) {
            ++row_;
            put(0, table.empty, static_cast<lxw_format*>(nullptr));
            ++row_;
        }
    }

    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t row_ = 0;
    std::map<lxw_col_t, std::size_t> widths_;
    std::map<Format, lxw_format*> formats_;
    bool good_ = true;
};

}  // namespace

base::Result<std::string> xlsx(const Document& document) {
    for (const auto& section : document.sections)
        if (section.table && section.table->rows.size() > mostRows)
            return base::fail(Error::Code::Invalid, "report.too_many_rows", section.title);
    if (!loaded()) return base::pass(loaded().error());
    const auto failed = base::fail(Error::Code::Io, "report.no_workbook");
    const Memory memory;
    if (!memory.made()) return failed;
    Workbook book(memory.name());
    if (!book.entitle(document.title)) return failed;
    for (const auto& section : document.sections)
        if (!book.add(section)) return failed;
    if (!book.close()) return failed;
    std::string bytes = memory.bytes();
    if (bytes.empty()) return failed;
    return bytes;
}

}  // namespace report
