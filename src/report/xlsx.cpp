#include "report/xlsx.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "report/clean.h"

namespace report {

using base::Error;

namespace {

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
        book_ = workbook_new_opt(name.c_str(), &options);
    }
    ~Workbook() {
        if (book_) workbook_close(book_);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    bool entitle(const std::string& title) {
        if (!book_) return false;
        std::string held = clean(title);
        lxw_doc_properties properties{};
        properties.title = held.data();
        return workbook_set_properties(book_, &properties) == LXW_NO_ERROR;
    }

    bool add(const Section& section) {
        sheet_ = workbook_add_worksheet(book_, clean(section.title).c_str());
        if (!sheet_) return false;
        row_ = 0;
        widths_.clear();
        worksheet_set_landscape(sheet_);
        worksheet_set_paper(sheet_, 9);  // A4
        worksheet_fit_to_pages(sheet_, 1, 0);
        if (section.table) write(*section.table);
        for (const auto& fact : section.facts) {
            put(0, Cell(fact.name), {.bold = true});
            put(1, fact.value, {.wrap = true, .left = true, .tone = fact.value.tone});
            ++row_;
        }
        if (row_ > 0 && !section.notes.empty()) ++row_;
        for (const auto& note : section.notes) {
            worksheet_write_string(sheet_, row_, 0, cellText(note).c_str(), nullptr);
            ++row_;
        }
        for (const auto& [column, width] : widths_)
            worksheet_set_column(sheet_, column, column, static_cast<double>(std::max<std::size_t>(width + 2, 8)),
                                 nullptr);
        return good_;
    }

    bool close() {
        lxw_workbook* book = std::exchange(book_, nullptr);
        return workbook_close(book) == LXW_NO_ERROR && good_;
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
        made = workbook_add_format(book_);
        if (!made) return made;
        format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        if (shape.bold || shape.header || shape.tone != Tone::Plain) format_set_bold(made);
        if (shape.header) format_set_bg_color(made, 0xE3EDE9);
        if (shape.framed) {
            format_set_border(made, LXW_BORDER_THIN);
            format_set_border_color(made, 0xCCD4D9);
        }
        if (shape.wrap) format_set_text_wrap(made);
        if (shape.left) format_set_align(made, LXW_ALIGN_LEFT);
        if (shape.tone == Tone::Good) format_set_font_color(made, 0x1B6E3C);
        if (shape.tone == Tone::Caution) format_set_font_color(made, 0x8A5A00);
        if (shape.tone == Tone::Bad) format_set_font_color(made, 0xA61B1B);
        if (!shape.number.empty()) format_set_num_format(made, shape.number.c_str());
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
            good_ = worksheet_write_blank(sheet_, row_, column, format(shape)) == LXW_NO_ERROR && good_;
            return;
        }
        const std::string seen = shown(*number);
        widen(column, columnsOf(seen), most);
        if (!std::isfinite(number->value)) return put(column, seen, format(shape));
        Format whole = shape;
        whole.number = numberFormat(*number);
        good_ = worksheet_write_number(sheet_, row_, column, number->value, format(whole)) == LXW_NO_ERROR && good_;
    }

    void put(lxw_col_t column, const std::string& text, lxw_format* shape) {
        good_ = worksheet_write_string(sheet_, row_, column, cellText(text).c_str(), shape) == LXW_NO_ERROR && good_;
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
        worksheet_autofilter(sheet_, 0, 0, row_ - 1, static_cast<lxw_col_t>(columns - 1));
        worksheet_freeze_panes(sheet_, 1, 0);
        worksheet_repeat_rows(sheet_, 0, 0);
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
