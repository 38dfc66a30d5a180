#include <gmock/gmock.h>

#include "edit/squares.h"
#include "geometry/edge_course.h"

// Edges of kilometres: a vertex that divides one lies where the edge is measured, so no area changes.
namespace {

using namespace squares;
namespace layer = support::layer;
using geometry::AreaMethod;

// 4 km long: in the middle the measured edge runs 0.3 m beside the chord, 600 m² of ground.
constexpr double side = 500;

plan::SchemaRef schemaOf(const std::string& crs, AreaMethod method, const std::string& working = "") {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema(crs));
    if (working.empty()) {
        schema->measure = geometry::Measure::on(schema->system, method).value();
    } else {
        schema->working = geometry::systemOf(working).value();
        schema->measure = geometry::Measure::on(schema->system, method, *schema->working).value();
    }
    return schema;
}

// Two parcels side by side, a red line over both of them, a zone over the left one.
Snapshot blocks(const plan::SchemaRef& schema = schemaOf("EPSG:4490", AreaMethod::EqualArea70m, "EPSG:4525")) {
    const MultiPolygon both = area(ring({{0, 0}, {side, 0}, {2 * side, 0}, {2 * side, side}, {side, side}, {0, side}}));
    return Builder(schema)
        .add(layer::survey, box(0, 0, side, side), "A")
        .add(layer::survey, box(side, 0, 2 * side, side), "B")
        .add(layer::survey,
             area(ring({{0, side}, {side, side}, {2 * side, side}, {2 * side, 2 * side}, {0, 2 * side}})), "C")
        .add(layer::lines, both, "R")
        .add(layer::zones, box(0, 0, side, side), "Z")
        .plan();
}

double metres2(const FeatureRef& feature) { return feature->area.squareMetres(); }
double sum(const Snapshot& plan, LayerId id) {
    double total = 0;
    for (const auto& feature : all(plan, id)) total += metres2(feature);
    return total;
}

constexpr double rounding = 2.5;  // m²: three or four vertices, half a step of 0.1 mm beside edges of 5 km

void expectKept(const Snapshot& before, const Snapshot& after) {
    for (const LayerId id : {layer::lines, layer::zones, layer::survey}) {
        EXPECT_NEAR(sum(after, id), sum(before, id), rounding) << before.schema().layer(id).code;
        EXPECT_TRUE(overlapping(after, id).empty());
    }
    EXPECT_TRUE(allValid(after));
    // What the red line bounds is bounded by parcels, edge by edge.
    std::set<Edge> parcels;
    for (const auto& feature : all(after, layer::survey))
        for (const Edge& edge : edit::edgesOf(feature->shape)) parcels.insert(edge), parcels.insert(edge.reversed());
    for (const LayerId id : {layer::lines, layer::zones})
        for (const auto& feature : all(after, id))
            for (const Edge& edge : edit::edgesOf(feature->shape)) EXPECT_TRUE(parcels.contains(edge));
}

geometry::Line line(std::initializer_list<std::pair<double, double>> points) { return ring(points); }

struct Way {
    std::string crs;
    AreaMethod method;
    std::string working;
};
class Straight : public testing::TestWithParam<Way> {};

TEST_P(Straight, ASplitMovesNoBoundary) {
    const auto [crs, method, working] = GetParam();
    const Snapshot plan = blocks(schemaOf(crs, method, working));
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, line({{200, -3}, {270, side + 3}})});
    EXPECT_EQ(next.count(layer::survey), 4U);
    expectKept(plan, next);
    EXPECT_NEAR(metres2(named(next, layer::survey, "C")), metres2(named(plan, layer::survey, "C")), rounding);
}

INSTANTIATE_TEST_SUITE_P(Ways, Straight,
                         testing::Values(Way{"EPSG:4490", AreaMethod::EqualArea70m, "EPSG:4525"},
                                         Way{"EPSG:4490", AreaMethod::EqualArea70m, ""},
                                         Way{"EPSG:4490", AreaMethod::EqualArea, ""},
                                         Way{"EPSG:4490", AreaMethod::Geodesic, ""}));

