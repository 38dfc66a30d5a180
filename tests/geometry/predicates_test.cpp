#include "geometry/predicates.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_shape.h"

namespace geometry {
namespace {

constexpr std::int64_t limit = (std::int64_t{1} << 52) - 1;

Point anywhere() { return {random_shape::roll(-limit, limit), random_shape::roll(-limit, limit)}; }

// The same determinant, expanded about the origin instead of about a.
int orientationAboutOrigin(Point a, Point b, Point c) {
    const auto cross = [](Point p, Point q) { return static_cast<Wide>(p.x) * q.y - static_cast<Wide>(p.y) * q.x; };
    const Wide turn = cross(a, b) + cross(b, c) + cross(c, a);
    return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

RC_GTEST_PROP(Orientation, isExactOverTheWholeGrid, ()) {
    const Point a = anywhere(), b = anywhere();
    // Half of the thirds are within a step of the line, where doubles would be wrong.
    Point c = anywhere();
    if (*rc::gen::arbitrary<bool>()) {
        c = along(a, b, static_cast<double>(random_shape::roll(0, 1000)) / 1000);
        c.x += random_shape::roll(-1, 1);
    }
    RC_ASSERT(orientation(a, b, c) == orientationAboutOrigin(a, b, c));
    RC_ASSERT(orientation(b, c, a) == orientation(a, b, c));
    RC_ASSERT(orientation(b, a, c) == -orientation(a, b, c));
}

TEST(Orientation, seesOneStepInAThousandBillion) {
    const Point a{-limit, -limit}, b{limit, limit};
    EXPECT_EQ(orientation(a, b, {0, 0}), 0);
    EXPECT_EQ(orientation(a, b, {0, 1}), 1);
    EXPECT_EQ(orientation(a, b, {limit, limit - 1}), -1);
}

// start + length·part/whole lies in [value − ½, value + ½).
bool nearestTo(std::int64_t start, std::int64_t length, Wide part, Wide whole, std::int64_t value) {
    const Wide off = 2 * (static_cast<Wide>(start - value) * whole + static_cast<Wide>(length) * part);
    return -whole <= off && off < whole;
}

RC_GTEST_PROP(Crossing, isTheNearestPlaceOnTheGrid, ()) {
    const std::int64_t size = std::int64_t{1} << random_shape::roll(2, 30);
    const auto place = [&] { return Point{random_shape::roll(-size, size), random_shape::roll(-size, size)}; };
    const Point a = place(), b = place(), c = place(), d = place();
    const auto met = crossing(a, b, c, d);
    const Wide denominator = static_cast<Wide>(b.x - a.x) * (d.y - c.y) - static_cast<Wide>(b.y - a.y) * (d.x - c.x);
    if (denominator == 0 || !segmentsMeet(a, b, c, d)) {
        RC_ASSERT(!met);
        return;
    }
    RC_ASSERT(met.has_value());
    const Wide numerator = static_cast<Wide>(c.x - a.x) * (d.y - c.y) - static_cast<Wide>(c.y - a.y) * (d.x - c.x);
    const Wide sign = denominator < 0 ? -1 : 1;
    RC_ASSERT(nearestTo(a.x, b.x - a.x, sign * numerator, sign * denominator, met->x));
    RC_ASSERT(nearestTo(a.y, b.y - a.y, sign * numerator, sign * denominator, met->y));
}

RC_GTEST_PROP(Crossing, doesNotDependOnHowTheSegmentsAreGiven, ()) {
    const Point a = anywhere(), b = anywhere(), c = anywhere(), d = anywhere();
    const auto met = crossing(a, b, c, d);
    RC_ASSERT(crossing(b, a, c, d) == met);
    RC_ASSERT(crossing(a, b, d, c) == met);
    RC_ASSERT(crossing(d, c, b, a) == met);
    RC_ASSERT(met.has_value() || !segmentsCross(a, b, c, d));
    if (met) RC_ASSERT(Box::of(a, b).contains(*met) && Box::of(c, d).contains(*met));
}

TEST(Crossing, halvesGoUpAndParallelsDoNotCross) {
    EXPECT_EQ(crossing({0, 0}, {1, 1}, {0, 1}, {1, 0}), (Point{1, 1}));
    EXPECT_EQ(crossing({0, 0}, {-1, -1}, {0, -1}, {-1, 0}), (Point{0, 0}));
    EXPECT_EQ(crossing({0, 0}, {4, 0}, {2, 0}, {6, 0}), std::nullopt);
    EXPECT_EQ(crossing({0, 0}, {4, 0}, {5, -1}, {5, 1}), std::nullopt);
    EXPECT_EQ(crossing({-limit, -limit}, {limit, limit}, {-limit, limit}, {limit, -limit}), (Point{0, 0}));
}

// Even-odd along a ray that meets no grid place on the board but its start.
Side locateByRay(const Ring& ring, Point p) {
    const Point far{p.x + 10007, p.y + 10009};
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point a = ring[j], b = ring[i];
        if (orientation(a, b, p) == 0 && Box::of(a, b).contains(p)) return Side::Boundary;
        if (segmentsCross(p, far, a, b)) inside = !inside;
    }
    return inside ? Side::Inside : Side::Outside;
}

RC_GTEST_PROP(Locate, agreesWithAnotherRay, ()) {
    const Ring ring = random_shape::scribble(1, 9, 6);
    for (std::int64_t x = -1; x <= 7; ++x)
        for (std::int64_t y = -1; y <= 7; ++y) RC_ASSERT(locate(ring, {x, y}) == locateByRay(ring, {x, y}));
}

TEST(Locate, knowsHolesAndTheirBoundaries) {
    const MultiPolygon area{{{{{0, 0}, {9, 0}, {9, 9}, {0, 9}}, {{{3, 3}, {3, 6}, {6, 6}, {6, 3}}}}}};
    EXPECT_EQ(locate(area, {1, 1}), Side::Inside);
    EXPECT_EQ(locate(area, {4, 4}), Side::Outside);
    EXPECT_EQ(locate(area, {3, 4}), Side::Boundary);
    EXPECT_EQ(locate(area, {9, 9}), Side::Boundary);
    EXPECT_EQ(locate(area, {10, 9}), Side::Outside);
    EXPECT_EQ(locate(MultiPolygon{}, {0, 0}), Side::Outside);
    EXPECT_EQ(locate(Ring{}, {0, 0}), Side::Outside);
}

TEST(Nearest, isOnTheSegment) {
    EXPECT_DOUBLE_EQ(nearestOn({0, 0}, {10, 0}, {3, 4}).distance, 4);
    EXPECT_DOUBLE_EQ(nearestOn({0, 0}, {10, 0}, {3, 4}).t, 0.3);
    EXPECT_DOUBLE_EQ(nearestOn({0, 0}, {10, 0}, {13, 4}).distance, 5);
    EXPECT_DOUBLE_EQ(nearestOn({0, 0}, {10, 0}, {-3, 4}).t, 0);
    EXPECT_DOUBLE_EQ(nearestOn({2, 2}, {2, 2}, {5, 6}).distance, 5);
    EXPECT_EQ(along({0, 0}, {10, 5}, 1), (Point{10, 5}));
    EXPECT_EQ(along({0, 0}, {10, 5}, 0.5), (Point{5, 3}));
}

TEST(DoubledSteps, areExactAndSigned) {
    const Ring square{{0, 0}, {3, 0}, {3, 3}, {0, 3}};
    EXPECT_TRUE(doubledSteps(square) == 18);
    EXPECT_TRUE(doubledSteps(Ring(square.rbegin(), square.rend())) == -18);
    const Ring huge{{-limit, -limit}, {limit, -limit}, {limit, limit}, {-limit, limit}};
    EXPECT_TRUE(doubledSteps(huge) == static_cast<Wide>(8) * limit * limit);
    EXPECT_TRUE(doubledSteps(Ring{}) == 0);
}

TEST(Orient, turnsRingsAndKeepsTheirFirstCorner) {
    MultiPolygon area{{{{{0, 0}, {0, 9}, {9, 9}, {9, 0}}, {{{3, 3}, {6, 3}, {6, 6}, {3, 6}}}}}};
    orient(area);
    EXPECT_EQ(area.polygons[0].outer, (Ring{{0, 0}, {9, 0}, {9, 9}, {0, 9}}));
    EXPECT_EQ(area.polygons[0].holes[0], (Ring{{3, 3}, {3, 6}, {6, 6}, {6, 3}}));
}

}  // namespace
}  // namespace geometry
