#include "store/state.h"

#include <bit>

#include "store/canonical.h"

namespace store {

namespace {

using geometry::Point;
using plan::Value;

// Past the end everything is zero and `ok` false.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
    bool ok() const { return ok_; }
    bool done() const { return ok_ && at_ == end_; }
    void refuse() { ok_ = false; }

    std::uint8_t byte() {
        if (at_ == end_) ok_ = false;
        return ok_ ? *at_++ : std::uint8_t{0};
    }
    std::uint64_t count() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t next = byte();
            value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        ok_ = false;
        return 0;
    }
    // How many follow, each of at least `size` bytes: never more than there are bytes for.
    std::size_t count(std::size_t size) {
        const std::uint64_t number = count();
        ok_ = ok_ && number <= static_cast<std::size_t>(end_ - at_) / size;
        return ok_ ? static_cast<std::size_t>(number) : 0;
    }
    std::int64_t integer() {
        const std::uint64_t value = count();
        return static_cast<std::int64_t>(value >> 1 ^ (0 - (value & 1)));
    }
    double real() {
        std::uint64_t bits = 0;
        for (unsigned i = 0; i < 8; ++i) bits |= static_cast<std::uint64_t>(byte()) << 8 * i;
        return std::bit_cast<double>(bits);
    }
    Value value() {
        switch (static_cast<ValueTag>(byte())) {
            case ValueTag::Null: return {};
            case ValueTag::Integer: return integer();
            case ValueTag::Real: return real();
            case ValueTag::Text: {
                const std::size_t size = count(1);
                const auto* begin = reinterpret_cast<const char*>(at_);
                at_ += size;
                return std::string(begin, size);
            }
        }
        ok_ = false;
        return {};
    }
    std::vector<Point> points() {
        std::vector<Point> result(count(2));
        for (Point& p : result) p = last_ = {sum(last_.x, integer()), sum(last_.y, integer())};
        return result;
    }

private:
    static std::int64_t sum(std::int64_t a, std::int64_t b) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    }
    const std::uint8_t *at_, *end_;
    Point last_;
    bool ok_ = true;
};

void write(CanonicalWriter& out, const geometry::Shape& shape) {
    out.byte(static_cast<std::uint8_t>(shape.index()));
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape)) out.points(*points);
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape)) {
        out.count(lines->lines.size());
        for (const auto& line : lines->lines) out.points(line);
    }
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape)) {
        out.count(area->polygons.size());
        for (const auto& polygon : area->polygons) {
            out.count(polygon.holes.size());
            out.points(polygon.outer);
            for (const auto& hole : polygon.holes) out.points(hole);
        }
    }
}

geometry::Shape readShape(Reader& in) {
    switch (static_cast<ShapeTag>(in.byte())) {
        case ShapeTag::None: return {};
        case ShapeTag::Points: return in.points();
        case ShapeTag::Lines: {
            geometry::MultiLine result;
            result.lines.resize(in.count(1));
            for (auto& line : result.lines) line = in.points();
            return result;
        }
        case ShapeTag::Polygons: {
            geometry::MultiPolygon result;
            result.polygons.resize(in.count(2));
            for (auto& polygon : result.polygons) {
                polygon.holes.resize(in.count(1));
                polygon.outer = in.points();
                for (auto& hole : polygon.holes) hole = in.points();
            }
            return result;
        }
    }
    in.refuse();
    return {};
}

}  // namespace

void encodeState(const plan::Feature& feature, std::vector<std::uint8_t>& bytes) {
    CanonicalWriter out(bytes);
    out.byte(stateFormat);
    out.real(feature.area.squareMetres());
    std::size_t fields = feature.values.size();
    while (fields > 0 && plan::isNull(feature.values[fields - 1])) --fields;
    out.count(fields);
    for (std::size_t i = 0; i < fields; ++i) out.value(feature.values[i]);
    write(out, feature.shape);
}

plan::FeatureRef decodeState(std::span<const std::uint8_t> bytes, plan::FeatureId id, plan::LayerId layer) {
    Reader in(bytes);
    if (in.byte() != stateFormat) return nullptr;
    const auto area = geometry::Area::squareMetres(in.real());
    std::vector<Value> values(in.count(1));
    for (Value& value : values) value = in.value();
    geometry::Shape shape = readShape(in);
    if (!in.done()) return nullptr;
    return plan::makeFeature(id, layer, std::move(shape), area, std::move(values));
}

void encodeValues(const std::vector<PlacedValue>& values, std::vector<std::uint8_t>& bytes) {
    CanonicalWriter out(bytes);
    out.count(values.size());
    for (const auto& [field, value] : values) out.count(field), out.value(value);
}

std::optional<std::vector<PlacedValue>> decodeValues(std::span<const std::uint8_t> bytes) {
    Reader in(bytes);
    std::vector<PlacedValue> values(in.count(2));
    for (auto& [field, value] : values) field = in.count(), value = in.value();
    if (!in.done()) return {};
    return values;
}

}  // namespace store
