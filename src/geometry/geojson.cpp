#include "geometry/geojson.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "geometry/predicates.h"

namespace geometry {

using base::Error;
using base::fail;
using Json = nlohmann::json;

namespace {

// Of a whole number of 64 bits.
constexpr std::size_t mostDigits = 20;

// Whole steps as a decimal number, without going through a double. `perUnit` is a power of ten.
void number(std::string& out, std::int64_t steps, std::int64_t perUnit) {
    std::array<char, mostDigits> digits;
    if (steps < 0) out += '-';
    const auto whole = std::to_chars(digits.begin(), digits.end(), std::abs(steps / perUnit));
    out.append(digits.begin(), whole.ptr);
    const std::int64_t rest = std::abs(steps % perUnit);
    if (rest == 0) return;
    out += '.';
    char* end = std::to_chars(digits.begin(), digits.end(), perUnit + rest).ptr;
    while (end[-1] == '0') --end;
    out.append(digits.begin() + 1, end);  // behind the one of perUnit, which keeps the zeros in front
}

class Writer {
public:
    Writer(const Grid& grid, std::string& out) : perUnit_(std::llround(grid.stepsPerUnit)), out_(out) {}

    void place(Point p) {
        out_ += '[';
        number(out_, p.x, perUnit_);
        out_ += ',';
        number(out_, p.y, perUnit_);
        out_ += ']';
    }
    template <class List, class Each>
    void list(const List& items, Each each) {
        out_ += '[';
        bool first = true;
        for (const auto& item : items) {
            if (!first) out_ += ',';
            first = false;
            each(item);
        }
        out_ += ']';
    }
    void line(const Line& run) {
        list(run, [&](Point p) { place(p); });
    }
    void ring(const Ring& ring) {
        line(ring);
        if (ring.empty()) return;
        out_.back() = ',';
        place(ring.front());
        out_ += ']';
    }
    void polygon(const Polygon& part) {
        out_ += '[';
        ring(part.outer);
        for (const Ring& hole : part.holes) out_ += ',', ring(hole);
        out_ += ']';
    }
    template <class List, class Each>
    void parts(const char* type, const List& items, Each each) {
        out_ += "{\"type\":\"";
        if (items.size() != 1) out_ += "Multi";
        out_ += type;
        out_ += "\",\"coordinates\":";
        if (items.size() == 1)
            each(items.front());
        else
            list(items, each);
        out_ += '}';
    }

private:
    std::int64_t perUnit_;
    std::string& out_;
};

// Reads coordinates; from the first that is not as it must be, `failed` holds.
class Reader {
public:
    explicit Reader(const Grid& grid) : grid_(grid) {}
    bool failed = false;

    Point place(const Json& json) {
        if (!json.is_array() || json.size() < 2 || !json[0].is_number() || !json[1].is_number())
            return failed = true, Point();
        const Coordinate c{json[0].get<double>(), json[1].get<double>()};
        if (!grid_.holds(c)) return failed = true, Point();
        return grid_.nearest(c);
    }
    template <class Item, class Each>
    std::vector<Item> list(const Json& json, Each each) {
        std::vector<Item> items;
        if (!json.is_array()) return failed = true, items;
        for (const auto& item : json) {
            items.push_back(each(item));
            if (failed) return {};
        }
        return items;
    }
    Line line(const Json& json) {
        return list<Point>(json, [&](const Json& item) { return place(item); });
    }
    Ring ring(const Json& json) {
        Ring corners = line(json);
        if (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
        return corners;
    }
    Polygon polygon(const Json& json) {
        auto rings = list<Ring>(json, [&](const Json& item) { return ring(item); });
        Polygon part;
        if (rings.empty()) return part;
        part.outer = std::move(rings.front());
        part.holes.assign(std::make_move_iterator(rings.begin() + 1), std::make_move_iterator(rings.end()));
        return part;
    }

private:
    const Grid& grid_;
};

MultiPolygon areaOf(std::vector<Polygon> polygons) {
    std::erase_if(polygons, [](const Polygon& polygon) { return polygon.outer.empty(); });
    MultiPolygon area{std::move(polygons)};
    orient(area);
    return area;
}

MultiLine linesOf(std::vector<Line> lines) {
    std::erase_if(lines, [](const Line& line) { return line.empty(); });
    return {std::move(lines)};
}

}  // namespace

std::string toGeoJson(const Shape& shape, const Grid& grid) {
    std::string text;
    addGeoJson(shape, grid, text);
    return text;
}

void addGeoJson(const Shape& shape, const Grid& grid, std::string& text) {
    Writer writer(grid, text);
    if (const auto* points = std::get_if<MultiPoint>(&shape))
        writer.parts("Point", *points, [&](Point p) { writer.place(p); });
    else if (const auto* lines = std::get_if<MultiLine>(&shape))
        writer.parts("LineString", lines->lines, [&](const Line& line) { writer.line(line); });
    else if (const auto* area = std::get_if<MultiPolygon>(&shape))
        addGeoJson(*area, grid, text);
    else
        text += "null";
}

void addGeoJson(const MultiPolygon& area, const Grid& grid, std::string& text) {
    Writer writer(grid, text);
    writer.parts("Polygon", area.polygons, [&](const Polygon& polygon) { writer.polygon(polygon); });
}

base::Result<Shape> fromGeoJson(std::string_view text, const Grid& grid) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_null()) return Shape();
    if (!json.is_object() || !json.contains("type") || !json["type"].is_string())
        return fail(Error::Code::Invalid, "geometry.bad_geojson");
    const std::string type = json["type"].get<std::string>();
    const Json coordinates = json.value("coordinates", Json());
    Reader in(grid);
    Shape shape;
    if (type == "Point")
        shape = MultiPoint{in.place(coordinates)};
    else if (type == "MultiPoint")
        shape = MultiPoint(in.line(coordinates));
    else if (type == "LineString")
        shape = linesOf({in.line(coordinates)});
    else if (type == "MultiLineString")
        shape = linesOf(in.list<Line>(coordinates, [&](const Json& item) { return in.line(item); }));
    else if (type == "Polygon")
        shape = areaOf({in.polygon(coordinates)});
    else if (type == "MultiPolygon")
        shape = areaOf(in.list<Polygon>(coordinates, [&](const Json& item) { return in.polygon(item); }));
    else
        return fail(Error::Code::Unsupported, "geometry.geojson_type", type);
    if (in.failed) return fail(Error::Code::Invalid, "geometry.geojson_coordinates", type);
    return shape;
}

}  // namespace geometry
