#include "report/html.h"

#include <algorithm>

#include "report/clean.h"

namespace report {

namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light; }
body { margin: 2rem auto; padding: 0 1.5rem; max-width: 100rem; color: #1d2329; background: #fff; line-height: 1.5;
  font: 14px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 2px solid #2f5d50; break-after: avoid; }
table { border-collapse: collapse; }
.scroll { overflow-x: auto; }
.facts th { text-align: left; font-weight: 600; color: #4a545e; padding: .3rem 1.5rem .3rem 0; white-space: nowrap; }
.facts td { padding: .3rem .5rem; min-width: 16rem; overflow-wrap: anywhere; }
.facts tr { border-bottom: 1px solid #e3e7ea; }
.list { width: 100%; font-size: .87em; }
.list th { background: #eef3f1; text-align: left; font-weight: 600; }
.list th, .list td { border: 1px solid #ccd4d9; padding: .3rem .5rem; vertical-align: top; }
.list tbody tr:nth-child(even) { background: #f8fafa; }
.list td { white-space: nowrap; }
.list .number { text-align: right; font-variant-numeric: tabular-nums; }
.list .lines { white-space: normal; overflow-wrap: break-word; }
.good { color: #1b6e3c; font-weight: 600; } .caution { color: #8a5a00; font-weight: 600; }
.bad { color: #a61b1b; font-weight: 600; }
.note { color: #4a545e; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9pt; } .scroll { overflow: visible; }
  .list { font-size: 7pt; } .list .lines { white-space: normal; overflow-wrap: break-word; }
  thead { display: table-header-group; } tr { break-inside: avoid; } h1 { font-size: 16pt; }
  th, .list tbody tr:nth-child(even) { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
)";

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : clean(text)) switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\n': result += "<br>"; break;
            default: result += c;
        }
    return result;
}

std::string textOf(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell.value)) return escaped(*text);
    if (const auto* number = std::get_if<Number>(&cell.value)) return escaped(shown(*number));
    return {};
}

const char* toneName(Tone tone) {
    switch (tone) {
        case Tone::Plain: return "";
        case Tone::Good: return "good";
        case Tone::Caution: return "caution";
        case Tone::Bad: return "bad";
    }
    return "";
}

bool isNumber(const Cell& cell) { return std::holds_alternative<Number>(cell.value); }

bool holdsNumbers(const Table& table, std::size_t column) {
    return std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return isNumber(row[column]); });
}

// What a person reads of the table: neither codes for programs nor what is empty in every row.
std::vector<std::size_t> columnsShown(const Table& table) {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const bool filled =
            std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return !textOf(row[c]).empty(); });
        if (filled && !table.columns[c].code) columns.push_back(c);
    }
    return columns;
}

std::string cellOf(const Cell& cell, const Column& column) {
    std::string kinds = isNumber(cell) ? "number" : column.room > 0 ? "lines" : "";
    if (cell.tone != Tone::Plain) kinds += (kinds.empty() ? "" : " ") + std::string(toneName(cell.tone));
    return (kinds.empty() ? "<td>" : "<td class=\"" + kinds + "\">") + textOf(cell) + "</td>";
}

void write(std::string& page, const Table& table) {
    if (table.rows.empty()) {
        page += "<p class=\"note\">" + escaped(table.empty) + "</p>\n";
        return;
    }
    page += "<div class=\"scroll\"><table class=\"list\">\n<thead><tr>";
    const auto columns = columnsShown(table);
    for (const std::size_t c : columns) {
        const Column& column = table.columns[c];
        page += holdsNumbers(table, c) ? "<th class=\"number\">"
                : column.room > 0      ? "<th style=\"min-width:" + std::to_string(column.room) + "em\">"
                                       : "<th>";
        page += escaped(column.name) + "</th>";
    }
    page += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        page += "<tr>";
        for (const std::size_t c : columns) page += cellOf(row[c], table.columns[c]);
        page += "</tr>\n";
    }
    page += "</tbody></table></div>\n";
}

void write(std::string& page, const Section& section) {
    page += "<section>\n<h2>" + escaped(section.title) + "</h2>\n";
    if (section.table) write(page, *section.table);
    if (!section.facts.empty()) {
        page += "<table class=\"facts\">\n";
        for (const auto& fact : section.facts) {
            const std::string tone = toneName(fact.value.tone);
            page += "<tr><th scope=\"row\">" + escaped(fact.name) + "</th>" +
                    (tone.empty() ? "<td>" : "<td class=\"" + tone + "\">") + textOf(fact.value) + "</td></tr>\n";
        }
        page += "</table>\n";
    }
    for (const auto& note : section.notes) page += "<p class=\"note\">" + escaped(note) + "</p>\n";
    page += "</section>\n";
}

}  // namespace

std::string html(const Document& document) {
    const std::string title = escaped(document.title);
    std::string page = "<!DOCTYPE html>\n<html lang=\"" + std::string(document.language == "zh" ? "zh-CN" : "en") +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
                       title + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<h1>" + title +
                       "</h1>\n";
    for (const auto& section : document.sections) write(page, section);
    return page + "</body>\n</html>\n";
}

}  // namespace report
