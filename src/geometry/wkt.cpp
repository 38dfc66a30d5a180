#include "geometry/wkt.h"

#include <cctype>
#include <charconv>
#include <string>

#include "geometry/excerpt.h"
#include "geometry/predicates.h"

namespace geometry {

namespace {

// A cursor over the text; every reading function says whether it found what it was to read.
class Reader {
public:
    Reader(std::string_view text, const Grid& grid) : rest_(text), grid_(grid) {}

    std::string word() {
        skip();
        std::string result;
        while (!rest_.empty() && std::isalpha(static_cast<unsigned char>(rest_.front()))) {
            result += static_cast<char>(std::toupper(static_cast<unsigned char>(rest_.front())));
            rest_.remove_prefix(1);
        }
        return result;
    }
    bool sign(char wanted) {
        skip();
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool atEnd() {
        skip();
        return rest_.empty();
    }
    // "( item , item … )"
    template <class Item>
    bool list(Item item) {
        if (!sign('(')) return false;
        do {
            if (!item()) return false;
        } while (sign(','));
        return sign(')');
    }
    bool point(std::vector<Point>& into) {
        double numbers[4] = {};
        int count = 0;
        while (count < 4 && number(numbers[count])) ++count;
        const Coordinate place{numbers[0], numbers[1]};
        if (count < 2 || !grid_.holds(place)) return false;
        into.push_back(grid_.nearest(place));
        return true;
    }
    bool points(std::vector<Point>& into) {
        return list([&] { return point(into); });
    }
    bool ring(Ring& into) {
        if (!points(into) || into.size() < 4 || into.front() != into.back()) return false;
        into.pop_back();
        return true;
    }
    bool polygon(MultiPolygon& into) {
        Polygon result;
        bool first = true;
        const bool read = list([&] {
            Ring next;
            if (!ring(next)) return false;
            if (first)
                result.outer = std::move(next);
            else
                result.holes.push_back(std::move(next));
            first = false;
            return true;
        });
        into.polygons.push_back(std::move(result));
        return read;
    }
    bool line(MultiLine& into) {
        Line result;
        if (!points(result) || result.size() < 2) return false;
        into.lines.push_back(std::move(result));
        return true;
    }

private:
    void skip() {
        while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
    }
    bool number(double& into) {
        skip();
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), into);
        if (error != std::errc()) return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return true;
    }

    std::string_view rest_;
    const Grid& grid_;
};

}  // namespace

base::Result<Shape> fromWkt(std::string_view text, const Grid& grid) {
    Reader reader(text, grid);
    std::string kind = reader.word();
    for (std::string next = reader.word(); next == "Z" || next == "M" || next == "ZM" || next == "EMPTY";
         next = reader.word())
        if (next == "EMPTY") return Shape();
    MultiPoint points;
    MultiLine lines;
    MultiPolygon area;
    bool read = false;
    if (kind == "POINT") read = reader.sign('(') && reader.point(points) && reader.sign(')');
    if (kind == "MULTIPOINT")
        read = reader.list(
            [&] { return reader.sign('(') ? reader.point(points) && reader.sign(')') : reader.point(points); });
    if (kind == "LINESTRING") read = reader.line(lines);
    if (kind == "MULTILINESTRING") read = reader.list([&] { return reader.line(lines); });
    if (kind == "POLYGON") read = reader.polygon(area);
    if (kind == "MULTIPOLYGON") read = reader.list([&] { return reader.polygon(area); });
    if (!read || !reader.atEnd()) return base::fail(base::Error::Code::Invalid, "geometry.bad_wkt", excerpt(text));
    orient(area);
    if (!points.empty()) return Shape(std::move(points));
    if (!lines.lines.empty()) return Shape(std::move(lines));
    return Shape(std::move(area));
}

}  // namespace geometry
