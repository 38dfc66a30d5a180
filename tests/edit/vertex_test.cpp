#include <gmock/gmock.h>

#include "edit/squares.h"

// Moving, inserting and removing vertices of shared boundaries.
namespace {

using namespace squares;
namespace layer = support::layer;
using edit::apply;
using testing::ElementsAre;
using testing::SizeIs;

std::vector<std::string> changed(const Snapshot& plan, const edit::Command& command) {
    std::vector<std::string> names;
    const plan::Changeset changes = apply(command, plan).value();
    for (const auto& change : changes.changes)
        names.push_back(plan::nameOf(plan.schema(), change.before ? *change.before : *change.after));
    return names;
}

// Two parcels with a zone over both, and a red line over the left one.
//   A | B
Snapshot pair() {
    return Builder()
        .add(layer::survey, box(0, 0, 10, 10), "A")
        .add(layer::survey, box(10, 0, 20, 10), "B")
        .add(layer::zones, box(0, 0, 20, 10), "Z")
        .add(layer::lines, box(0, 0, 10, 10), "R")
        .plan();
}

TEST(MoveVertex, MovesEveryFeatureOfTheGroupThatHasIt) {
    const Snapshot plan = pair();
    EXPECT_THAT(changed(plan, edit::MoveVertex{at(0, 10), at(0, 12), {}}), ElementsAre("Z", "R", "A"));
}

TEST(MoveVertex, ABoundaryThatPassesThroughFollows) {
    const Snapshot plan = pair();  // Z has no vertex at (10, 10), where A and B meet
    const Snapshot next = done(plan, edit::MoveVertex{at(10, 10), at(11, 12), {}});
    EXPECT_TRUE(geometry::hasVertex(named(next, layer::zones, "Z")->shape, at(11, 12)));
    EXPECT_TRUE(steps(next, layer::zones) == steps(next, layer::survey));
}

TEST(MoveVertex, ThreePolygonsMeetAndThreeMove) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::survey, box(10, 0, 20, 10), "B")
                              .add(layer::survey, area(ring({{0, 10}, {10, 10}, {20, 10}, {20, 20}, {0, 20}})), "C")
                              .plan();
    const Snapshot next = done(plan, edit::MoveVertex{at(10, 10), at(12, 11), {}});
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_TRUE(steps(next, layer::survey) == steps(plan, layer::survey));
    EXPECT_THAT(plan::withVertex(next, at(12, 11)), SizeIs(3));
}

TEST(MoveVertex, LayersLimitWhatMoves) {
    EXPECT_THAT(changed(pair(), edit::MoveVertex{at(0, 10), at(0, 12), {"STBHHX"}}), ElementsAre("R"));
}

TEST(MoveVertex, APointCloseByStays) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::trees, geometry::MultiPoint{{at(10, 10).x + 4000, at(10, 10).y}}, "T")
                              .plan();
    EXPECT_THAT(changed(plan, edit::MoveVertex{at(10, 10), at(11, 11), {}}), ElementsAre("A"));
}

TEST(MoveVertex, NamesTheNearestVertexWhereThereIsNone) {
    const auto result = apply(edit::MoveVertex{at(10, 10.5), at(11, 11), {}}, pair());
    ASSERT_EQ(refusal(result), "edit.no_vertex");
    EXPECT_EQ(result.error().message.arguments[1], "106.801, 41.201");
    EXPECT_THAT(result.error().message.arguments[2], testing::StartsWith("5.55"));
    EXPECT_EQ(refusal(apply(edit::MoveVertex{at(9999, 5000), at(1, 1), {}}, pair())), "edit.no_vertex");
}

TEST(MoveVertex, AcrossTheFarSideIsRefused) {
    const auto result = apply(edit::MoveVertex{at(10, 10), at(21, 5), {"DLTB"}}, pair());
    EXPECT_EQ(refusal(result), "edit.would_break");
    EXPECT_EQ(result.error().message.arguments[0], "DLTB B");
}

TEST(MoveVertex, ATriangleMayNotTurnOver) {
    const Snapshot plan = Builder().add(layer::survey, area(ring({{0, 0}, {10, 0}, {5, 5}})), "A").plan();
    EXPECT_EQ(refusal(apply(edit::MoveVertex{at(5, 5), at(5, -5), {}}, plan)), "edit.would_break");
}

TEST(MoveVertex, AHoleMayNotBeLeftOutside) {
    const Snapshot plan =
        Builder()
            .add(layer::survey,
                 area(ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}}), {ring({{8, 8}, {8, 9}, {9, 9}, {9, 8}})}), "A")
            .plan();
    EXPECT_EQ(refusal(apply(edit::MoveVertex{at(10, 10), at(2, 2), {}}, plan)), "edit.would_break");
}

TEST(MoveVertex, ANewOverlapIsRefusedAndNamesBoth) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::survey, box(12, 0, 20, 10), "B")
                              .add(layer::survey, box(9, 11, 9.5, 11.5), "C")
                              .plan();
    const auto into = apply(edit::MoveVertex{at(10, 10), at(13, 5), {}}, plan);
    EXPECT_EQ(refusal(into), "edit.would_overlap");
    EXPECT_THAT(into.error().message.arguments, ElementsAre("DLTB A", "DLTB B"));
    const auto over = apply(edit::MoveVertex{at(10, 10), at(11.9, 30), {}}, plan);  // swallows C whole
    EXPECT_EQ(refusal(over), "edit.would_overlap");
    EXPECT_THAT(over.error().message.arguments, ElementsAre("DLTB A", "DLTB C"));
    EXPECT_TRUE(apply(edit::MoveVertex{at(10, 10), at(12, 10), {}}, plan)) << "touching is no overlap";
}

