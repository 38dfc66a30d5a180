#include "store/transcribe.h"

#include <array>
#include <cstring>

#include "store/blob.h"

namespace store {

namespace {

using geometry::Point;

// Reads a blob without ever leaving its bytes; at the first that encodeBlob would not have written `ok` becomes false
// for good.
class Strict {
public:
    Strict(Bytes bytes, const geometry::Grid& grid)
        : at_(bytes.data()), end_(bytes.data() + bytes.size()), grid_(grid) {}
    bool ok() const { return ok_; }
    void refuse() { ok_ = false; }
    bool done() const { return ok_ && at_ == end_; }
    template <class T>
    T take() {
        T value{};
        ok_ = ok_ && static_cast<std::size_t>(end_ - at_) >= sizeof value;
        if (!ok_) return value;
        std::memcpy(&value, at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    template <class T>
    void expect(T value) {
        ok_ = take<T>() == value && ok_;
    }
    void entity(std::int32_t kind) { expect(std::uint8_t{0x69}), expect(kind); }
    // How many follow, each of at least `size` bytes: never more than there are bytes for.
    std::size_t count(std::size_t size) {
        const auto number = take<std::int32_t>();
        ok_ = ok_ && number >= 0 && static_cast<std::size_t>(number) <= static_cast<std::size_t>(end_ - at_) / size;
        return ok_ ? static_cast<std::size_t>(number) : 0;
    }
    Point point() {
        const auto bits = take<std::array<double, 2>>();
        const geometry::Coordinate place{bits[0], bits[1]};
        ok_ = ok_ && grid_.holds(place);
        if (!ok_) return {};
        const Point p = grid_.nearest(place);
        ok_ = isPlace(bits, p);
        return p;
    }
    // Whether these are the coordinates of the place, bit by bit.
    bool isPlace(const std::array<double, 2>& bits, Point p) const {
        const auto place = grid_.place(p);
        const std::array<double, 2> written{place.x, place.y};
        return std::memcmp(bits.data(), written.data(), sizeof written) == 0;
    }

private:
    const std::uint8_t *at_, *end_;
    const geometry::Grid grid_;
    bool ok_ = true;
};

void run(Strict& in, std::size_t count, CanonicalWriter& out, geometry::Box& box) {
    out.count(count);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const Point p = in.point();
        out.point(p), box.add(p);
    }
}

// Rings are closed in a blob and open in a state.
void ring(Strict& in, CanonicalWriter& out, geometry::Box& box) {
    const std::size_t count = in.count(16);
    if (count == 0) return out.count(0);
    out.count(count - 1);
    Point first, last;
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        last = in.point();
        if (i == 0) first = last;
        if (i + 1 < count) out.point(last), box.add(last);
    }
    if (count < 2 || last != first) in.refuse();
}

void points(Strict& in, CanonicalWriter& out, geometry::Box& box) {
    const std::size_t count = in.count(21);
    out.tag(ShapeTag::Points), out.count(count);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        in.entity(1);
        const Point p = in.point();
        out.point(p), box.add(p);
    }
}

void lines(Strict& in, CanonicalWriter& out, geometry::Box& box) {
    const std::size_t count = in.count(9);
    out.tag(ShapeTag::Lines), out.count(count);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        in.entity(2);
        run(in, in.count(16), out, box);
    }
}

void polygons(Strict& in, CanonicalWriter& out, geometry::Box& box) {
    const std::size_t count = in.count(13);
    out.tag(ShapeTag::Polygons), out.count(count);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        in.entity(3);
        const std::size_t rings = in.count(4);
        if (rings == 0) return in.refuse();
        out.count(rings - 1);
        for (std::size_t at = 0; at < rings && in.ok(); ++at) ring(in, out, box);
    }
}

}  // namespace

bool transcribe(Bytes blob, const geometry::Grid& grid, int srid, CanonicalWriter& out, geometry::Box& box) {
    Strict in(blob, grid);
    in.expect(std::uint8_t{0x00}), in.expect(std::uint8_t{0x01}), in.expect(std::int32_t{srid});
    const auto low = in.take<std::array<double, 2>>(), high = in.take<std::array<double, 2>>();
    in.expect(std::uint8_t{0x7C});
    switch (in.take<std::int32_t>()) {
        case 4: points(in, out, box); break;
        case 5: lines(in, out, box); break;
        case 6: polygons(in, out, box); break;
        default: return false;
    }
    in.expect(std::uint8_t{0xFE});
    return in.done() && isStorable(box) && in.isPlace(low, box.empty() ? Point{} : Point{box.minX, box.minY}) &&
           in.isPlace(high, box.empty() ? Point{} : Point{box.maxX, box.maxY});
}

}  // namespace store
