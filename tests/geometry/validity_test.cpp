#include "geometry/validity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

RC_GTEST_PROP(FlawOf, agreesWithGeosOnAnyScribble, ()) {
    const MultiPolygon area = random_shape::scribbles(random_shape::roll(3, 12));
    const auto flaw = flawOf(area);
    if (flaw && flaw->kind == Kind::TooFewPoints) return;
    RC_ASSERT(flaw.has_value() == geos::faultOf(geos::from(area)).has_value());
}

}  // namespace
}  // namespace geometry
