#include <gmock/gmock.h>

#include "edit/squares.h"

// Splitting, merging, reshaping, drawing.
namespace {

using namespace squares;
namespace layer = support::layer;
using edit::apply;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

geometry::Line line(std::initializer_list<std::pair<double, double>> points) { return ring(points); }

std::vector<std::string> keys(const Snapshot& plan, LayerId layer) {
    std::vector<std::string> names;
    for (const auto& feature : all(plan, layer)) names.push_back(plan::nameOf(plan.schema(), *feature));
    return names;
}

Snapshot pair() {
    return Builder()
        .add(layer::survey, box(0, 0, 10, 10), "A")
        .add(layer::survey, box(10, 0, 20, 10), "B")
        .add(layer::zones, box(0, 0, 20, 10), "Z")
        .add(layer::lines, box(0, 0, 10, 10), "R")
        .plan();
}

TEST(Split, TheLargestPartKeepsItsNameAndTheOtherGetsANewOne) {
    const Snapshot next = done(pair(), edit::Split{"DLTB", {"A"}, line({{3, -1}, {3, 11}})});
    EXPECT_THAT(keys(next, layer::survey), ElementsAre("A", "B", "150825000000000001"));
    EXPECT_EQ(areaOf(named(next, layer::survey, "A")), box(3, 0, 10, 10));
    const auto part = named(next, layer::survey, "150825000000000001");
    EXPECT_EQ(areaOf(part), box(0, 0, 3, 10));
    EXPECT_EQ(plan::textOf(part->value(1)), "A") << "the other attributes are those of the whole";
    EXPECT_NEAR(std::get<double>(part->value(2)), part->area.squareMetres(), 0.005);
}

// QGIS 39835: after a split, moving the shared vertex moved only one of the polygons.
TEST(Split, ThenDragMovesAllThatMeetThere) {
    const Snapshot plan = done(pair(), edit::Split{"DLTB", {"A"}, line({{-1, 4.2}, {11, 4.7}})});
    const auto nodes = support::verticesOf(plan, layer::survey);
    const auto node = std::find_if(nodes.begin(), nodes.end(),
                                   [](Point p) { return p.x == at(10, 0).x && p.y > at(0, 1).y && p.y < at(0, 9).y; });
    ASSERT_NE(node, nodes.end());
    EXPECT_THAT(plan::withVertex(plan, *node), SizeIs(4)) << "both parts, B and the red line";
    const Snapshot next = done(plan, edit::MoveVertex{*node, {node->x + 12'345, node->y - 777}, {}});
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_TRUE(steps(next, layer::survey) == steps(plan, layer::survey));
}

TEST(Split, ALineThatDoesNotCutThroughIsRefused) {
    for (const auto& loose : {line({{3, -1}, {3, 5}}), line({{3, 3}, {5, 5}}), line({{-5, -5}, {-1, -1}})})
        EXPECT_EQ(refusal(apply(edit::Split{"DLTB", {"A"}, loose}, pair())), "edit.split_nothing");
}

TEST(Split, LooseEndsOfTheLineLeaveNothingBehind) {
    const Snapshot next = done(pair(), edit::Split{"DLTB", {}, line({{3, -1}, {3, 11}, {12, 11}, {12, 7}})});
    EXPECT_EQ(areaOf(named(next, layer::survey, "A")), box(3, 0, 10, 10));
    EXPECT_THAT(keys(next, layer::survey), SizeIs(3));
}

TEST(Split, ThroughAHole) {
    const Snapshot plan =
        Builder()
            .add(layer::survey,
                 area(ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}}), {ring({{4, 4}, {4, 6}, {6, 6}, {6, 4}})}), "A")
            .plan();
    EXPECT_EQ(refusal(apply(edit::Split{"DLTB", {"A"}, line({{5, -1}, {5, 5}})}, plan)), "edit.split_nothing");
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, line({{5, -1}, {5, 11}})});
    EXPECT_THAT(keys(next, layer::survey), SizeIs(2));
    EXPECT_TRUE(allValid(next));
    EXPECT_TRUE(steps(next, layer::survey) == steps(plan, layer::survey));
}

