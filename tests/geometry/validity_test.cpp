#include "geometry/validity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "geometry/geos.h"
#include "geometry/wkt.h"
#include "random_shape.h"

namespace geometry {
namespace {

using Kind = Flaw::Kind;

std::optional<Flaw> flawOfText(const char* wkt) { return flawOf(*fromWkt(wkt, Grid{1})); }

TEST(FlawOf, namesEachKindAndItsPlace) {
    const auto expect = [](const char* wkt, Kind kind, Point where) {
        const auto flaw = flawOfText(wkt);
        ASSERT_TRUE(flaw) << wkt;
        EXPECT_EQ(flaw->kind, kind) << wkt;
        EXPECT_EQ(flaw->where, where) << wkt;
    };
    expect("POLYGON((0 0, 10 10, 10 0, 0 10, 0 0))", Kind::SelfIntersection, {5, 5});
    expect("POLYGON((0 0, 10 0, 5 5, 10 10, 0 10, 5 5, 0 0))", Kind::RingSelfIntersection, {5, 5});
    expect("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (20 20, 21 20, 21 21, 20 20))", Kind::HoleOutsideShell, {20, 20});
    expect("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1), (3 3, 4 3, 4 4, 3 3))", Kind::NestedHoles,
           {3, 3});
    expect("MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0)), ((2 2, 3 2, 3 3, 2 2)))", Kind::NestedShells, {2, 2});
    expect("POLYGON((0 0, 8 0, 8 8, 0 8, 0 0), (0 4, 4 0, 8 4, 4 8, 0 4))", Kind::DisconnectedInterior, {8, 4});
    EXPECT_EQ(flawOf(MultiPolygon{{{{{1, 2}, {3, 4}}, {}}}})->kind, Kind::TooFewPoints);
    EXPECT_EQ(flawOf(MultiPolygon{{{{{1, 2}, {3, 4}, {3, 4}, {1, 2}}, {}}}})->where, (Point{1, 2}));
    EXPECT_EQ(flawOf(MultiPolygon{{{{}, {}}}})->kind, Kind::TooFewPoints);
    EXPECT_EQ(flawOf(Shape(MultiLine{{{{1, 1}, {1, 1}}}}))->kind, Kind::TooFewPoints);
    EXPECT_FALSE(flawOf(Shape(MultiLine{{{{1, 1}, {1, 2}}}})));
    EXPECT_FALSE(flawOf(Shape(MultiPoint{{1, 1}, {1, 1}})));
    EXPECT_FALSE(flawOf(Shape()));
}

// Teeth as wide as the area, one above the other.
TEST(FlawOf, manyEdgesAboveEachOther) {
    Ring comb;
    for (std::int64_t i = 0; i < 600; ++i) {
        comb.push_back({10, 10 * i});
        comb.push_back({100'000, 10 * i + 3});
    }
    comb.push_back({10, 6000});
    comb.push_back({0, 6000});
    comb.push_back({0, 0});
    EXPECT_TRUE(surelyValid(MultiPolygon{{{comb, {}}}}));
    Ring crossed = comb;
    crossed[601].y += 12;  // beyond the tooth above
    EXPECT_FALSE(surelyValid(MultiPolygon{{{crossed, {}}}}));
    EXPECT_EQ(flawOf(MultiPolygon{{{crossed, {}}}})->kind, Kind::SelfIntersection);
    std::swap(comb[600], comb[602]);
    EXPECT_TRUE(flawOf(MultiPolygon{{{comb, {}}}}));
}

RC_GTEST_PROP(FlawOf, agreesWithGeosOnAnyScribble, ()) {
    const MultiPolygon area = random_shape::scribbles(random_shape::roll(3, 12));
    const auto flaw = flawOf(area);
    if (flaw && flaw->kind == Kind::TooFewPoints) return;
    RC_ASSERT(flaw.has_value() == geos::faultOf(geos::from(area)).has_value());
}

// A winding ring with holes near its boundary, and one corner of it all moved: at the place it tells what a look at
// everything tells.
RC_GTEST_PROP(FlawAfterChange, isThatOfTheWhole, (std::uint64_t seed)) {
    std::mt19937_64 engine(seed);
    const auto roll = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(engine);
    };
    const auto circle = [&](Point centre, std::int64_t reach, std::size_t corners, bool hole) {
        Ring ring;
        for (std::size_t i = 0; i < corners; ++i) {
            const double angle = 6.28318530717958 * static_cast<double>(i) / static_cast<double>(corners);
            const double r = static_cast<double>(reach) * (i % 2 == 0 ? 1 : 0.8);
            ring.push_back(
                {centre.x + std::llround(r * std::cos(angle)), centre.y + std::llround(r * std::sin(angle))});
        }
        if (hole) std::reverse(ring.begin(), ring.end());
        return ring;
    };
    MultiPolygon area{{{circle({0, 0}, 1000, 180, false), {}}}};
    for (int i = 0; i < 6; ++i) area.polygons[0].holes.push_back(circle({i * 130 - 300, i * 100 - 250}, 40, 6, true));
    RC_PRE(!flawOf(area));
    for (int i = 0; i < 30; ++i) {
        MultiPolygon changed = area;
        const std::int64_t which = roll(0, 6);
        Ring& ring =
            which == 6 ? changed.polygons[0].outer : changed.polygons[0].holes[static_cast<std::size_t>(which)];
        const auto at = static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(ring.size()) - 1));
        Box place;
        const auto add = [&](const Ring& its) {
            for (const std::size_t step : {std::size_t{0}, std::size_t{1}, its.size() - 1})
                place.add(its[(at + step) % its.size()]);
        };
        add(ring);
        const std::int64_t far = roll(0, 3) == 0 ? 1200 : 80;
        ring[at].x += roll(-far, far), ring[at].y += roll(-far, far);
        add(ring);
        const auto near = flawAfterChange(Outline(changed), place), whole = flawOf(changed);
        RC_ASSERT(near.has_value() == whole.has_value());
        if (whole) RC_ASSERT(near->where == whole->where && near->kind == whole->kind);
    }
}

}  // namespace
}  // namespace geometry