TEST(MoveVertex, WhatOverlappedBeforeMayBeMended) {
    const Snapshot plan =
        Builder().add(layer::survey, box(0, 0, 10, 10), "A").add(layer::survey, box(9, 0, 20, 10), "B").plan();
    EXPECT_TRUE(apply(edit::MoveVertex{at(10, 10), at(9, 10), {}}, plan));
}

TEST(MoveVertex, WhatWasBrokenBeforeMayBeMoved) {
    const Snapshot plan =
        Builder().add(layer::survey, area(ring({{0, 0}, {10, 10}, {10, 0}, {0, 10}})), "bowtie").plan();
    EXPECT_TRUE(apply(edit::MoveVertex{at(10, 10), at(11, 11), {}}, plan));
}

TEST(MoveVertex, OntoItsNeighbourBecomesOneVertex) {
    const Snapshot plan = Builder()
                              .add(layer::survey, area(ring({{0, 0}, {10, 0}, {10, 4}, {10, 10}, {0, 10}})), "A")
                              .add(layer::survey, area(ring({{10, 0}, {20, 0}, {20, 10}, {10, 10}, {10, 4}})), "B")
                              .plan();
    const Snapshot next = done(plan, edit::MoveVertex{at(10, 4), at(10, 10), {}});
    EXPECT_EQ(geometry::vertexCount(named(next, layer::survey, "A")->shape), 4U);
    EXPECT_EQ(geometry::vertexCount(named(next, layer::survey, "B")->shape), 4U);
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
}

TEST(MoveVertex, SnappedToASegmentMakesASharedVertex) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::survey, area(ring({{12, -3}, {30, 0}, {12.7, 17}})), "B")
                              .plan();
    // A place on B's slanted side, rounded to the grid as snapping does.
    const Point on = edit::footOn(at(12.7, 17), at(12, -3), at(12.2, 4));
    const Snapshot next = done(plan, edit::MoveVertex{at(10, 10), on, {}});
    EXPECT_TRUE(geometry::hasVertex(named(next, layer::survey, "B")->shape, on));
    EXPECT_TRUE(overlapping(next, layer::survey).empty());
}

TEST(MoveVertex, EndsWhereItBeganIsNoChange) {
    EXPECT_TRUE(apply(edit::MoveVertex{at(10, 10), at(10, 10), {}}, pair()).value().empty());
}

TEST(MoveVertex, DeclaredAreasFollowWhereTheyAgreed) {
    const Snapshot plan = pair();
    const Snapshot next = done(plan, edit::MoveVertex{at(0, 10), at(0, 12), {}});
    const auto a = named(next, layer::survey, "A");
    EXPECT_NEAR(std::get<double>(a->value(2)), a->area.squareMetres(), 0.005);
    EXPECT_GT(a->area, named(plan, layer::survey, "A")->area);
}

TEST(InsertVertex, GoesIntoEveryFeatureThatSharesTheSegment) {
    const Snapshot plan = pair();
    const edit::InsertVertex command{"DLTB", "A", at(10.3, 5), {}};
    EXPECT_THAT(changed(plan, command), ElementsAre("R", "A", "B"));
    const Snapshot next = done(plan, command);
    EXPECT_THAT(plan::withVertex(next, at(10, 5)), SizeIs(3));
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
}

TEST(InsertVertex, WhereThereIsOneOrNoBoundaryIsNearIsRefused) {
    EXPECT_EQ(refusal(apply(edit::InsertVertex{"DLTB", "A", at(0, 10), {}}, pair())), "edit.is_vertex");
    EXPECT_EQ(refusal(apply(edit::InsertVertex{"DLTB", "A", at(100'000, 5), {}}, pair())), "edit.far_from_boundary");
    EXPECT_EQ(refusal(apply(edit::InsertVertex{"DLTB", "X", at(10, 10), {}}, pair())), "edit.no_feature");
    EXPECT_EQ(refusal(apply(edit::InsertVertex{"NO", "X", at(10, 10), {}}, pair())), "edit.no_layer");
}

TEST(RemoveVertex, GoesFromEveryFeatureThatHasIt) {
    const Snapshot plan = done(pair(), edit::InsertVertex{"DLTB", "A", at(10, 5), {}});
    const Snapshot next = done(plan, edit::RemoveVertex{at(10, 5), {}});
    EXPECT_EQ(next, pair());
}

TEST(RemoveVertex, WhereThreeBoundariesMeetIsRefused) {
    const auto result = apply(edit::RemoveVertex{at(10, 10), {}}, pair());
    EXPECT_EQ(refusal(result), "edit.boundaries_meet");
}

TEST(RemoveVertex, AnAreaKeepsThreeVertices) {
    const Snapshot plan = Builder().add(layer::survey, area(ring({{0, 0}, {10, 0}, {5, 5}})), "A").plan();
    EXPECT_EQ(refusal(apply(edit::RemoveVertex{at(5, 5), {}}, plan)), "edit.nothing_left");
    EXPECT_EQ(refusal(apply(edit::RemoveVertex{at(5, 6), {}}, plan)), "edit.no_vertex");
}

TEST(RemoveVertex, WhatWouldCrossItselfIsRefused) {
    const Ring horseshoe = ring({{0, 0}, {10, 0}, {10, 10}, {6, 10}, {6, 2}, {4, 2}, {4, 10}, {0, 10}});
    const Snapshot plan = Builder().add(layer::survey, area(horseshoe), "A").plan();
    EXPECT_EQ(refusal(apply(edit::RemoveVertex{at(10, 0), {}}, plan)), "edit.would_break");
}

}  // namespace