TEST(Split, AClosedLineInsideCutsAnIslandOut) {
    const Snapshot next = done(pair(), edit::Split{"DLTB", {"A"}, line({{3, 3}, {6, 3}, {6, 6}, {3, 6}, {3, 3}})});
    ASSERT_THAT(areaOf(named(next, layer::survey, "A")).polygons.front().holes, SizeIs(1));
    EXPECT_EQ(areaOf(named(next, layer::survey, "150825000000000001")), box(3, 3, 6, 6));
    EXPECT_TRUE(steps(next, layer::survey) == steps(pair(), layer::survey));
}

TEST(Split, PartsThatAreNotCutStayTogether) {
    MultiPolygon two = box(0, 0, 10, 10);
    two.polygons.push_back(box(20, 0, 30, 10).polygons.front());
    const Snapshot plan = Builder().add(layer::survey, two, "A").plan();
    const Snapshot next = done(plan, edit::Split{"DLTB", {}, line({{3, -1}, {3, 11}})});
    EXPECT_THAT(areaOf(named(next, layer::survey, "A")).polygons, SizeIs(2));
    EXPECT_EQ(areaOf(named(next, layer::survey, "150825000000000001")), box(0, 0, 3, 10));
}

// QGIS 41380: a cut between snapped ends missed by rounding.
TEST(Split, BetweenEndsThatRoundingLeftBesideTheBoundary) {
    const Snapshot plan =
        Builder()
            .add(layer::survey, area(ring({{0, 0}, {9.00001, 1.00007}, {7.00003, 9}, {0.5, 8.00011}})), "A")
            .plan();
    const Ring outer = areaOf(named(plan, layer::survey, "A")).polygons.front().outer;
    const Point a = edit::footOn(outer[0], outer[1], at(4.44444, 0)),
                b = edit::footOn(outer[2], outer[3], at(3.33333, 9));
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, {a, b}});
    EXPECT_THAT(keys(next, layer::survey), SizeIs(2));
    EXPECT_TRUE(overlapping(next, layer::survey).empty());
}

// The line ends half a step beside the boundary and crosses it a step further on: both places become vertices.
TEST(Split, BetweenVerticesAStepApartBothPartsFitTogether) {
    const Point a{corner.x + 10'314'068, corner.y + 13'734'974}, b{corner.x + 10'448'501, corner.y + 11'880'867};
    const Point c{corner.x + 21'385'642, corner.y + 17'243'731}, d{corner.x + 21'563'057, corner.y + 21'466'492};
    const Snapshot plan = Builder()
                              .add(layer::survey, area({b, c, d, a}), "A")
                              .add(layer::survey, area({b, a, {a.x - 5'000'000, a.y}, {b.x - 5'000'000, b.y}}), "B")
                              .plan();
    const Point end{corner.x + 10'381'284, corner.y + 12'807'920}, other{(c.x + d.x) / 2, (c.y + d.y) / 2};
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, {other, end}});
    EXPECT_THAT(keys(next, layer::survey), SizeIs(3));
    EXPECT_TRUE(overlapping(next, layer::survey).empty());
    EXPECT_TRUE(allValid(next));
    std::map<Edge, int> inside;  // an edge between two parts is there once in each direction
    for (const auto& feature : all(next, layer::survey))
        for (const Edge& edge : edit::edgesOf(feature->shape)) ++inside[edge];
    for (const auto& [edge, times] : inside) EXPECT_EQ(times, 1);
    EXPECT_EQ(outline(next, layer::survey).size(), outline(plan, layer::survey).size() + 1)
        << "one vertex, on the far side";
}

TEST(Split, KeysGoOnFromTheHighestOfAnyLayer) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::zones, box(0, 0, 10, 10), "150825000000000041")
                              .plan();
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, line({{2, -1}, {2, 11}, {5, 11}, {5, -1}})});
    EXPECT_THAT(keys(next, layer::survey), ElementsAre("A", "150825000000000042", "150825000000000043"));
}

