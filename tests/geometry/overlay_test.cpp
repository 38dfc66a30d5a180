#include "geometry/overlay.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "geometry/box.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"
#include "random_shape.h"

namespace geometry {
namespace {

using random_shape::roll;

MultiPolygon square(std::int64_t x, std::int64_t y, std::int64_t size) {
    return {{{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}}, {}}}};
}

double doubled(const MultiPolygon& area) { return static_cast<double>(doubledSteps(area)); }

double boundary(const MultiPolygon& area) {
    double length = 0;
    eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            length +=
                std::hypot(static_cast<double>(ring[i].x - ring[j].x), static_cast<double>(ring[i].y - ring[j].y));
    });
    return length;
}

bool asShapesAre(const MultiPolygon& area) {
    MultiPolygon turned = area;
    orient(turned);
    return turned == area && !flawOf(area);
}

// Two stars that overlap more or less, anywhere on the grid, from a few steps to a county in size.
struct Pair {
    MultiPolygon a, b;
    double tolerance() const { return 4 * (boundary(a) + boundary(b)) + 8; }  // a step to either side, doubled
};
Pair anyPair() {
    const std::int64_t size = std::int64_t{1} << roll(3, 31);
    const Point centre{roll(-100, 100) * 1000000000, roll(-100, 100) * 1000000000};
    const Point other{centre.x + roll(-size, size), centre.y + roll(-size, size)};
    const auto area = [&](Point at) {
        MultiPolygon star{{{random_shape::star(at, size, static_cast<int>(roll(3, 300))), {}}}};
        orient(star);
        return flawOf(star) ? square(at.x, at.y, size) : star;
    };
    return {area(centre), area(other)};
}

RC_GTEST_PROP(Overlay, partsMakeTheWhole, ()) {
    const auto [a, b] = anyPair();
    const double tolerance = Pair{a, b}.tolerance();
    const auto both = intersect(a, b), rest = subtract(a, b), other = subtract(b, a), whole = unite(a, b);
    RC_ASSERT(both && rest && other && whole);
    for (const auto* result : {&*both, &*rest, &*other, &*whole}) RC_ASSERT(asShapesAre(*result));
    RC_ASSERT(std::abs(doubled(*both) + doubled(*rest) - doubled(a)) <= tolerance);
    RC_ASSERT(std::abs(doubled(*both) + doubled(*other) - doubled(b)) <= tolerance);
    RC_ASSERT(std::abs(doubled(*whole) - doubled(*both) - doubled(*rest) - doubled(*other)) <= tolerance);
    const auto again = unite(*both, *rest);
    RC_ASSERT(again && std::abs(doubled(*again) - doubled(a)) <= tolerance);
}

RC_GTEST_PROP(Overlay, exactWhereCornersAreOnTheGrid, ()) {
    const std::int64_t x = roll(-5, 5), y = roll(-5, 5);
    const MultiPolygon a = square(0, 0, 6), b = square(x, y, 6);
    const Wide common =
        static_cast<Wide>(std::max<std::int64_t>(0, 6 - std::abs(x))) * std::max<std::int64_t>(0, 6 - std::abs(y)) * 2;
    RC_ASSERT(doubledSteps(intersect(a, b).value()) == common);
    RC_ASSERT(doubledSteps(subtract(a, b).value()) == 72 - common);
    RC_ASSERT(doubledSteps(unite(a, b).value()) == 144 - common);
    RC_ASSERT(overlaps(a, b).value() == (common > 0));
}

TEST(Overlay, refusesWhatIsNoArea) {
    const MultiPolygon bowTie{{{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}}};
    const auto result = intersect(bowTie, square(0, 0, 5));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message.arguments, (std::vector<std::string>{"5", "5"}));
    EXPECT_FALSE(subtract(square(0, 0, 5), bowTie));
    EXPECT_FALSE(uniteAll({&bowTie}));
}

// Of a large area only what lies near the other is looked at.
TEST(Overlay, refusesALargeAreaOnlyWhereTheyMeet) {
    MultiPolygon comb{{{{{0, 0}, {100000, 0}}, {}}}};
    for (std::int64_t x = 100000; x > 0; x -= 500) {
        comb.polygons[0].outer.push_back({x, 1000});
        comb.polygons[0].outer.push_back({x - 250, 500});
    }
    ASSERT_FALSE(flawOf(comb));
    std::swap(comb.polygons[0].outer[2], comb.polygons[0].outer[4]);  // crosses itself in the east
    ASSERT_TRUE(flawOf(comb));
    EXPECT_FALSE(intersect(comb, square(99000, 600, 900)));
    EXPECT_FALSE(subtract(square(99000, 600, 900), comb));
    const auto far = intersect(comb, square(1000, 0, 100));
    ASSERT_TRUE(far);
    EXPECT_TRUE(doubledSteps(*far) == 20000);
}

TEST(Overlay, emptyAndApart) {
    const MultiPolygon none, here = square(0, 0, 5), there = square(50, 0, 5);
    EXPECT_TRUE(intersect(here, there)->empty());
    EXPECT_TRUE(intersect(here, none)->empty());
    EXPECT_EQ(*subtract(here, there), here);
    EXPECT_TRUE(subtract(none, here)->empty());
    EXPECT_EQ(*unite(none, here), here);
    EXPECT_EQ(unite(here, there)->polygons.size(), 2u);
    EXPECT_TRUE(uniteAll({})->empty());
    EXPECT_FALSE(*overlaps(none, here));
}