TEST(Course, TheSamePlaceWhicheverLayerIsAsked) {
    const Snapshot plan = blocks();
    const Snapshot next = done(plan, edit::Reshape{"STBHHX", {}, line({{100, side}, {150, side + 40}, {300, side}})});
    // C loses to the red line what lies between line and boundary, in both layers the same.
    const double gained = metres2(named(next, layer::lines, "R")) - metres2(named(plan, layer::lines, "R"));
    const double lost = metres2(named(plan, layer::survey, "C")) - metres2(named(next, layer::survey, "C"));
    EXPECT_GT(gained, 300'000);
    EXPECT_NEAR(gained, lost, rounding);
    EXPECT_NEAR(sum(next, layer::survey), sum(plan, layer::survey), rounding);
}

TEST(Course, AnInsertedVertexLiesWhereTheEdgeIsMeasured) {
    const Snapshot plan = blocks();
    const Snapshot next = done(plan, edit::InsertVertex{"DLTB", "A", at(250, side), {}});
    expectKept(plan, next);
    for (const auto& feature : all(plan))
        EXPECT_NEAR(metres2(named(next, feature->layer, plan::nameOf(plan.schema(), *feature))), metres2(feature),
                    rounding);
    const auto& r = areaOf(named(next, layer::lines, "R")).polygons.front().outer;
    ASSERT_EQ(r.size(), 7U);
    // A chord of 4,185 m along the parallel of 41.25°: L² tan φ / 8R is 0.30 m, in steps of 0.111 mm.
    EXPECT_NEAR(static_cast<double>(r[5].y - at(0, side).y), 2715, 30);
    EXPECT_EQ(done(next, edit::RemoveVertex{r[5], {}}), plan);
}

TEST(Course, WhereTheEdgeIsSharedInPartItIsDividedAtTheNeighboursFirst) {
    const auto schema = schemaOf("EPSG:4490", AreaMethod::EqualArea70m, "EPSG:4525");
    const Snapshot plan = Builder(schema)
                              .add(layer::survey, box(0, 0, 2 * side, side), "A")  // has no vertex at (side, side)
                              .add(layer::survey, box(0, side, side, 2 * side), "B")
                              .add(layer::survey, box(side, side, 2 * side, 2 * side), "C")
                              .plan();
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, line({{200, -3}, {270, side + 3}})});
    // A's bottom in two, two sides, and two edges each of B and C: along their common line everything cancels now.
    EXPECT_EQ(outline(plan, layer::survey).size(), 10U);
    EXPECT_EQ(outline(next, layer::survey).size(), 8U);
    EXPECT_TRUE(overlapping(next, layer::survey).empty());
    EXPECT_TRUE(geometry::hasVertex(named(next, layer::survey, "A")->shape, at(side, side)));
    EXPECT_NEAR(metres2(named(next, layer::survey, "B")), metres2(named(plan, layer::survey, "B")), rounding);
}

TEST(Course, WhatLiesBetweenChordAndCourseKeepsItsSide) {
    const auto schema = schemaOf("EPSG:4490", AreaMethod::EqualArea70m, "EPSG:4525");
    const Snapshot plan = Builder(schema)
                              .add(layer::survey, box(0, 0, side, side), "A")
                              .add(layer::survey, area(ring({{240, side + 0.01}, {260, side + 0.01}, {250, 600}})), "B")
                              .plan();
    const Snapshot next = done(plan, edit::Split{"DLTB", {"A"}, line({{250, -3}, {250, side + 0.005}})});
    EXPECT_EQ(next.count(layer::survey), 3U);
    EXPECT_TRUE(overlapping(next, layer::survey).empty());
    EXPECT_TRUE(allValid(next));
}

TEST(Course, ADrawnAreaMeetsItsNeighboursWhereTheyAreMeasured) {
    const Snapshot plan = blocks();
    for (const auto overlap : {edit::Overlap::CutNew, edit::Overlap::Refuse}) {
        const bool cut = overlap == edit::Overlap::CutNew;
        const Snapshot next = done(plan, edit::Draw{"DLTB", box(100, cut ? -40 : -50, 300, cut ? 40 : 0), {}, overlap});
        EXPECT_NEAR(metres2(named(next, layer::survey, "A")), metres2(named(plan, layer::survey, "A")), rounding);
        EXPECT_NEAR(metres2(named(next, layer::lines, "R")), metres2(named(plan, layer::lines, "R")), rounding);
        EXPECT_NEAR(metres2(named(next, layer::zones, "Z")), metres2(named(plan, layer::zones, "Z")), rounding);
        EXPECT_TRUE(overlapping(next, layer::survey).empty());
        EXPECT_EQ(shared(next).size(), shared(plan).size() + 3) << "with A, R and Z";
    }
}

TEST(Course, AVertexDroppedOnALongEdge) {
    const auto schema = schemaOf("EPSG:4490", AreaMethod::EqualArea70m, "EPSG:4525");
    const Snapshot plan = Builder(schema)
                              .add(layer::survey, box(0, 0, side, side), "A")
                              .add(layer::lines, box(0, 0, side, side), "R")
                              .add(layer::survey, area(ring({{200, 520}, {300, 520}, {250, 600}})), "B")
                              .plan();
    const Snapshot next = done(plan, edit::MoveVertex{at(200, 520), at(210, side), {}});
    EXPECT_NEAR(metres2(named(next, layer::survey, "A")), metres2(named(plan, layer::survey, "A")), rounding);
    EXPECT_NEAR(metres2(named(next, layer::lines, "R")), metres2(named(plan, layer::lines, "R")), rounding);
    EXPECT_EQ(areaOf(named(next, layer::lines, "R")).polygons.front().outer.size(), 5U);
    EXPECT_TRUE(overlapping(next, layer::survey).empty());
}

TEST(Course, InTheVeryPlaneTheChordIsTheCourse) {
    const geometry::System own = geometry::systemOf("EPSG:4525").value();
    const Point a{364'000'000'000, 45'600'000'000'0 / 10}, b{364'050'000'000, 45'600'000'000'0 / 10};
    const Point middle{364'025'000'000, a.y};
    EXPECT_EQ(geometry::EdgeCourse(own, AreaMethod::EqualArea70m, own).beside(a, b, middle), middle);
    const geometry::System other = geometry::systemOf("EPSG:4524").value();
    EXPECT_NE(geometry::EdgeCourse(own, AreaMethod::EqualArea70m, other).beside(a, b, middle), middle);
    EXPECT_EQ(geometry::EdgeCourse().beside(a, b, middle), middle);
}

}  // namespace