TEST(Merge, TheSurvivorKeepsNameAndAttributesAndEveryVertexOfTheNeighbours) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::survey, box(10, 0, 20, 10), "B")
                              .add(layer::survey, area(ring({{0, 10}, {10, 10}, {20, 10}, {20, 20}, {0, 20}})), "C")
                              .plan();
    const Snapshot next = done(plan, edit::Merge{"DLTB", {"A", "B"}, "B"});
    EXPECT_THAT(keys(next, layer::survey), ElementsAre("B", "C"));
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_EQ(geometry::vertexCount(named(next, layer::survey, "B")->shape), 6U);
    EXPECT_NEAR(std::get<double>(named(next, layer::survey, "B")->value(2)),
                named(next, layer::survey, "B")->area.squareMetres(), 0.005);
}

TEST(Merge, WhatDoesNotTouchIsRefused) {
    const Snapshot plan = Builder()
                              .add(layer::survey, box(0, 0, 10, 10), "A")
                              .add(layer::survey, box(10, 10, 20, 20), "corner")
                              .add(layer::survey, box(30, 0, 40, 10), "far")
                              .plan();
    EXPECT_EQ(refusal(apply(edit::Merge{"DLTB", {"A", "far"}, "A"}, plan)), "edit.merge_apart");
    EXPECT_EQ(refusal(apply(edit::Merge{"DLTB", {"A", "corner"}, "A"}, plan)), "edit.merge_apart");
    EXPECT_EQ(refusal(apply(edit::Merge{"DLTB", {"A"}, "A"}, plan)), "edit.merge_one");
    EXPECT_EQ(refusal(apply(edit::Merge{"DLTB", {"A", "no"}, "A"}, plan)), "edit.no_feature");
}

TEST(Merge, AnIslandFillsItsHole) {
    const Snapshot plan = done(pair(), edit::Split{"DLTB", {"A"}, line({{3, 3}, {6, 3}, {6, 6}, {3, 6}, {3, 3}})});
    const Snapshot next = done(plan, edit::Merge{"DLTB", {"A", "150825000000000001"}, "A"});
    EXPECT_EQ(areaOf(named(next, layer::survey, "A")), box(0, 0, 10, 10));
}

TEST(Reshape, TheNeighbourLosesWhatIsGainedInEveryLayer) {
    const Snapshot plan = pair();
    const Snapshot next = done(plan, edit::Reshape{"DLTB", {}, line({{10, 2}, {14, 2}, {14, 8}, {10, 8}})});
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_TRUE(steps(next, layer::survey) == steps(plan, layer::survey));
    EXPECT_GT(named(next, layer::survey, "A")->area, named(plan, layer::survey, "A")->area);
    EXPECT_EQ(edit::edgesOf(named(next, layer::lines, "R")->shape).size(), 8U);
    EXPECT_EQ(outline(next, layer::lines).size(), 8U);
    EXPECT_EQ(named(next, layer::zones, "Z")->shape, named(plan, layer::zones, "Z")->shape);
}

// QGIS 40607: reshaping inward did nothing.
TEST(Reshape, InwardGivesToTheNeighbour) {
    const Snapshot plan = pair();
    const Snapshot next = done(plan, edit::Reshape{"DLTB", {"A"}, line({{11, 2}, {6, 3}, {6, 7}, {11, 8}})});
    EXPECT_GT(named(next, layer::survey, "B")->area, named(plan, layer::survey, "B")->area);
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_TRUE(allValid(next));
}

TEST(Reshape, ToAndFroAcrossTheBoundary) {
    const Snapshot plan = pair();
    const Snapshot next =
        done(plan, edit::Reshape{"DLTB", {}, line({{10, 1}, {12, 2}, {8, 4}, {12, 6}, {8, 8}, {10, 9}})});
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_TRUE(steps(next, layer::survey) == steps(plan, layer::survey));
    EXPECT_TRUE(allValid(next));
}