TEST(Overlay, uniteAllOfAChessBoard) {
    std::vector<MultiPolygon> squares;
    for (std::int64_t x = 0; x < 30; ++x)
        for (std::int64_t y = 0; y < 30; ++y) squares.push_back(square(x * 7, y * 7, 7));
    std::vector<const MultiPolygon*> all;
    for (const auto& one : squares) all.push_back(&one);
    const auto whole = uniteAll(all);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->polygons.size(), 1u);
    EXPECT_TRUE(doubledSteps(*whole) == 2 * 210 * 210);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = uniteAll(all, {stop.get_token(), {}});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, base::Error::Code::Cancelled);
}

// On a board this small and scaled this much, what is common to two areas is never thinner than a step.
RC_GTEST_PROP(Overlaps, agreesWithTheIntersection, ()) {
    const std::int64_t board = roll(2, 12);
    const auto valid = [&] {
        for (int tries = 0; tries < 50; ++tries) {
            const MultiPolygon area = random_shape::scribbles(board);
            if (!flawOf(area)) return area;
        }
        return square(roll(0, 3), roll(0, 3), roll(1, 5));
    };
    const MultiPolygon a = valid(), b = valid();
    const auto scaled = [](MultiPolygon area) {
        eachRing(area, [](Ring& ring) {
            for (auto& [x, y] : ring) x <<= 20, y <<= 20;
        });
        return area;
    };
    RC_ASSERT(overlaps(a, b).value() == !intersect(scaled(a), scaled(b)).value().empty());
    RC_ASSERT(overlaps(b, a).value() == overlaps(a, b).value());
    RC_ASSERT(overlaps(a, a).value());
}

TEST(Overlaps, isExactForAStepOnAContinent) {
    constexpr std::int64_t big = 100000000000;
    const MultiPolygon left{{{{{0, 0}, {big, 0}, {big + 1, big}, {0, big}}, {}}}};
    const MultiPolygon touching{{{{{big, 0}, {2 * big, 0}, {2 * big, big}, {big + 1, big}}, {}}}};
    const MultiPolygon over{{{{{big, 0}, {2 * big, 0}, {2 * big, big}, {big, big}}, {}}}};
    EXPECT_FALSE(*overlaps(left, touching));
    EXPECT_TRUE(*overlaps(left, over));
}

TEST(Overlaps, holeAndItsFilling) {
    const MultiPolygon frame{{{{{0, 0}, {9, 0}, {9, 9}, {0, 9}}, {{{3, 3}, {3, 6}, {6, 6}, {6, 3}}}}}};
    EXPECT_FALSE(*overlaps(frame, square(3, 3, 3)));
    EXPECT_FALSE(*overlaps(square(4, 4, 1), frame));
    EXPECT_TRUE(*overlaps(frame, square(3, 3, 4)));
    EXPECT_TRUE(*overlaps(square(1, 1, 1), frame));
}

RC_GTEST_PROP(SplitBy, partsMakeTheWhole, ()) {
    const MultiPolygon area = anyPair().a;
    const Box box = boxOf(area).grown(10);
    const Line line{{box.minX, roll(box.minY, box.maxY)}, {box.maxX, roll(box.minY, box.maxY)}};
    const auto parts = splitBy(area, line);
    RC_ASSERT(parts.has_value());
    double sum = 0;
    for (const auto& part : *parts) {
        RC_ASSERT(asShapesAre(part));
        RC_ASSERT(!part.empty());
        sum += doubled(part);
    }
    RC_ASSERT(std::abs(sum - doubled(area)) <= 4 * boundary(area) + 8);
    if (parts->size() == 1) RC_ASSERT((*parts)[0] == area);
}

TEST(SplitBy, cutsOnlyWhatTheLineCrosses) {
    MultiPolygon two = square(0, 0, 10);
    two.polygons.push_back(square(100, 0, 10).polygons[0]);
    const auto parts = splitBy(two, {{-5, 4}, {50, 4}});
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 2u);
    EXPECT_TRUE(doubledSteps((*parts)[0]) == 2 * (60 + 100));
    EXPECT_TRUE(doubledSteps((*parts)[1]) == 2 * 40);

    EXPECT_EQ(splitBy(two, {{-5, 4}, {5, 4}})->front(), two);                                         // ends inside
    EXPECT_EQ(splitBy(square(0, 0, 10), {{-5, 5}, {5, 15}, {15, 5}, {5, -5}, {-5, 5}})->size(), 1u);  // touches only
    EXPECT_EQ(splitBy(square(0, 0, 10), {{5, 0}, {5, 10}})->size(), 2u);  // from boundary to boundary
    EXPECT_FALSE(splitBy(two, {{1, 1}, {1, 1}}));
}

TEST(SplitBy, leavesAHoleAHole) {
    const MultiPolygon frame{{{{{0, 0}, {9, 0}, {9, 9}, {0, 9}}, {{{3, 3}, {3, 6}, {6, 6}, {6, 3}}}}}};
    const auto parts = splitBy(frame, {{-1, 4}, {10, 4}});
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->size(), 2u);
    double sum = 0;
    for (const auto& part : *parts) sum += doubled(part);
    EXPECT_EQ(sum, doubled(frame));
}

RC_GTEST_PROP(Repaired, isAlwaysAnArea, ()) {
    MultiPolygon area = random_shape::scribbles(roll(1, 40));
    if (roll(0, 3) == 0) area.polygons[0].outer.resize(static_cast<std::size_t>(roll(0, 3)));
    orient(area);
    const MultiPolygon whole = repaired(area);
    RC_ASSERT(asShapesAre(whole));
    if (!flawOf(area)) RC_ASSERT(doubledSteps(whole) == doubledSteps(area));
}

TEST(Repaired, keepsBothWingsOfABowTie) {
    const MultiPolygon whole = repaired({{{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}}});
    EXPECT_EQ(whole.polygons.size(), 2u);
    EXPECT_TRUE(doubledSteps(whole) == 2 * 50);
}

}  // namespace
}  // namespace geometry
