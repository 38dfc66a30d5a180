#include "review/rebase.h"

#include <gmock/gmock.h>

#include "edit/squares.h"

namespace {

using namespace squares;
namespace layer = support::layer;
using plan::Changeset;
using review::Choice;
using review::Clash;
using testing::ElementsAre;

//  A │ B     two parcels and the red line around A, whose side x = 10 they share; it has corners at y = 3 and y = 7
Snapshot start() {
    const Ring left = ring({{0, 0}, {10, 0}, {10, 3}, {10, 7}, {10, 10}, {0, 10}});
    const Ring right = ring({{10, 0}, {20, 0}, {20, 10}, {10, 10}, {10, 7}, {10, 3}});
    return Builder()
        .add(layer::lines, area(left), "L")
        .add(layer::survey, area(left), "A")
        .add(layer::survey, area(right), "B")
        .plan();
}

Changeset caseOf(const Snapshot& plan, std::initializer_list<edit::Command> commands, std::uint32_t space = 7) {
    Snapshot now = plan.drawingFrom({space, 1});
    Changeset changes;
    for (const auto& command : commands) {
        const auto step = edit::apply(command, now);
        if (!step) {
            ADD_FAILURE() << step.error().message.key;
            return changes;
        }
        now = now.with(*step).value();
        changes = changes.then(*step);
    }
    return changes;
}
edit::Command move(Point from, Point to) { return edit::MoveVertex{from, to, {}}; }
review::Merge merged(const Snapshot& plan, const Changeset& mine, const Changeset& theirs,
                     const review::Choices& choices = {}) {
    return review::rebase(plan.schema(), mine, theirs, choices).value();
}
std::vector<std::string> names(const std::vector<review::Conflict>& conflicts) {
    std::vector<std::string> all;
    for (const auto& conflict : conflicts) all.push_back(conflict.name);
    return all;
}

TEST(Rebase, RunsWithACornerBetweenMergeAndAreListed) {
    const Snapshot base = start();
    const auto mine = caseOf(base, {move(at(0, 0), at(-1, -1))}), theirs = caseOf(base, {move(at(10, 7), at(12, 7))});
    const auto merge = merged(base, mine, theirs);
    EXPECT_TRUE(merge.conflicts.empty());
    ASSERT_EQ(merge.merged.size(), 2u) << "the red line and A; B was changed by theirs alone";
    EXPECT_EQ(merge.merged[0].name, "L");
    EXPECT_EQ(merge.merged[1].name, "A");
    EXPECT_EQ(merge.merged[1].mineLines.lines.size(), 1u);
    EXPECT_THAT(merge.merged[1].theirsLines.lines, ElementsAre(ElementsAre(at(10, 3), at(12, 7), at(10, 10))));
    const Snapshot result = base.with(theirs)->with(merge.applied).value();
    const auto expected = ring({{-1, -1}, {10, 0}, {10, 3}, {12, 7}, {10, 10}, {0, 10}});
    for (const LayerId id : {layer::lines, layer::survey}) {
        const auto feature = named(result, id, id == layer::lines ? "L" : "A");
        EXPECT_EQ(areaOf(feature).polygons.front().outer, expected);
        EXPECT_EQ(feature->area, base.schema().measure.area(feature->shape));
        EXPECT_NEAR(plan::numberOf(feature->value(2)), feature->area.squareMetres(), 0.01);
    }
}

TEST(Rebase, TheSameCornerIsOneConflictOfAllThatHaveIt) {
    const Snapshot base = start();
    const auto mine = caseOf(base, {move(at(10, 7), at(11, 7))}), theirs = caseOf(base, {move(at(10, 7), at(9, 7))});
    const auto merge = merged(base, mine, theirs);
    EXPECT_TRUE(merge.applied.empty());
    EXPECT_THAT(names(merge.conflicts), ElementsAre("L", "A", "B"));
    for (const auto& conflict : merge.conflicts) {
        EXPECT_EQ(conflict.kind, Clash::Boundary);
        EXPECT_EQ(conflict.group, 1u);
    }
    const Snapshot head = base.with(theirs).value();
    for (const Choice choice : {Choice::Mine, Choice::Base, Choice::Theirs}) {
        std::vector<plan::FeatureId> unknown;
        const auto choices = review::chosenFor(merge, {{merge.conflicts[1].id, choice}, {{9, 9}, choice}}, unknown);
        EXPECT_THAT(unknown, ElementsAre(plan::FeatureId{9, 9}));
        const auto resolved = merged(base, mine, theirs, choices);
        EXPECT_TRUE(resolved.conflicts.empty());
        EXPECT_EQ(resolved.resolved.size(), 3u);
        const Snapshot result = head.with(resolved.applied).value();
        EXPECT_TRUE(result == (choice == Choice::Mine   ? base.with(mine).value()
                               : choice == Choice::Base ? base
                                                        : head));
    }
}

// Both cut the same off A, which they agree on; what they made of it has another name on each side, but lies on the
// other.
TEST(Rebase, TheSameSplitIsAConflictOfTheParts) {
    const Snapshot base = start();
    const edit::Split split{"DLTB", {"A"}, {at(0, 5), at(10, 5)}};
    const auto theirs = caseOf(base, {split}, 8);
    const auto mine =
        caseOf(base, {split, edit::Set{"DLTB", "150825000000000001", {{"BSM", std::string("150825000000000003")}}}});
    const Snapshot head = base.with(theirs).value();
    const auto merge = merged(base, mine, theirs);
    EXPECT_TRUE(merge.applied.empty());
    ASSERT_THAT(names(merge.conflicts), ElementsAre("L", "A", "B", "150825000000000003", "150825000000000001"));
    for (const auto& conflict : merge.conflicts) {
        EXPECT_EQ(conflict.group, 1u) << conflict.name;
        EXPECT_EQ(conflict.kind, conflict.base ? Clash::Neighbour : Clash::Crossing) << conflict.name;
    }
    for (const Choice choice : {Choice::Mine, Choice::Base, Choice::Theirs}) {
        std::vector<plan::FeatureId> unknown;
        const auto choices = review::chosenFor(merge, {{merge.conflicts[0].id, choice}}, unknown);
        const auto resolved = merged(base, mine, theirs, choices);
        EXPECT_TRUE(resolved.conflicts.empty());
        const Snapshot result = head.with(resolved.applied).value();
        EXPECT_TRUE(overlapping(result, layer::survey).empty());
        EXPECT_EQ(steps(result, layer::survey), steps(base, layer::survey));
        EXPECT_TRUE(result == (choice == Choice::Mine   ? base.with(mine).value()
                               : choice == Choice::Base ? base
                                                        : head));
    }
}

TEST(Rebase, EqualMovesCountOnce) {
    const Snapshot base = start();
    const auto mine = caseOf(base, {move(at(10, 7), at(11, 7)), move(at(0, 0), at(1, 1))});
    const auto theirs = caseOf(base, {move(at(10, 7), at(11, 7))});
    const auto merge = merged(base, mine, theirs);
    EXPECT_TRUE(merge.conflicts.empty());
    EXPECT_FALSE(merge.agreed.empty());
    EXPECT_TRUE(base.with(theirs)->with(merge.applied).value() == base.with(mine).value());
}

TEST(Rebase, FieldsMergeOneByOne) {
    const Snapshot base = start();
    const auto set = [&](const std::string& field, plan::Value value) {
        return caseOf(base, {edit::Set{"DLTB", "A", {{field, std::move(value)}}}});
    };
    const auto both = merged(base, set("DM", std::string("1")), set("SL", std::int64_t{4}));
    EXPECT_TRUE(both.conflicts.empty());
    const auto feature = named(base.with(set("SL", std::int64_t{4}))->with(both.applied).value(), layer::survey, "A");
    EXPECT_EQ(feature->value(1), plan::Value(std::string("1")));
    EXPECT_EQ(feature->value(3), plan::Value(std::int64_t{4}));

    EXPECT_TRUE(merged(base, set("DM", std::string("1")), set("DM", std::string("1"))).applied.empty());
    const auto clash = merged(base, set("DM", std::string("1")), set("DM", std::string("2")));
    ASSERT_EQ(clash.conflicts.size(), 1u);
    EXPECT_EQ(clash.conflicts[0].kind, Clash::Fields);
    EXPECT_THAT(clash.conflicts[0].fields, ElementsAre(1u));
    EXPECT_EQ(clash.conflicts[0].base->value(1), plan::Value(std::string("A")));
}

TEST(Rebase, WhatOneRemovedTheOtherMayNotChange) {
    const Snapshot base = start();
    const auto mine = caseOf(base, {edit::Set{"DLTB", "A", {{"DM", std::string("1")}}}});
    const auto theirs = caseOf(base, {edit::Merge{"DLTB", {"A", "B"}, "B"}});
    const auto merge = merged(base, mine, theirs);
    ASSERT_FALSE(merge.conflicts.empty());
    EXPECT_EQ(merge.conflicts[0].name, "A");
    EXPECT_EQ(merge.conflicts[0].kind, Clash::Removed);
    EXPECT_EQ(merge.conflicts[0].theirs, nullptr);
    EXPECT_TRUE(merge.applied.empty());
}

TEST(Rebase, AnEdgeThatOneDividedTheOtherMayNotMove) {
    const Snapshot base = start();
    const auto mine = caseOf(base, {edit::InsertVertex{"DLTB", "B", at(10, 5), {}}});
    const auto theirs = caseOf(base, {edit::RemoveVertex{at(10, 7), {}}});
    const auto merge = merged(base, mine, theirs);
    EXPECT_THAT(names(merge.conflicts), ElementsAre("L", "A", "B"));
    EXPECT_EQ(outline(base.with(theirs)->with(merge.applied).value(), layer::survey), outline(base, layer::survey));
}

TEST(Rebase, MovesThatFitAloneButCrossTogetherAreAConflict) {
    const Snapshot base = start();
    // Mine pushes the west side far east at one corner; theirs pulls the shared side west, beyond it.
    const auto mine = caseOf(base, {edit::InsertVertex{"DLTB", "A", at(0, 5), {}}, move(at(0, 5), at(8, 7))});
    const auto theirs = caseOf(base, {move(at(10, 7), at(5, 7))});
    const auto merge = merged(base, mine, theirs);
    ASSERT_FALSE(merge.conflicts.empty());
    EXPECT_THAT(names(merge.conflicts), testing::Contains("A"));
    EXPECT_TRUE(allValid(base.with(theirs)->with(merge.applied).value()));
}

TEST(Rebase, WhatCameThroughContestedRoomIsContestedWithIt) {
    const Snapshot base = start();
    // Mine first pushes the shared side east, then the west side into the room that made.
    const auto mine = caseOf(
        base, {move(at(10, 3), at(16, 3)), edit::InsertVertex{"DLTB", "A", at(0, 5), {}}, move(at(0, 5), at(12, 3))});
    const auto theirs = caseOf(base, {move(at(10, 3), at(9, 3))});
    const auto merge = merged(base, mine, theirs);
    EXPECT_TRUE(merge.applied.empty());
    for (const auto& conflict : merge.conflicts) EXPECT_EQ(conflict.group, 1u);
    EXPECT_THAT(names(merge.conflicts), ElementsAre("L", "A", "B"));
}

TEST(Rebase, WhatCameIntoRoomThatANeighbourMadeIsContestedWithIt) {
    const Snapshot base =
        Builder()
            .add(layer::lines, area(ring({{0, 0}, {10, 0}, {10, 3}, {10, 7}, {10, 10}, {0, 10}})), "L")
            .add(layer::lines, area(ring({{12, 0}, {20, 0}, {20, 10}, {12, 10}, {12, 9}, {12, 7}})), "M")
            .plan();
    // Mine draws L back, then M comes where L was, beside what theirs moved: without the one the other overlaps.
    const auto mine = caseOf(base, {move(at(10, 3), at(5, 3)), move(at(10, 7), at(5, 7)), move(at(12, 9), at(9.5, 9))});
    const auto theirs = caseOf(base, {move(at(10, 3), at(9, 3))});
    const auto merge = merged(base, mine, theirs);
    EXPECT_THAT(names(merge.conflicts), ElementsAre("L", "M"));
    for (const Choice choice : {Choice::Mine, Choice::Base, Choice::Theirs}) {
        std::vector<plan::FeatureId> unknown;
        const auto choices = review::chosenFor(merge, {{merge.conflicts[0].id, choice}}, unknown);
        const auto resolved = merged(base, mine, theirs, choices);
        EXPECT_TRUE(resolved.conflicts.empty());
        EXPECT_TRUE(overlapping(base.with(theirs)->with(resolved.applied).value(), layer::lines).empty());
    }
}

TEST(Rebase, HolesAndPartsFindOneAnother) {
    const Snapshot base =
        Builder()
            .add(layer::survey,
                 MultiPolygon{{{ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}}),
                                {ring({{2, 2}, {2, 4}, {4, 4}, {4, 2}}), ring({{6, 6}, {6, 8}, {8, 8}, {8, 6}})}}}},
                 "A")
            .plan();
    const FeatureRef before = named(base, layer::survey, "A");
    const auto with = [&](MultiPolygon shape) {
        return Changeset{
            {{before, plan::makeFeature(base.schema(), before->id, before->layer, shape, before->values)}}};
    };
    MultiPolygon fewer = areaOf(before), moved = areaOf(before);
    fewer.polygons[0].holes.erase(fewer.polygons[0].holes.begin());
    std::swap(moved.polygons[0].holes[0], moved.polygons[0].holes[1]);
    moved.polygons[0].holes[0][2] = at(9, 9);
    const auto merge = merged(base, with(fewer), with(moved));
    EXPECT_TRUE(merge.conflicts.empty());
    const auto result = named(base.with(with(moved))->with(merge.applied).value(), layer::survey, "A");
    ASSERT_EQ(areaOf(result).polygons.size(), 1u);
    EXPECT_THAT(areaOf(result).polygons[0].holes, ElementsAre(ring({{6, 6}, {6, 8}, {9, 9}, {8, 6}})));
}

TEST(Rebase, ChangesOfAnotherBaseAreRefused) {
    const Snapshot base = start();
    const auto mine = caseOf(base, {edit::Set{"DLTB", "A", {{"DM", std::string("1")}}}});
    const Snapshot later = base.with(mine).value();
    const auto theirs = caseOf(later, {edit::Set{"DLTB", "A", {{"DM", std::string("2")}}}});
    EXPECT_EQ(review::rebase(base.schema(), mine, theirs).error().message.key, "review.other_base");
}

}  // namespace