// QGIS 42595: reshaping into a second neighbour.
TEST(Reshape, GroundOfAThirdFeatureIsTakenToo) {
    const Snapshot plan = Builder()
                              .add(layer::survey, area(ring({{0, 0}, {10, 0}, {10, 5}, {10, 10}, {0, 10}})), "A")
                              .add(layer::survey, box(10, 0, 20, 5), "B")
                              .add(layer::survey, box(10, 5, 20, 10), "C")
                              .plan();
    const Snapshot next = done(plan, edit::Reshape{"DLTB", {"A"}, line({{10, 2}, {14, 2}, {14, 8}, {10, 8}})});
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    EXPECT_LT(named(next, layer::survey, "B")->area, named(plan, layer::survey, "B")->area);
    EXPECT_LT(named(next, layer::survey, "C")->area, named(plan, layer::survey, "C")->area);
    const auto back = apply(edit::Reshape{"DLTB", {"A"}, line({{10, 2}, {6, 2}, {6, 8}, {10, 8}})}, plan);
    EXPECT_EQ(refusal(back), "edit.reshape_between") << "B or C?";
}

TEST(Reshape, TheLineMustMeetTheBoundaryTwice) {
    EXPECT_EQ(refusal(apply(edit::Reshape{"DLTB", {"A"}, line({{11, 2}, {6, 3}})}, pair())), "edit.reshape_misses");
    EXPECT_EQ(refusal(apply(edit::Reshape{"DLTB", {"A"}, line({{50, 2}, {60, 3}})}, pair())), "edit.reshape_misses");
}

TEST(Draw, WhereTheGroundIsTakenIsRefusedOrCut) {
    const Snapshot plan = pair();
    const MultiPolygon across = box(15, 5, 25, 15);
    const auto refused = apply(edit::Draw{"DLTB", across, {}, edit::Overlap::Refuse}, plan);
    EXPECT_EQ(refusal(refused), "edit.would_overlap");

    const Snapshot cutNew = done(plan, edit::Draw{"DLTB", across, {}, edit::Overlap::CutNew});
    EXPECT_TRUE(geometry::doubledSteps(areaOf(named(cutNew, layer::survey, "B"))) ==
                geometry::doubledSteps(areaOf(named(plan, layer::survey, "B"))));
    EXPECT_TRUE(overlapping(cutNew, layer::survey).empty());
    EXPECT_TRUE(geometry::hasVertex(named(cutNew, layer::zones, "Z")->shape, at(15, 10))) << "woven into other layers";

    const Snapshot cutOld = done(plan, edit::Draw{"DLTB", across, {}, edit::Overlap::CutExisting});
    EXPECT_TRUE(geometry::doubledSteps(areaOf(named(cutOld, layer::survey, "150825000000000001"))) ==
                geometry::doubledSteps(across));
    EXPECT_LT(named(cutOld, layer::survey, "B")->area, named(plan, layer::survey, "B")->area);
    EXPECT_EQ(outline(cutNew, layer::survey), outline(cutOld, layer::survey));

    EXPECT_EQ(refusal(apply(edit::Draw{"DLTB", box(1, 1, 2, 2), {}, edit::Overlap::CutNew}, plan)), "edit.nothing_new");
}

TEST(Draw, BesideANeighbourTheVerticesMatch) {
    const Snapshot next = done(pair(), edit::Draw{"DLTB", box(20, 2, 25, 8), {}, edit::Overlap::Refuse});
    EXPECT_TRUE(geometry::hasVertex(named(next, layer::survey, "B")->shape, at(20, 2)));
    EXPECT_TRUE(geometry::hasVertex(named(next, layer::zones, "Z")->shape, at(20, 8)));
    const Snapshot wide = done(pair(), edit::Draw{"DLTB", box(20, -5, 25, 15), {}, edit::Overlap::Refuse});
    EXPECT_TRUE(geometry::hasVertex(named(wide, layer::survey, "150825000000000001")->shape, at(20, 10)));
}

