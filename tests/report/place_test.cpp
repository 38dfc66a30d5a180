#include "report/place.h"

#include <gtest/gtest.h>

#include <random>

#include "geometry/predicates.h"

namespace {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Side;

Point onGrid(const geometry::Shape& shape) {
    const auto place = report::placeOf(shape, {1});
    EXPECT_TRUE(place);
    return place ? Point{std::llround(place->x), std::llround(place->y)} : Point{-1, -1};
}

TEST(Place, LiesInTheShape) {
    // A frame: the middle of its box is in the hole.
    const MultiPolygon frame{{{{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, {{{10, 10}, {10, 90}, {90, 90}, {90, 10}}}}}};
    EXPECT_EQ(locate(frame, onGrid(frame)), Side::Inside);
    // A horseshoe.
    const MultiPolygon shoe{{{{{0, 0}, {100, 0}, {100, 100}, {90, 100}, {90, 10}, {10, 10}, {10, 100}, {0, 100}}, {}}}};
    EXPECT_EQ(locate(shoe, onGrid(shoe)), Side::Inside);
    // Two parts with nothing on the level between them.
    const MultiPolygon apart{{{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {}}, {{{0, 90}, {9, 90}, {9, 99}, {0, 99}}, {}}}};
    EXPECT_NE(locate(apart, onGrid(apart)), Side::Outside);
    // Thinner than a step.
    const MultiPolygon sliver{{{{{0, 0}, {1000, 1}, {2000, 1}}, {}}}};
    EXPECT_NE(locate(sliver, onGrid(sliver)), Side::Outside);

    EXPECT_EQ(onGrid(geometry::MultiPoint{{3, 4}, {5, 6}}), (Point{3, 4}));
    EXPECT_EQ(onGrid(geometry::MultiLine{{{{0, 0}, {5, 5}, {9, 9}}}}), (Point{5, 5}));
    for (const geometry::Shape& nothing :
         {geometry::Shape(), geometry::Shape(MultiPolygon()), geometry::Shape(geometry::MultiPoint())})
        EXPECT_FALSE(report::placeOf(nothing, {1}));
    const auto degrees = report::placeOf(geometry::MultiPoint{{107'123'456'789, 41'000'000'001}}, {1e9});
    EXPECT_EQ(degrees, (geometry::Coordinate{107.123456789, 41.000000001}));
}

TEST(Place, LiesInRandomRingsThatMayCrossThemselves) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<std::int64_t> coordinate(-50, 50);
    for (int round = 0; round < 2000; ++round) {
        geometry::Ring ring(3 + random() % 8);
        for (auto& corner : ring) corner = {coordinate(random), coordinate(random)};
        const MultiPolygon area{{{ring, {}}}};
        ASSERT_NE(locate(area, onGrid(area)), Side::Outside) << "round " << round;
    }
}

}  // namespace
