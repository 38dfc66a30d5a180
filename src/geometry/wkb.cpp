#include "geometry/wkb.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <optional>

#include "geometry/predicates.h"

namespace geometry {

static_assert(std::endian::native == std::endian::little);

namespace {

enum Type : std::uint32_t { point = 1, line = 2, polygon = 3, multiPoint = 4, multiLine = 5, multiPolygon = 6 };

class Writer {
public:
    explicit Writer(const Grid& grid) : grid_(grid) {}
    void header(Type type) { bytes_.push_back(1), number(type); }
    void number(std::uint32_t value) { put(&value, sizeof value); }
    void count(std::size_t value) { number(static_cast<std::uint32_t>(value)); }
    void place(Point p) {
        const Coordinate c = grid_.place(p);
        put(&c, sizeof c);
    }
    void run(const std::vector<Point>& places, bool closed) {
        const bool close = closed && !places.empty();
        count(places.size() + (close ? 1 : 0));
        for (const Point p : places) place(p);
        if (close) place(places.front());
    }
    Bytes take() { return std::move(bytes_); }

private:
    void put(const void* data, std::size_t size) {
        const auto* from = static_cast<const std::uint8_t*>(data);
        bytes_.insert(bytes_.end(), from, from + size);
    }
    const Grid& grid_;
    Bytes bytes_;
};

// Reads on until something is not as it must be; from then on everything is empty and `failed` holds.
class Reader {
public:
    Reader(std::span<const std::uint8_t> bytes, const Grid& grid) : bytes_(bytes), grid_(grid) {}
    bool failed() const { return failed_; }
    bool atEnd() const { return at_ == bytes_.size(); }
    std::size_t at() const { return at_; }
    void fail() { failed_ = true; }

    std::uint32_t header() {
        if (left() < 5 || bytes_[at_] > 1) return fail(), 0;
        swapped_ = bytes_[at_++] == 0;
        return number();
    }
    void header(Type wanted) {
        if (header() != wanted) fail();
    }
    // How many parts follow, each of which has at least so many bytes.
    std::uint32_t count(std::size_t each) {
        const std::uint32_t n = number();
        if (failed_ || n > left() / each) return fail(), 0;
        return n;
    }
    // None where it is empty (both not a number).
    std::optional<Point> place() {
        Coordinate c;
        take(&c.x, sizeof c.x), take(&c.y, sizeof c.y);
        if (failed_ || (std::isnan(c.x) && std::isnan(c.y))) return {};
        if (!grid_.holds(c)) return fail(), std::nullopt;
        return grid_.nearest(c);
    }
    std::vector<Point> run() {
        std::vector<Point> places(count(16));
        for (auto& p : places) {
            const auto read = place();
            if (!read) return fail(), std::vector<Point>();
            p = *read;
        }
        return places;
    }
    Ring ring() {
        Ring corners = run();
        if (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
        return corners;
    }
    void polygonInto(MultiPolygon& area) {
        const std::uint32_t rings = count(4);
        if (rings == 0) return;
        Polygon read{ring(), {}};
        for (std::uint32_t i = 1; i < rings && !failed_; ++i)
            if (Ring hole = ring(); !hole.empty()) read.holes.push_back(std::move(hole));
        if (!read.outer.empty() || !read.holes.empty()) area.polygons.push_back(std::move(read));
    }

private:
    std::size_t left() const { return failed_ ? 0 : bytes_.size() - at_; }
    std::uint32_t number() {
        std::uint32_t value = 0;
        take(&value, sizeof value);
        return value;
    }
    template <class Value>
    void take(Value* value, std::size_t size) {
        if (left() < size) return fail();
        std::uint8_t raw[sizeof(Value)];
        for (std::size_t i = 0; i < size; ++i) raw[swapped_ ? size - 1 - i : i] = bytes_[at_ + i];
        std::memcpy(value, raw, size);
        at_ += size;
    }

    std::span<const std::uint8_t> bytes_;
    const Grid& grid_;
    std::size_t at_ = 0;
    bool swapped_ = false, failed_ = false;
};

Shape read(Reader& in) {
    const std::uint32_t type = in.header();
    const bool multi = type >= multiPoint;
    switch (type) {
        case point:
        case multiPoint: {
            MultiPoint points;
            const std::uint32_t count = multi ? in.count(21) : 1;
            for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
                if (multi) in.header(point);
                if (const auto place = in.place()) points.push_back(*place);
            }
            return points;
        }
        case line:
        case multiLine: {
            MultiLine lines;
            const std::uint32_t count = multi ? in.count(9) : 1;
            for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
                if (multi) in.header(line);
                Line run = in.run();
                if (!run.empty()) lines.lines.push_back(std::move(run));
            }
            return lines;
        }
        case polygon:
        case multiPolygon: {
            MultiPolygon area;
            const std::uint32_t count = multi ? in.count(9) : 1;
            for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
                if (multi) in.header(polygon);
                in.polygonInto(area);
            }
            orient(area);
            return area;
        }
        default: in.fail(); return {};
    }
}

}  // namespace

Bytes toWkb(const Shape& shape, const Grid& grid) {
    Writer out(grid);
    if (const auto* points = std::get_if<MultiPoint>(&shape)) {
        out.header(multiPoint), out.count(points->size());
        for (const Point p : *points) out.header(point), out.place(p);
    } else if (const auto* lines = std::get_if<MultiLine>(&shape)) {
        out.header(multiLine), out.count(lines->lines.size());
        for (const auto& run : lines->lines) out.header(line), out.run(run, false);
    } else if (const auto* area = std::get_if<MultiPolygon>(&shape)) {
        out.header(multiPolygon), out.count(area->polygons.size());
        for (const auto& part : area->polygons) {
            out.header(polygon), out.count(1 + part.holes.size());
            out.run(part.outer, true);
            for (const auto& hole : part.holes) out.run(hole, true);
        }
    }
    return out.take();
}

base::Result<Shape> fromWkb(std::span<const std::uint8_t> bytes, const Grid& grid) {
    if (bytes.empty()) return Shape();
    Reader in(bytes, grid);
    Shape shape = read(in);
    if (in.failed() || !in.atEnd()) return base::fail(base::Error::Code::Invalid, "geometry.bad_wkb", in.at());
    return shape;
}

}  // namespace geometry
