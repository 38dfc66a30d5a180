#include "review/lobes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "geometry/overlay.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"
#include "review/alignment.h"
#include "support/random_plan.h"

namespace {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;

MultiPolygon area(Ring outer, std::vector<Ring> holes = {}) { return {{{std::move(outer), std::move(holes)}}}; }

const Ring square{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}};

TEST(Alignment, EqualRingsAreOneStretchWhereverTheyBegin) {
    const Ring turned{{1000, 1000}, {0, 1000}, {0, 0}, {1000, 0}};
    const auto kept = review::commonStretches(square, turned);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].edges, 4u);
    EXPECT_EQ(kept[0].before, 2u);
    EXPECT_TRUE(review::commonStretches(square, Ring{{5, 5}, {6, 5}, {6, 6}}).empty());
}

TEST(Lobes, AMovedCornerIsOneTriangleOrQuadrilateral) {
    const auto out = review::lobes(area(square), area({{0, 0}, {1000, 0}, {1200, 1200}, {0, 1000}}));
    ASSERT_TRUE(out);
    EXPECT_TRUE(out->lost.empty());
    ASSERT_EQ(out->gained.polygons.size(), 1u);
    EXPECT_EQ(geometry::doubledSteps(out->gained), 2 * 200'000);
    const auto in = review::lobes(area({{0, 0}, {1000, 0}, {1200, 1200}, {0, 1000}}), area(square));
    ASSERT_TRUE(in);
    EXPECT_TRUE(in->gained.empty());
    EXPECT_EQ(geometry::doubledSteps(in->lost), 2 * 200'000);
}

TEST(Lobes, ACornerOfAHoleThatMovesOutwardsTakesArea) {
    const Ring hole{{200, 200}, {200, 400}, {400, 400}, {400, 200}},
        wider{{200, 200}, {200, 400}, {500, 500}, {400, 200}};
    const auto moved = review::lobes(area(square, {hole}), area(square, {wider}));
    ASSERT_TRUE(moved);
    EXPECT_TRUE(moved->gained.empty());
    EXPECT_EQ(geometry::doubledSteps(moved->lost), 2 * 20'000);
}

TEST(Lobes, WhatCannotBeReadOffIsLeftToTheOverlay) {
    EXPECT_FALSE(review::lobes(area(square), {})) << "a ring goes";
    EXPECT_FALSE(review::lobes(area(square), area({{5, 5}, {900, 5}, {900, 900}}))) << "no common corner";
    EXPECT_FALSE(review::lobes(area(square), area({{0, 0}, {2000, 10}, {2000, 2000}}))) << "all but one corner";
    const Ring crossed{{0, 0}, {500, 200}, {700, -300}, {1000, 0}, {1000, 1000}, {0, 1000}};
    EXPECT_FALSE(review::lobes(area(square), area(crossed))) << "the new way crosses the old one";
    const Ring island{{200, 400}, {200, 600}, {400, 600}, {400, 400}};
    const Ring inwards{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}, {700, 500}};
    EXPECT_FALSE(review::lobes(area(square, {island}), area(inwards, {island}))) << "a hole lies in the piece";
}

// Their areas cancel to almost nothing.
TEST(Lobes, WaysThatCrossAreLeftToTheOverlay) {
    const Ring before{{0, 0}, {400'000, -1000}, {1'000'000, 0}, {1'000'000, 1'000'000}, {0, 1'000'000}};
    const Ring after{{0, 0}, {600'000, -1000}, {1'000'000, 0}, {1'000'000, 1'000'000}, {0, 1'000'000}};
    EXPECT_FALSE(review::lobes(area(before), area(after)));
}

TEST(Lobes, ACornerOnAStraightEdgeIsNoChange) {
    const auto same = review::lobes(area(square), area({{0, 0}, {500, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}));
    ASSERT_TRUE(same);
    EXPECT_TRUE(same->gained.empty() && same->lost.empty());
}

// Whatever is read off is what an overlay makes of it, to the square step.
RC_GTEST_PROP(Lobes, AgreeWithTheOverlay, (std::uint64_t seed)) {
    support::Dice dice(seed);
    const auto plan = support::randomPlan(seed);
    for (const auto id : {support::layer::zones, support::layer::lines})
        plan.each(id, [&](const plan::FeatureRef& feature) {
            MultiPolygon after = std::get<MultiPolygon>(feature->shape);
            const MultiPolygon before = after;
            geometry::eachRing(after, [&](Ring& ring) {
                for (Point& corner : ring)
                    if (dice.chance(15))
                        corner = {corner.x + dice.roll(-400'000, 400'000), corner.y + dice.roll(-400'000, 400'000)};
                if (dice.chance(30)) std::rotate(ring.begin(), ring.begin() + 1, ring.end());
            });
            if (geometry::flawOf(before) || geometry::flawOf(after)) return;
            const auto read = review::lobes(before, after);
            if (!read) return;
            const auto agrees = [](const MultiPolygon& made, const MultiPolygon& a, const MultiPolygon& b) {
                const auto overlay = geometry::subtract(a, b);
                RC_ASSERT(overlay.has_value());
                // The overlay may round a crossing; here there are none.
                RC_ASSERT(geometry::doubledSteps(made) == geometry::doubledSteps(*overlay));
            };
            agrees(read->gained, after, before);
            agrees(read->lost, before, after);
        });
}

}  // namespace
