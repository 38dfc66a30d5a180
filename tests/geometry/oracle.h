#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "geometry/grid.h"
#include "geometry/predicates.h"
#include "geometry/shape.h"

// The cases of the GEOS and JTS projects (XML files of operands and what operations on them give), as far as a plan can
// hold them. What it cannot hold is counted with the reason.
namespace oracle {

using geometry::MultiLine;
using geometry::MultiPoint;
using geometry::MultiPolygon;
using geometry::Shape;

struct Operation {
    std::string name;  // in small letters
    std::string first, second, third;
    std::string expected;
};
struct Case {
    std::string description, a, b;
    std::vector<Operation> operations;
};

inline std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \n\r\t"), last = text.find_last_not_of(" \n\r\t");
    return first == std::string_view::npos ? "" : std::string(text.substr(first, last - first + 1));
}

inline std::string small(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// The text between <name …> and </name> from `at` on, and the tag's attributes; `at` moves behind it.
struct Element {
    std::string attributes, text;
};
inline std::optional<Element> next(std::string_view xml, std::string_view name, std::size_t& at) {
    const std::string open = "<" + std::string(name), close = "</" + std::string(name) + ">";
    for (std::size_t begin = xml.find(open, at); begin != std::string_view::npos; begin = xml.find(open, begin + 1)) {
        const char after = xml[begin + open.size()];
        if (after != '>' && !std::isspace(static_cast<unsigned char>(after))) continue;
        const std::size_t bracket = xml.find('>', begin), end = xml.find(close, bracket);
        if (end == std::string_view::npos) return {};
        at = end + close.size();
        return Element{std::string(xml.substr(begin + open.size(), bracket - begin - open.size())),
                       trimmed(xml.substr(bracket + 1, end - bracket - 1))};
    }
    return {};
}

inline std::string attribute(const std::string& attributes, const std::string& name) {
    const std::size_t at = attributes.find(name + "=\"");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 2;
    return attributes.substr(begin, attributes.find('"', begin) - begin);
}

inline std::filesystem::path folder(const char* name) {
    return std::filesystem::path(SANXIAN_TEST_SHARED) / "oracles/geos_xml" / name;
}

inline std::vector<Case> cases(const std::filesystem::path& file) {
    std::stringstream whole;
    whole << std::ifstream(file).rdbuf();
    std::string xml = whole.str();
    for (std::size_t at = 0; (at = xml.find("<!--")) != std::string::npos;) xml.erase(at, xml.find("-->", at) - at + 3);
    std::vector<Case> result;
    std::size_t at = 0;
    while (const auto element = next(xml, "case", at)) {
        const auto part = [&](const char* name) {
            std::size_t from = 0;
            const auto found = next(element->text, name, from);
            return found ? found->text : std::string();
        };
        Case read{part("desc"), part("a"), part("b"), {}};
        std::size_t from = 0;
        while (const auto op = next(element->text, "op", from))
            read.operations.push_back({small(attribute(op->attributes, "name")), attribute(op->attributes, "arg1"),
                                       attribute(op->attributes, "arg2"), attribute(op->attributes, "arg3"), op->text});
        result.push_back(std::move(read));
    }
    return result;
}

// Well-known text without any judgement: runs of coordinates as they are written, closing corners and all.
struct Drawing {
    struct Coordinate {
        double x, y;
    };
    std::string kind;                                         // POLYGON
    std::vector<std::vector<std::vector<Coordinate>>> parts;  // parts of runs of coordinates
    bool empties = false;                                     // something in it is EMPTY

    static std::optional<Drawing> of(const std::string& wkt) {
        Drawing drawing;
        const char* at = wkt.c_str();
        const auto skip = [&] {
            while (std::isspace(static_cast<unsigned char>(*at))) ++at;
        };
        const auto word = [&] {
            skip();
            std::string read;
            while (std::isalpha(static_cast<unsigned char>(*at)))
                read += static_cast<char>(std::toupper(static_cast<unsigned char>(*at++)));
            return read;
        };
        const auto is = [&](char sign) {
            skip();
            if (*at != sign) return false;
            ++at;
            return true;
        };
        bool good = true;
        const auto empty = [&] {
            skip();
            if (std::toupper(static_cast<unsigned char>(*at)) != 'E') return false;
            good = good && word() == "EMPTY";
            return drawing.empties = true;
        };
        const auto number = [&] {
            char* end = nullptr;
            const double value = std::strtod(at, &end);
            good = good && end != at;
            at = end;
            return value;
        };
        const auto list = [&](auto item) {
            good = good && is('(');
            if (!good) return;
            do item();
            while (good && is(','));
            good = good && is(')');
        };
        const auto coordinate = [&] {
            const double x = number(), y = number();
            return Coordinate{x, y};
        };
        const auto run = [&] {
            std::vector<Coordinate> read;
            if (!empty()) list([&] { read.push_back(coordinate()); });
            return read;
        };
        const auto runs = [&] {
            std::vector<std::vector<Coordinate>> read;
            if (!empty()) list([&] { read.push_back(run()); });
            return read;
        };
        drawing.kind = word();
        if (empty()) return drawing;
        if (drawing.kind == "POINT" || drawing.kind == "LINESTRING" || drawing.kind == "LINEARRING") {
            drawing.parts.push_back({run()});
        } else if (drawing.kind == "MULTIPOINT") {
            list([&] {
                skip();
                drawing.parts.push_back({*at == '(' || std::isalpha(static_cast<unsigned char>(*at))
                                             ? run()
                                             : std::vector<Coordinate>{coordinate()}});
            });
        } else if (drawing.kind == "MULTILINESTRING") {
            list([&] { drawing.parts.push_back({run()}); });
        } else if (drawing.kind == "POLYGON") {
            drawing.parts.push_back(runs());
        } else if (drawing.kind == "MULTIPOLYGON") {
            list([&] { drawing.parts.push_back(runs()); });
        } else {
            return {};
        }
        return good ? std::optional(drawing) : std::nullopt;
    }

    // The finest grid from `steps` a unit downwards that holds every coordinate; none where none does (not a number).
    std::optional<geometry::Grid> grid(double steps) const {
        for (; steps >= 1; steps /= 10) {
            const geometry::Grid grid{steps};
            bool all = true;
            for (const auto& part : parts)
                for (const auto& run : part)
                    for (const auto& [x, y] : run) all = all && grid.holds({x, y});
            if (all) return grid;
        }
        return {};
    }

    // Every coordinate is a place of the grid as it is written.
    bool isOn(const geometry::Grid& grid) const {
        bool all = true;
        for (const auto& part : parts)
            for (const auto& run : part)
                for (const auto& [x, y] : run) {
                    const auto place = grid.place(grid.nearest({x, y}));
                    all = all && place.x == x && place.y == y;
                }
        return all;
    }

    // On the grid. Empty parts are left out: a shape has none. Rings lose the corner that closes them, once.
    Shape shape(const geometry::Grid& grid) const {
        MultiPoint points;
        MultiLine lines;
        MultiPolygon area;
        for (const auto& part : parts) {
            geometry::Polygon polygon;
            for (const auto& run : part) {
                std::vector<geometry::Point> places;
                for (const auto& [x, y] : run) places.push_back(grid.nearest({x, y}));
                if (places.empty()) continue;
                if (kind.ends_with("POINT")) {
                    points.push_back(places.front());
                } else if (kind.ends_with("LINESTRING")) {
                    lines.lines.push_back(places);
                } else {
                    if (places.size() > 1 && places.front() == places.back()) places.pop_back();
                    (&run == &part.front() ? polygon.outer : polygon.holes.emplace_back()) = places;
                }
            }
            if (!polygon.outer.empty()) area.polygons.push_back(std::move(polygon));
        }
        orient(area);
        if (kind.ends_with("POINT")) return points;
        if (kind.ends_with("LINESTRING")) return lines;
        if (kind.ends_with("POLYGON")) return area;
        return {};
    }
};

// What was compared, and what was not and why; said at the end.
class Tally {
public:
    void compared(const std::string& what) { ++compared_[what]; }
    void notApplicable(const std::string& why) { ++notApplicable_[why]; }
    int comparisons() const { return sum(compared_); }
    int leftOut() const { return sum(notApplicable_); }
    int leftOut(const std::string& why) const { return notApplicable_.contains(why) ? notApplicable_.at(why) : 0; }
    void say(const char* title) const {
        std::cout << title << ": " << comparisons() << " compared, " << leftOut() << " not applicable\n";
        for (const auto& [what, n] : compared_) std::cout << "  compared        " << n << " × " << what << "\n";
        for (const auto& [why, n] : notApplicable_) std::cout << "  not applicable  " << n << " × " << why << "\n";
    }

private:
    static int sum(const std::map<std::string, int>& counts) {
        int result = 0;
        for (const auto& [what, n] : counts) result += n;
        return result;
    }
    std::map<std::string, int> compared_, notApplicable_;
};

}  // namespace oracle
