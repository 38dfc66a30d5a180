#include "geometry/regions.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "geometry/overlay.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"

namespace {

using namespace geometry;

MultiPolygon box(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1) {
    return {{{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, {}}}};
}

Regions regionsOf(const MultiPolygon& a, const MultiPolygon& b) {
    std::vector<SidedEdge> edges;
    addEdges(edges, a, 0);
    addEdges(edges, b, 1);
    return Regions(std::move(edges));
}

bool inBoth(const Cover& cover, bool) { return cover[0] >= 1 && cover[1] >= 1; }
bool inFirst(const Cover& cover, bool) { return cover[0] >= 1 && cover[1] == 0; }
bool inNone(const Cover& cover, bool bounded) { return bounded && cover == Cover{}; }

// A star around a place: valid, with long spikes that cross other stars often.
MultiPolygon star(std::mt19937_64& dice, std::int64_t reach) {
    const auto roll = [&](std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(high - low + 1));
    };
    const Point middle{roll(0, reach), roll(0, reach)};
    const std::int64_t corners = roll(3, 24);
    Ring ring;
    for (std::int64_t i = 0; i < corners; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(corners);
        const double length = static_cast<double>(roll(reach / 8 + 2, reach));
        ring.push_back(
            {middle.x + std::llround(length * std::cos(angle)), middle.y + std::llround(length * std::sin(angle))});
    }
    return {{{std::move(ring), {}}}};
}

double steps(const MultiPolygon& area) { return static_cast<double>(doubledSteps(area)) / 2; }

TEST(Regions, boxesThatOverlap) {
    const Regions regions = regionsOf(box(0, 0, 10, 10), box(5, 5, 15, 15));
    EXPECT_EQ(regions.where(inBoth), box(5, 5, 10, 10));
    const MultiPolygon corner{{{{{0, 0}, {10, 0}, {10, 5}, {5, 5}, {5, 10}, {0, 10}}, {}}}};
    EXPECT_EQ(regions.where(inFirst), corner);
}

TEST(Regions, neighboursLeaveNothing) {
    const Regions regions = regionsOf(box(0, 0, 10, 10), box(10, 0, 20, 10));
    EXPECT_TRUE(regions.where(inBoth).empty());
    EXPECT_EQ(regions.where(inFirst), box(0, 0, 10, 10));
}

TEST(Regions, holesAndIslands) {
    // A frame, a smaller frame in its hole, and a box in the hole of that.
    MultiPolygon frames = box(0, 0, 100, 100);
    frames.polygons[0].holes = {{{10, 10}, {10, 90}, {90, 90}, {90, 10}}};
    MultiPolygon inner = box(20, 20, 80, 80);
    inner.polygons[0].holes = {{{30, 30}, {30, 70}, {70, 70}, {70, 30}}};
    frames.polygons.push_back(inner.polygons[0]);
    const Regions regions = regionsOf(frames, box(40, 40, 60, 60));
    const MultiPolygon uncovered = regions.where(inNone);
    ASSERT_EQ(uncovered.polygons.size(), 2u);
    EXPECT_EQ(uncovered.polygons[0].outer.front(), (Point{10, 10}));
    EXPECT_EQ(uncovered.polygons[0].holes.size(), 1u);
    EXPECT_EQ(uncovered.polygons[1].outer.front(), (Point{30, 30}));
    EXPECT_EQ(uncovered.polygons[1].holes.front().front(), (Point{40, 40}));
}

TEST(Regions, partsThatTouchInAPointStayApart) {
    const Regions regions = regionsOf({{box(0, 0, 10, 10).polygons[0], box(10, 10, 20, 20).polygons[0]}}, {});
    EXPECT_EQ(regions.where(inFirst).polygons.size(), 2u);
}

TEST(Regions, aHoleThatTouchesItsOutlineIsAHole) {
    // A box whose notch is closed at its mouth by a single point.
    const MultiPolygon notched{{{{{0, 0}, {20, 0}, {20, 20}, {10, 20}, {15, 10}, {5, 10}, {10, 20}, {0, 20}}, {}}}};
    const MultiPolygon area = regionsOf(notched, {}).where(inFirst);
    ASSERT_EQ(area.polygons.size(), 1u);
    EXPECT_EQ(area.polygons[0].holes.size(), 1u);
    EXPECT_FALSE(flawOf(area));
}

TEST(Regions, aBrokenAreaIsTakenByTheEvenOddRule) {
    const MultiPolygon bow{{{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}}};
    const auto odd = [](const Cover& cover, bool) { return (cover[0] & 1) != 0; };
    const MultiPolygon area = regionsOf(bow, {}).where(odd);
    EXPECT_EQ(area.polygons.size(), 2u);
    EXPECT_EQ(steps(area), 50);
}

// Against GEOS, and against itself: parts add up to wholes but for the rounding of crossings.
void agrees(std::uint64_t seed, std::int64_t reach) {
    std::mt19937_64 dice(seed);
    const MultiPolygon a = star(dice, reach), b = star(dice, reach);
    RC_PRE(!flawOf(a) && !flawOf(b));
    const Regions regions = regionsOf(a, b);
    const MultiPolygon both = regions.where(inBoth), first = regions.where(inFirst);
    RC_ASSERT(both.empty() || !flawOf(both));
    RC_ASSERT(first.empty() || !flawOf(first));
    const double length = 60.0 * static_cast<double>(reach);  // of all edges, and more
    RC_ASSERT(std::abs(steps(both) + steps(first) - steps(a)) <= length);
    RC_ASSERT(std::abs(steps(both) - steps(intersect(a, b).value())) <= length);
    RC_ASSERT(regionsOf(b, a).where(inBoth) == both);
}

// Long edges from one corner that run less than a step apart, crossed by others at a small angle: each rounding bends
// them, and what is bent must not be found to cross for ever. Takes milliseconds; hours where it is.
TEST(Regions, longEdgesSideBySide) {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        std::mt19937_64 dice(seed);
        const auto roll = [&](std::int64_t low, std::int64_t high) {
            return low + static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(high - low + 1));
        };
        const Point far{roll(100'000'000, 200'000'000), roll(50'000'000, 100'000'000)};
        std::vector<SidedEdge> edges;
        for (std::size_t group = 0; group < 2; ++group)
            for (int i = 0; i < 4; ++i) {
                const Point near{group == 0 ? 0 : roll(20'000, 40'000'000), 0};
                const Point end{far.x + roll(-4, 4), far.y + roll(-4, 4)}, back{far.x + roll(-9, 9), far.y + 30'000};
                addEdges(edges, Ring{near, end, back}, group);
            }
        const Regions regions(std::move(edges));
        const MultiPolygon both = regions.where(inBoth);
        EXPECT_TRUE(both.empty() || !flawOf(both)) << "seed " << seed;
    }
}

RC_GTEST_PROP(Regions, agreesWithGeos, (std::uint64_t seed)) { agrees(seed, 1'000'000'000); }
RC_GTEST_PROP(Regions, agreesWithGeosInAFewSteps, (std::uint64_t seed)) { agrees(seed, 12); }

}  // namespace
