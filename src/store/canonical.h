#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include "geometry/shape.h"
#include "plan/value.h"

namespace store {

constexpr std::uint8_t stateFormat = 1;
enum class ValueTag : std::uint8_t { Null, Integer, Real, Text };
enum class ShapeTag : std::uint8_t { None, Points, Lines, Polygons };

// Writes the canonical bytes of states: what is digested (README.md beside this file, "Canonical bytes of a state").
class CanonicalWriter {
public:
    explicit CanonicalWriter(std::vector<std::uint8_t>& out) : out_(out) {}
    void byte(std::uint8_t value) { out_.push_back(value); }
    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    void count(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
        byte(static_cast<std::uint8_t>(value));
    }
    // Small numbers of either sign take few bytes.
    void integer(std::int64_t value) {
        count(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
    }
    void real(double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);  // one zero
        for (unsigned i = 0; i < 8; ++i) byte(static_cast<std::uint8_t>(bits >> 8 * i));
    }
    void text(std::string_view value) {
        count(value.size());
        out_.insert(out_.end(), value.begin(), value.end());
    }
    void tag(ValueTag value) { byte(static_cast<std::uint8_t>(value)); }
    void tag(ShapeTag value) { byte(static_cast<std::uint8_t>(value)); }
    void value(const plan::Value& value) {
        byte(static_cast<std::uint8_t>(value.index()));
        if (const auto* whole = std::get_if<std::int64_t>(&value)) integer(*whole);
        if (const auto* number = std::get_if<double>(&value)) real(*number);
        if (const auto* held = std::get_if<std::string>(&value)) text(*held);
    }
    // A place, as steps from the one before it in the state.
    void point(geometry::Point p) {
        integer(difference(p.x, last_.x)), integer(difference(p.y, last_.y));
        last_ = p;
    }
    void points(const std::vector<geometry::Point>& points) {
        count(points.size());
        for (const geometry::Point p : points) point(p);
    }

private:
    static std::int64_t difference(std::int64_t a, std::int64_t b) {  // wraps, as the reader's sum does
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    }
    std::vector<std::uint8_t>& out_;
    geometry::Point last_;
};
static_assert(std::is_same_v<std::variant_alternative_t<1, plan::Value>, std::int64_t> &&
              std::is_same_v<std::variant_alternative_t<2, plan::Value>, double> &&
              std::is_same_v<std::variant_alternative_t<3, plan::Value>, std::string>);

}  // namespace store
