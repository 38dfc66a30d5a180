#pragma once

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// A reader of .xlsx files for tests that knows nothing of what wrote them: the parts of the zip file, and of a sheet
// its cells and what is set of it.
namespace support {

// The files of a zip archive by name; those that are not whole are missing.
inline std::map<std::string, std::string> unzipped(std::string_view bytes) {
    const auto number = [&](std::size_t at, int size) {
        std::uint32_t value = 0;
        for (int i = size - 1; i >= 0; --i)
            value = value << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        return value;
    };
    std::map<std::string, std::string> files;
    const auto end = bytes.rfind("PK\x05\x06");
    if (end == std::string_view::npos) return files;
    std::size_t at = number(end + 16, 4);
    for (std::uint32_t i = 0; i < number(end + 10, 2) && at + 46 < bytes.size(); ++i) {
        const auto method = number(at + 10, 2), sum = number(at + 16, 4), packed = number(at + 20, 4);
        std::string name(bytes.substr(at + 46, number(at + 28, 2))), content(number(at + 24, 4), '\0');
        const std::size_t local = number(at + 42, 4);
        const std::size_t data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        at += 46 + name.size() + number(at + 30, 2) + number(at + 32, 2);
        if (data + packed > bytes.size() || (method != 0 && method != 8)) continue;
        if (method == 0) content = bytes.substr(data, packed);
        const auto out = reinterpret_cast<Bytef*>(content.data());
        const auto size = static_cast<uInt>(content.size());
        if (method == 8) {
            z_stream stream{};
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + data));
            stream.avail_in = packed;
            stream.next_out = out;
            stream.avail_out = size;
            if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) continue;
            const int done = inflate(&stream, Z_FINISH);
            inflateEnd(&stream);
            if (done != Z_STREAM_END) continue;
        }
        if (crc32(0, out, size) == sum) files.emplace(std::move(name), std::move(content));
    }
    return files;
}

// What lies between the next `open` and `close` from `at` on, which moves behind it; empty where there is none.
inline std::string_view between(std::string_view text, std::string_view open, std::string_view close, std::size_t& at) {
    const auto begin = text.find(open, at);
    const auto end = begin == std::string_view::npos ? begin : text.find(close, begin + open.size());
    at = end == std::string_view::npos ? end : end + close.size();
    return at == std::string_view::npos ? std::string_view()
                                        : text.substr(begin + open.size(), end - begin - open.size());
}
inline std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
    std::size_t at = 0;
    return between(text, open, close, at);
}

inline std::string unescaped(std::string text) {
    for (const auto& [from, to] :
         {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""), std::pair("&amp;", "&")})
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, std::string(from).size(), to);
    return text;
}

struct Sheet {
    using Cell = std::variant<std::monostate, std::string, double>;
    std::vector<std::vector<Cell>> rows;
    std::string xml;  // the whole of it

    const Cell& at(std::size_t row, std::size_t column) const {
        static const Cell none;
        return row < rows.size() && column < rows[row].size() ? rows[row][column] : none;
    }
    std::string text(std::size_t row, std::size_t column) const {
        const auto* held = std::get_if<std::string>(&at(row, column));
        return held ? *held : std::string();
    }
    double number(std::size_t row, std::size_t column) const {
        const auto* held = std::get_if<double>(&at(row, column));
        return held ? *held : std::numeric_limits<double>::quiet_NaN();
    }
    // The column whose header this is; one beyond all where there is none.
    std::size_t column(const std::string& header) const {
        std::size_t c = 0;
        while (!rows.empty() && c < rows[0].size() && text(0, c) != header) ++c;
        return c;
    }
};

// The sheets by name; empty where it is no workbook.
inline std::map<std::string, Sheet> sheetsOf(std::string_view bytes) {
    auto files = unzipped(bytes);
    std::vector<std::string> shared;
    const std::string strings = files["xl/sharedStrings.xml"];
    for (std::size_t at = 0; at != std::string::npos;) {
        const auto item = between(strings, "<si>", "</si>", at);
        if (at != std::string::npos) shared.push_back(unescaped(std::string(between(item, ">", "</t>"))));
    }
    std::map<std::string, Sheet> sheets;
    const std::string book = files["xl/workbook.xml"];
    std::size_t at = 0;
    for (int i = 1;; ++i) {
        const std::string name(between(book, "<sheet name=\"", "\"", at));
        if (at == std::string::npos) return sheets;
        Sheet& sheet = sheets[unescaped(name)];
        sheet.xml = files["xl/worksheets/sheet" + std::to_string(i) + ".xml"];
        for (std::size_t cell = sheet.xml.find("<c r=\""); cell != std::string::npos;
             cell = sheet.xml.find("<c r=\"", cell + 1)) {
            std::size_t letter = cell + 6, column = 0;
            for (; std::isupper(static_cast<unsigned char>(sheet.xml[letter])); ++letter)
                column = column * 26 + static_cast<std::size_t>(sheet.xml[letter] - 'A' + 1);
            const auto row = static_cast<std::size_t>(std::atoll(sheet.xml.c_str() + letter));
            if (row == 0 || column == 0) continue;
            if (sheet.rows.size() < row) sheet.rows.resize(row);
            auto& cells = sheet.rows[row - 1];
            if (cells.size() < column) cells.resize(column);
            const std::string_view head = between(std::string_view(sheet.xml).substr(cell), "<c ", ">");
            if (head.ends_with('/')) continue;
            const std::string_view body = between(std::string_view(sheet.xml).substr(cell), ">", "</c>");
            const std::string value(between(body, "<v>", "</v>"));
            if (head.find("t=\"inlineStr\"") != std::string_view::npos)
                cells[column - 1] = unescaped(std::string(between(body.substr(body.find("<t")), ">", "</t>")));
            else if (head.find("t=\"s\"") != std::string_view::npos)
                cells[column - 1] = shared.at(static_cast<std::size_t>(std::atoll(value.c_str())));
            else if (!value.empty())
                cells[column - 1] = std::strtod(value.c_str(), nullptr);
        }
    }
}

}  // namespace support
