#include "store/blob.h"

#include <bit>
#include <cstring>

#include "base/check.h"

namespace store {

namespace {

using geometry::Grid;
using geometry::Point;

static_assert(std::endian::native == std::endian::little, "blobs are written as they lie in memory");

constexpr std::size_t headerSize = 43;  // up to and with the class
enum : std::int32_t { pointClass = 1, lineClass, polygonClass, multiPointClass, multiLineClass, multiPolygonClass };

class Writer {
public:
    Writer(std::vector<std::uint8_t>& out, const Grid& grid, std::size_t size) : grid_(grid) {
        out.resize(size);
        at_ = out.data();
    }
    template <class T>
    void put(T value) {
        std::memcpy(at_, &value, sizeof value);
        at_ += sizeof value;
    }
    void byte(std::uint8_t value) { *at_++ = value; }
    void count(std::size_t value) { put(static_cast<std::int32_t>(value)); }
    void point(Point p) {
        const auto place = grid_.place(p);
        put(place.x), put(place.y);
    }
    void entity(std::int32_t kind) { byte(0x69), put(kind); }
    // A ring is written closed: its first corner again at the end.
    void ring(const geometry::Ring& ring) {
        count(ring.empty() ? 0 : ring.size() + 1);
        for (const Point p : ring) point(p);
        if (!ring.empty()) point(ring.front());
    }
    const std::uint8_t* at() const { return at_; }

private:
    std::uint8_t* at_;
    const Grid& grid_;
};

std::size_t sizeOf(const geometry::Ring& ring) { return 4 + (ring.empty() ? 0 : (ring.size() + 1) * 16); }

std::size_t sizeOf(const geometry::Shape& shape) {
    std::size_t size = headerSize + 4 + 1;
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape)) return size + points->size() * (5 + 16);
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape)) {
        for (const auto& line : lines->lines) size += 5 + 4 + line.size() * 16;
        return size;
    }
    for (const auto& polygon : std::get<geometry::MultiPolygon>(shape).polygons) {
        size += 5 + 4 + sizeOf(polygon.outer);
        for (const auto& hole : polygon.holes) size += sizeOf(hole);
    }
    return size;
}

void header(Writer& out, const geometry::Box& box, int srid, std::int32_t kind) {
    out.byte(0x00), out.byte(0x01);
    out.put(static_cast<std::int32_t>(srid));
    out.point(box.empty() ? Point{} : Point{box.minX, box.minY});
    out.point(box.empty() ? Point{} : Point{box.maxX, box.maxY});
    out.byte(0x7C);
    out.put(kind);
}

// Reads without ever leaving the bytes: past the end everything is zero and `ok` false.
class Reader {
public:
    Reader(std::span<const std::uint8_t> bytes, const Grid& grid)
        : at_(bytes.data()), end_(at_ + bytes.size()), grid_(grid) {}
    bool ok() const { return ok_; }
    bool done() const { return ok_ && at_ == end_; }

