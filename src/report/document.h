#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "geometry/area.h"

namespace report {

// A number in a table. A person sees its form, a program that reads the file the value itself; its unit stands in the
// column's name, or in a column of its own.
struct Number {
    enum class Form {
        Amount,  // 1,234.50
        Change,  // +1,234.50
        Place,   // 107.1234567: a coordinate or a name, never grouped
    };
    double value = 0;
    int decimals = 2;
    Form form = Form::Amount;
    bool operator==(const Number&) const = default;
};
Number count(std::size_t value);
Number squareMetres(geometry::Area area, Number::Form form = Number::Form::Amount);
// As text a person reads; "–" where it is no finite number.
std::string shown(const Number& number);

// What a value says beside itself: files set it apart by colour.
enum class Tone { Plain, Good, Caution, Bad };

struct Cell {
    Cell() = default;
    Cell(std::string text, Tone how = Tone::Plain) : value(std::move(text)), tone(how) {}
    Cell(const char* text) : value(std::string(text)) {}
    Cell(Number number, Tone how = Tone::Plain) : value(number), tone(how) {}
    std::variant<std::monostate, std::string, Number> value;
    Tone tone = Tone::Plain;
    bool operator==(const Cell&) const = default;
};

struct Fact {
    std::string name;
    Cell value;  // empty: a line to be filled in by hand
};

struct Column {
    std::string name;
    int room = 0;       // how many Chinese characters wide a text that takes several lines wants to be; 0: one line
    bool code = false;  // for programs and for search; a page for people leaves it out
};

struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;  // each as long as `columns`
    std::string empty;                    // said in place of rows where there are none
};

// A part of a document: a sheet of a workbook, a chapter of a page.
struct Section {
    std::string title;
    std::optional<Table> table = {};
    std::vector<Fact> facts = {};
    std::vector<std::string> notes = {};
};

// What a table or document holds, whatever file it becomes (html.h, xlsx.h).
struct Document {
    std::string title;
    std::string language;  // zh, en
    std::vector<Section> sections;
};

}  // namespace report
