#include "edit/boundary.h"

#include <gmock/gmock.h>

#include "edit/snap.h"
#include "edit/squares.h"

namespace {

using namespace squares;
namespace layer = support::layer;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t reach = unit / 2;
const std::vector<LayerId> all4{layer::county, layer::zones, layer::lines, layer::survey};

Snapshot pair() {
    return Builder()
        .add(layer::survey, box(0, 0, 10, 10), "A")
        .add(layer::survey, box(10, 0, 20, 10), "B")
        .add(layer::zones, box(0, 0, 20, 10), "Z")
        .add(layer::roads, geometry::MultiLine{{{at(5, -5), at(5, 15)}}}, "road")
        .add(layer::trees, geometry::MultiPoint{{at(3, 3)}}, "tree")
        .plan();
}

TEST(Hit, AVertexWinsOverANearerSegment) {
    const auto hit = edit::hit(pair(), at(10.1, 9.7), reach, reach, all4);
    ASSERT_TRUE(hit);
    EXPECT_TRUE(hit->vertex);
    EXPECT_EQ(hit->at, at(10, 10));
    EXPECT_THAT(hit->sharers, SizeIs(3)) << "Z has no vertex there, but its boundary passes through and will follow";
}

TEST(Hit, ASegmentWithAllThatShareIt) {
    const auto hit = edit::hit(pair(), at(10.1, 5), reach, reach, all4);
    ASSERT_TRUE(hit);
    EXPECT_FALSE(hit->vertex);
    EXPECT_EQ(hit->at, at(10, 5));
    EXPECT_THAT(hit->sharers, SizeIs(2));
}

TEST(Hit, NothingOutOfReachOrInHiddenLayers) {
    EXPECT_FALSE(edit::hit(pair(), at(7, 5), reach, reach, all4));
    EXPECT_FALSE(edit::hit(pair(), at(10, 5), reach, reach, {layer::zones}));
    EXPECT_FALSE(edit::hit(pair(), at(10, 5), reach, reach, {}));
}

TEST(Hit, ReachIsAsThePointerSeesIt) {
    EXPECT_TRUE(edit::hit(pair(), at(10.9, 5), unit, unit / 10, all4));
    EXPECT_FALSE(edit::hit(pair(), at(10.9, 5), unit / 10, unit, all4));
}

TEST(FeaturesAt, TopmostFirst) {
    const Snapshot plan = pair();
    const auto found = edit::featuresAt(plan, at(5, 5), reach, reach, {layer::zones, layer::survey, layer::roads});
    ASSERT_THAT(found, SizeIs(3));
    EXPECT_EQ(plan::nameOf(plan.schema(), *found[0]), "road");
    EXPECT_EQ(plan::nameOf(plan.schema(), *found[1]), "A");
    EXPECT_EQ(plan::nameOf(plan.schema(), *found[2]), "Z");
    EXPECT_THAT(edit::featuresAt(plan, at(3.1, 3.1), reach, reach, {layer::trees}), SizeIs(1));
    EXPECT_THAT(edit::featuresAt(plan, at(4, 4), reach, reach, {layer::trees}), IsEmpty());
}

TEST(Snap, ToVertexThenSegmentThenNothing) {
    const Snapshot plan = pair();
    EXPECT_EQ(edit::snap(plan, at(10.1, 9.7), reach, reach, all4).kind, edit::SnapKind::Vertex);
    const auto segment = edit::snap(plan, at(10.1, 5), reach, reach, all4);
    EXPECT_EQ(segment.kind, edit::SnapKind::Segment);
    EXPECT_EQ(segment.at, at(10, 5));
    const auto none = edit::snap(plan, at(7, 5), reach, reach, all4);
    EXPECT_EQ(none.kind, edit::SnapKind::None);
    EXPECT_EQ(none.at, at(7, 5));
}

TEST(Snap, WhatIsInTheHandDoesNotCount) {
    const Point held = at(10, 10);
    const auto snap = edit::snap(pair(), at(10.1, 9.9), reach, reach, {layer::survey}, &held);
    EXPECT_EQ(snap.kind, edit::SnapKind::None);
}

}  // namespace