    template <class T>
    T take() {
        T value{};
        if (!has(sizeof value)) return value;
        std::memcpy(&value, at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    void expect(std::uint8_t byte) { ok_ = take<std::uint8_t>() == byte && ok_; }
    void entity(std::int32_t kind) {
        expect(0x69);
        ok_ = take<std::int32_t>() == kind && ok_;
    }
    // How many follow, each of at least `size` bytes: never more than there are bytes for.
    std::size_t count(std::size_t size) {
        const auto number = take<std::int32_t>();
        ok_ = ok_ && number >= 0 && static_cast<std::size_t>(number) <= static_cast<std::size_t>(end_ - at_) / size;
        return ok_ ? static_cast<std::size_t>(number) : 0;
    }
    Point point() {
        const geometry::Coordinate place{take<double>(), take<double>()};
        ok_ = ok_ && grid_.holds(place);
        return ok_ ? grid_.nearest(place) : Point{};
    }
    void points(std::vector<Point>& into, std::size_t number) {
        into.reserve(number);
        for (std::size_t i = 0; i < number && ok_; ++i) into.push_back(point());
    }
    void ring(geometry::Ring& into) {
        const std::size_t number = count(16);
        if (number == 0) return;
        points(into, number - 1);
        ok_ = point() == (into.empty() ? Point{} : into.front()) && ok_ && number > 1;
    }

private:
    bool has(std::size_t size) {
        ok_ = ok_ && static_cast<std::size_t>(end_ - at_) >= size;
        return ok_;
    }
    const std::uint8_t *at_, *end_;
    Grid grid_;
    bool ok_ = true;
};

geometry::Shape points(Reader& in, bool single) {
    geometry::MultiPoint result;
    const std::size_t number = single ? 1 : in.count(21);
    result.reserve(number);
    for (std::size_t i = 0; i < number && in.ok(); ++i) {
        if (!single) in.entity(pointClass);
        result.push_back(in.point());
    }
    return result;
}

geometry::Shape lines(Reader& in, bool single) {
    geometry::MultiLine result;
    const std::size_t number = single ? 1 : in.count(9);
    result.lines.resize(number);
    for (std::size_t i = 0; i < number && in.ok(); ++i) {
        if (!single) in.entity(lineClass);
        in.points(result.lines[i], in.count(16));
    }
    return result;
}

geometry::Shape polygons(Reader& in, bool single) {
    geometry::MultiPolygon result;
    const std::size_t number = single ? 1 : in.count(13);
    result.polygons.resize(number);
    for (auto& polygon : result.polygons) {
        if (!single) in.entity(polygonClass);
        const std::size_t rings = in.count(4);
        if (!in.ok() || rings == 0) return {};
        in.ring(polygon.outer);
        polygon.holes.resize(rings - 1);
        for (auto& hole : polygon.holes) in.ring(hole);
    }
    return result;
}

}  // namespace

bool isStorable(const geometry::Box& box) {
    constexpr std::int64_t limit = std::int64_t{1} << 51;
    return box.empty() || (box.minX > -limit && box.minY > -limit && box.maxX < limit && box.maxY < limit);
}

void encodeBlob(const geometry::Shape& shape, const geometry::Box& box, const Grid& grid, int srid,
                std::vector<std::uint8_t>& blob) {
    blob.clear();
    if (std::holds_alternative<std::monostate>(shape)) return;
    Writer out(blob, grid, sizeOf(shape));
    if (const auto* multiPoint = std::get_if<geometry::MultiPoint>(&shape)) {
        header(out, box, srid, multiPointClass);
        out.count(multiPoint->size());
        for (const Point p : *multiPoint) out.entity(pointClass), out.point(p);
    } else if (const auto* multiLine = std::get_if<geometry::MultiLine>(&shape)) {
        header(out, box, srid, multiLineClass);
        out.count(multiLine->lines.size());
        for (const auto& line : multiLine->lines) {
            out.entity(lineClass), out.count(line.size());
            for (const Point p : line) out.point(p);
        }
    } else {
        const auto& area = std::get<geometry::MultiPolygon>(shape);
        header(out, box, srid, multiPolygonClass);
        out.count(area.polygons.size());
        for (const auto& polygon : area.polygons) {
            out.entity(polygonClass), out.count(1 + polygon.holes.size());
            out.ring(polygon.outer);
            for (const auto& hole : polygon.holes) out.ring(hole);
        }
    }
    out.byte(0xFE);
    SANXIAN_ASSERT(out.at() == blob.data() + blob.size());
}

std::optional<geometry::Shape> decodeBlob(std::span<const std::uint8_t> blob, const Grid& grid) {
    if (blob.size() < headerSize + 5) return {};
    Reader in(blob, grid);
    in.expect(0x00), in.expect(0x01);
    in.take<std::int32_t>();                                 // the layer knows its system
    for (int side = 0; side < 4; ++side) in.take<double>();  // the shape knows its box
    in.expect(0x7C);
    const auto kind = in.take<std::int32_t>();
    geometry::Shape shape;
    switch (kind) {
        case pointClass:
        case multiPointClass: shape = points(in, kind == pointClass); break;
        case lineClass:
        case multiLineClass: shape = lines(in, kind == lineClass); break;
        case polygonClass:
        case multiPolygonClass: shape = polygons(in, kind == polygonClass); break;
        default: return {};
    }
    in.expect(0xFE);
    if (!in.done() || std::holds_alternative<std::monostate>(shape)) return {};
    return shape;
}

}  // namespace store
