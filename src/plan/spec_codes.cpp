#include <algorithm>
#include <iterator>
#include <optional>

#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr std::string_view header[] = {"code", "name_zh", "name_en", "parent", "confidence"};

struct Row {
    int line = 0;
    std::vector<std::string> cells;
};

std::string trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t") + 1 - begin));
}

// Whether the text is UTF-8: spreadsheets in China save CSV as GBK unless told otherwise, which would garble every
// name.
bool isUtf8(std::string_view text) {
    std::size_t rest = 0;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (rest > 0) {
            if ((byte & 0xC0) != 0x80) return false;
            --rest;
        } else if (byte >= 0x80) {
            if (byte < 0xC2 || byte > 0xF4) return false;
            rest = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
        }
    }
    return rest == 0;
}

// The rows of a CSV text (RFC 4180: cells in quotes may hold commas, line ends and doubled quotes); empty rows are left
// out.
std::vector<Row> rowsOf(std::string_view text) {
    std::vector<Row> rows;
    Row row{1, {}};
    std::string cell;
    int line = 1;
    bool quoted = false;
    const auto endRow = [&] {
        row.cells.push_back(trimmed(cell));
        cell.clear();
        if (row.cells.size() > 1 || !row.cells.front().empty()) rows.push_back(std::move(row));
        row = {line, {}};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') ++line;
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            row.cells.push_back(trimmed(cell));
            cell.clear();
        } else if (c == '\n') {
            endRow();
        } else if (c != '\r') {
            cell += c;
        }
    }
    endRow();
    return rows;
}

void readRow(const Row& row, Verdict& verdict, CodeList& list) {
    const auto wrong = [&](std::string_view key, const auto&... arguments) {
        verdict.wrong(row.line, row.cells.front(), base::message(key, arguments...));
    };
    if (row.cells.size() != std::size(header)) return wrong("spec.csv_cells", row.cells.size(), std::size(header));
    const Code code{row.cells[0], {row.cells[1], row.cells[2]}, row.cells[3], row.cells[4]};
    if (code.name.zh.empty() || code.name.en.empty()) return wrong("spec.csv_name");
    if (!isConfidence(code.confidence)) return wrong("spec.csv_confidence", code.confidence);
    if (code.code.empty()) {
        if (!list.name.zh.empty()) return wrong("spec.csv_two_names");
        list.name = code.name;
        return;
    }
    if (list.find(code.code)) return wrong("spec.duplicate_code", code.code);
    list.codes.push_back(code);
}

// Parents are codes of the list, and following them comes to an end.
void checkParents(const CodeList& list, const std::vector<Row>& rows, Verdict& verdict) {
    for (const Row& row : rows) {
        std::size_t steps = 0;
        for (const Code* code = list.find(row.cells.front()); code && !code->parent.empty();) {
            const Code* parent = list.find(code->parent);
            if (!parent) verdict.wrong(row.line, code->code, base::message("spec.unknown_parent", code->parent));
            if (parent && ++steps > list.codes.size()) {
                verdict.wrong(row.line, code->code, base::message("spec.parent_circle", code->parent));
                return;
            }
            code = parent;
        }
    }
}

base::Result<CodeList> readList(const std::filesystem::path& file) {
    auto read = readText(file);
    if (!read) return base::pass(std::move(read.error()));
    std::string& text = *read;
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    Verdict verdict(file);
    CodeList list;
    list.id = file.stem().string();
    if (!isUtf8(text)) {
        verdict.wrong(0, "", base::message("spec.not_utf8"));
        return base::pass(verdict.result().error());
    }
    std::vector<Row> rows = rowsOf(text);
    if (rows.empty() || !std::ranges::equal(rows.front().cells, header)) {
        verdict.wrong(1, "", base::message("spec.csv_header", "code,name_zh,name_en,parent,confidence"));
    } else {
        rows.erase(rows.begin());
        for (const Row& row : rows) readRow(row, verdict, list);
        if (list.name.zh.empty()) verdict.wrong(2, "", base::message("spec.csv_no_name"));
        if (list.codes.empty()) verdict.wrong(2, "", base::message("spec.csv_empty"));
        checkParents(list, rows, verdict);
    }
    if (auto result = verdict.result(); !result) return base::pass(result.error());
    return list;
}

}  // namespace

base::Result<> readCodes(const std::filesystem::path& pack, Spec& spec) {
    for (const auto& file : filesIn(pack / "codes", ".csv")) {
        auto list = readList(file);
        if (!list) return base::pass(std::move(list.error()));
        const std::string id = list->id;
        spec.codeLists.emplace(id, std::move(*list));
    }
    return {};
}

}  // namespace plan
