#include "geometry/geojson.h"

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "geometry/predicates.h"

namespace geometry {

using base::Error;
using base::fail;
using Json = nlohmann::json;

namespace {

// Whole steps as a decimal number, without going through a double.
void number(std::string& out, std::int64_t steps, std::int64_t perUnit) {
    if (steps < 0) out += '-';
    const std::int64_t whole = std::abs(steps / perUnit);
    out += std::to_string(whole);
    std::int64_t rest = std::abs(steps % perUnit);
    if (rest == 0) return;
    out += '.';
    for (std::int64_t unit = perUnit / 10; rest > 0; unit /= 10) {
        out += static_cast<char>('0' + rest / unit);
        rest %= unit;
    }
}

class Writer {
public:
    explicit Writer(const Grid& grid) : perUnit_(std::llround(grid.stepsPerUnit)) {}

    std::string out;
    void place(Point p) {
        out += '[';
        number(out, p.x, perUnit_);
        out += ',';
        number(out, p.y, perUnit_);
        out += ']';
    }
    template <class List, class Each>
    void list(const List& items, Each each) {
        out += '[';
        bool first = true;
        for (const auto& item : items) {
            if (!first) out += ',';
            first = false;
            each(item);
        }
        out += ']';
    }
    void line(const Line& run) {
        list(run, [&](Point p) { place(p); });
    }
    void polygon(const Polygon& part) {
        std::vector<Ring> rings{part.outer};
        rings.insert(rings.end(), part.holes.begin(), part.holes.end());
        for (auto& ring : rings)
            if (!ring.empty()) ring.push_back(ring.front());
        list(rings, [&](const Ring& ring) { line(ring); });
    }
    template <class List, class Each>
    void parts(const char* type, const List& items, Each each) {
        out += std::string("{\"type\":\"") + (items.size() == 1 ? "" : "Multi") + type + "\",\"coordinates\":";
        if (items.size() == 1)
            each(items.front());
        else
            list(items, each);
        out += '}';
    }

private:
    std::int64_t perUnit_;
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
    Writer writer(grid);
    if (const auto* points = std::get_if<MultiPoint>(&shape))
        writer.parts("Point", *points, [&](Point p) { writer.place(p); });
    else if (const auto* lines = std::get_if<MultiLine>(&shape))
        writer.parts("LineString", lines->lines, [&](const Line& line) { writer.line(line); });
    else if (const auto* area = std::get_if<MultiPolygon>(&shape))
        writer.parts("Polygon", area->polygons, [&](const Polygon& polygon) { writer.polygon(polygon); });
    else
        writer.out = "null";
    return std::move(writer.out);
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