TEST(Draw, AttributesAreCheckedAndConverted) {
    const Snapshot plan = pair();
    const auto draw = [&](edit::Attributes attributes) {
        return apply(edit::Draw{"DLTB", box(30, 0, 40, 10), std::move(attributes), edit::Overlap::Refuse}, plan);
    };
    const auto made = draw({{"DM", std::int64_t{101}}, {"SL", std::string("7")}, {"RQ", std::string("2026-02-28")}});
    ASSERT_TRUE(made);
    const auto& feature = *made->changes.front().after;
    EXPECT_EQ(feature.value(1), plan::Value(std::string("101")));
    EXPECT_EQ(feature.value(3), plan::Value(std::int64_t{7}));
    EXPECT_NEAR(std::get<double>(feature.value(2)), feature.area.squareMetres(), 0.005);
    EXPECT_EQ(refusal(draw({{"NO", 1.0}})), "edit.no_field");
    EXPECT_EQ(refusal(draw({{"SL", 1.5}})), "edit.bad_integer");
    EXPECT_EQ(refusal(draw({{"MJ", std::string("many")}})), "edit.bad_real");
    EXPECT_EQ(refusal(draw({{"RQ", std::string("2026-02-29")}})), "edit.bad_date");
    EXPECT_EQ(refusal(draw({{"DM", std::string("12345678901")}})), "edit.too_long");
}

TEST(Draw, BrokenOrForeignShapesAreRefused) {
    const Snapshot plan = pair();
    const auto bowtie = area(ring({{30, 0}, {40, 10}, {40, 0}, {30, 10}}));
    EXPECT_EQ(refusal(apply(edit::Draw{"DLTB", bowtie, {}, edit::Overlap::Refuse}, plan)), "edit.would_break");
    EXPECT_EQ(refusal(apply(edit::Draw{"DLTB", geometry::MultiPoint{{at(1, 1)}}, {}, edit::Overlap::Refuse}, plan)),
              "edit.wrong_kind");
    EXPECT_TRUE(apply(edit::Draw{"GSMM", geometry::MultiPoint{{at(1, 1)}}, {}, edit::Overlap::Refuse}, plan));
    EXPECT_TRUE(
        apply(edit::Draw{"DL", geometry::MultiLine{{line({{1, 1}, {2, 2}})}}, {}, edit::Overlap::Refuse}, plan));
}

TEST(Replace, IsRawButValid) {
    const Snapshot plan = pair();
    const Snapshot next = done(plan, edit::Replace{"DLTB", "A", box(5, 5, 15, 15)});
    EXPECT_EQ(areaOf(named(next, layer::survey, "A")), box(5, 5, 15, 15));
    EXPECT_EQ(named(next, layer::survey, "B")->shape, named(plan, layer::survey, "B")->shape);
    EXPECT_EQ(refusal(apply(edit::Replace{"DLTB", "A", area(ring({{0, 0}, {9, 9}, {9, 0}, {0, 9}}))}, plan)),
              "edit.would_break");
}

TEST(Erase, TakesOneAway) {
    EXPECT_THAT(keys(done(pair(), edit::Erase{"DLTB", "A"}), layer::survey), ElementsAre("B"));
    EXPECT_EQ(refusal(apply(edit::Erase{"DLTB", "#99"}, pair())), "edit.no_feature");
}

TEST(Set, ChangesValuesAndNothingElse) {
    const Snapshot plan = pair();
    const Snapshot next = done(plan, edit::Set{"DLTB", "A", {{"DM", std::string("0403")}, {"SL", std::string("")}}});
    const auto a = named(next, layer::survey, "A");
    EXPECT_EQ(a->value(1), plan::Value(std::string("0403")));
    EXPECT_TRUE(plan::isNull(a->value(3)));
    EXPECT_EQ(a->shape, named(plan, layer::survey, "A")->shape);
    EXPECT_THAT(apply(edit::Set{"DLTB", "A", {{"DM", std::string("A")}}}, plan).value().changes, IsEmpty());
    EXPECT_EQ(refusal(apply(edit::Set{"DLTB", "A", {{"XX", std::string("A")}}}, plan)), "edit.no_field");
}

}  // namespace
