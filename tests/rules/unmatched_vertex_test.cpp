#include <array>
#include <numeric>
#include <random>
#include <set>

#include "geometry/predicates.h"
#include "rules/inspected.h"

namespace {

using namespace inspected;
using testing::ElementsAre;

const plan::RuleSpec unmatched = rule("Q4302", "unmatched_vertex", {});

// Two boxes side by side; the right one has a corner more on the common side, at so many metres.
struct Pair {
    Sheet sheet;
    plan::FeatureId left, right;

    explicit Pair(std::vector<std::pair<double, double>> more, bool onBoth = false,
                  plan::LayerId rightLayer = layer::survey) {
        std::vector<std::pair<double, double>> corners{{0, 0}, {100, 0}};
        if (onBoth) corners.insert(corners.end(), more.begin(), more.end());
        corners.insert(corners.end(), {{100, 100}, {0, 100}});
        left = sheet.add(layer::survey, {{{sheet.ring(corners), {}}}});
        corners = {{100, 0}, {200, 0}, {200, 100}, {100, 100}};
        corners.insert(corners.end(), more.rbegin(), more.rend());
        right = sheet.add(rightLayer, {{{sheet.ring(corners), {}}}});
    }
};

TEST(UnmatchedVertex, aVertexOfOneSideOnly) {
    const Pair pair({{100, 40}});
    const Findings findings = found(pair.sheet, unmatched);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(pair.left));
    EXPECT_EQ(findings[0].where, geometry::Shape(geometry::MultiPoint{pair.sheet.at(100, 40)}));
    EXPECT_NEAR(*findings[0].measured, 0, 1e-9);
    EXPECT_THAT(findings[0].message.arguments, testing::Contains("150825000000000002"));
    EXPECT_TRUE(found(Pair({{100, 40}, {100, 70}}, true).sheet, unmatched).empty());
}

TEST(UnmatchedVertex, withinTheToleranceOfAnEdge) {
    EXPECT_EQ(found(Pair({{100.001, 40}}).sheet, unmatched).size(), 1u);  // 1 mm
    EXPECT_TRUE(found(Pair({{100.0011, 40}}).sheet, unmatched).empty());
    EXPECT_TRUE(found(Pair({{110, 40}}).sheet, unmatched).empty());
    const auto wide = rule("Q4302", "unmatched_vertex", {}, {{"tolerance_m", 11.0}});
    EXPECT_EQ(found(Pair({{110, 40}}).sheet, wide).size(), 1u);
}

TEST(UnmatchedVertex, cornersThatMissEachOtherAreTwo) {
    Sheet sheet;
    const auto a = sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    const auto b = sheet.add(layer::survey, sheet.box(100.0005, 0, 200, 100));
    const Findings findings = found(sheet, unmatched);
    ASSERT_EQ(findings.size(), 4u);  // both corners of both
    EXPECT_EQ(std::count_if(findings.begin(), findings.end(),
                            [&](const Finding& finding) { return finding.subjects.front() == a; }),
              2);
    EXPECT_EQ(std::count_if(findings.begin(), findings.end(),
                            [&](const Finding& finding) { return finding.subjects.front() == b; }),
              2);
    for (const Finding& finding : findings) EXPECT_NEAR(*finding.measured, 0.0005, 1e-9);
}

TEST(UnmatchedVertex, acrossTheLayersOfAGroup) {
    EXPECT_EQ(found(Pair({{100, 40}}, false, layer::zones).sheet, unmatched).size(), 1u);
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema("EPSG:4524"));
    schema->layers[layer::zones.index].group = "other";
    const plan::Snapshot apart(schema, [&] {
        std::vector<plan::FeatureRef> features;
        const plan::Snapshot plan = Pair({{100, 40}}, false, layer::zones).sheet.plan();
        for (const plan::LayerId layer : {layer::survey, layer::zones})
            plan.each(layer, [&](const plan::FeatureRef& feature) { features.push_back(feature); });
        return features;
    }());
    EXPECT_TRUE(found(apart, unmatched).empty());
    EXPECT_EQ(found(apart, rule("Q4302", "unmatched_vertex", {"GHFQ", "DLTB"})).size(), 1u);
    EXPECT_TRUE(found(apart, rule("Q4302", "unmatched_vertex", {"DLTB", "STBHHX"})).empty());
}

TEST(UnmatchedVertex, oneOfManyThatHaveTheVertexIsEnoughToLackIt) {
    Sheet sheet;
    const auto wide = sheet.add(layer::zones, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(100, 0, 200, 50));
    sheet.add(layer::survey, sheet.box(100, 50, 200, 100));
    const auto line = sheet.add(layer::lines, sheet.box(0, 0, 100, 100));
    const Findings findings = found(sheet, unmatched);
    ASSERT_EQ(findings.size(), 2u);  // one for each that lacks (100, 50), not one for each that has it
    EXPECT_THAT(findings[0].subjects, ElementsAre(wide));
    EXPECT_THAT(findings[1].subjects, ElementsAre(line));
}

// Boundaries so long that they are indexed, one of them without every hundredth vertex.
TEST(UnmatchedVertex, longBoundaries) {
    Sheet sheet;
    geometry::Ring low{sheet.at(0, -10), sheet.at(3000, -10)}, high{sheet.at(3000, 90), sheet.at(0, 90)};
    std::size_t left = 0;
    for (int i = 3000; i >= 0; --i) {
        const Point p = sheet.at(i, i % 100 == 50 ? 0.0 : 3 * std::sin(i / 7.0));
        const bool straight = i % 100 == 50;
        if (!straight) low.push_back(p);
        left += straight;
    }
    // The vertices left away lie on the edge between their neighbours.
    for (int i = 0; i <= 3000; ++i) {
        Point p = sheet.at(i, 3 * std::sin(i / 7.0));
        if (i % 100 == 50) {
            const Point a = sheet.at(i - 1, 3 * std::sin((i - 1) / 7.0)),
                        b = sheet.at(i + 1, 3 * std::sin((i + 1) / 7.0));
            p = {(a.x + b.x) / 2, (a.y + b.y) / 2};
        }
        high.push_back(p);
    }
    const auto lower = sheet.add(layer::survey, {{{low, {}}}});
    sheet.add(layer::zones, {{{high, {}}}});
    const Findings findings = found(sheet, unmatched);
    EXPECT_EQ(left, 30u);
    ASSERT_EQ(findings.size(), left);
    for (const Finding& finding : findings) EXPECT_THAT(finding.subjects, ElementsAre(lower));
}

// A tiling of 160,000 edges under triangles whose long sides pass its corners, each as often as number theory says.
TEST(UnmatchedVertex, longEdgesOverATiling) {
    constexpr std::int64_t tiles = 200;
    Sheet sheet;
    for (std::int64_t x = 0; x < tiles; ++x)
        for (std::int64_t y = 0; y < tiles; ++y)
            sheet.add(layer::survey, sheet.box(static_cast<double>(10 * x), static_cast<double>(10 * y),
                                               static_cast<double>(10 * x + 10), static_cast<double>(10 * y + 10)));
    std::mt19937 random(7);
    std::uniform_int_distribution<std::int64_t> line(0, tiles);
    std::set<std::pair<plan::FeatureId, Point>> expected;
    for (int i = 0; i < 40; ++i) {
        std::array<std::pair<std::int64_t, std::int64_t>, 3> corners;
        for (auto& [x, y] : corners) x = line(random) / 8 * 8, y = line(random) / 8 * 8;
        std::vector<std::pair<double, double>> places;
        for (const auto& [x, y] : corners) places.emplace_back(10 * x, 10 * y);
        geometry::MultiPolygon triangle{{{sheet.ring(places), {}}}};
        if (geometry::doubledSteps(triangle) == 0) continue;
        geometry::orient(triangle);
        const auto id = sheet.add(layer::zones, triangle);
        for (std::size_t a = 0, b = 2; a < 3; b = a++) {
            const auto [x, y] = corners[b];
            const std::int64_t dx = corners[a].first - x, dy = corners[a].second - y, parts = std::gcd(dx, dy);
            for (std::int64_t k = 1; k < parts; ++k)
                expected.emplace(id, sheet.at(static_cast<double>(10 * (x + dx / parts * k)),
                                              static_cast<double>(10 * (y + dy / parts * k))));
        }
    }
    std::set<std::pair<plan::FeatureId, Point>> given;
    for (const Finding& finding : found(sheet, unmatched))
        given.emplace(finding.subjects.front(), std::get<geometry::MultiPoint>(finding.where).front());
    EXPECT_GT(expected.size(), 500u);
    EXPECT_EQ(given, expected);
}

// Level boundaries three metres above each row of corners, wherever the border of a cell may run.
TEST(UnmatchedVertex, levelEdgesOverATiling) {
    constexpr int tiles = 60;
    Sheet sheet;
    for (int x = 0; x < tiles; ++x)
        for (int y = 0; y < tiles; ++y) sheet.add(layer::survey, sheet.box(10 * x, 10 * y, 10 * x + 10, 10 * y + 10));
    std::set<plan::FeatureId> strips;
    for (int y = 0; y < tiles; ++y)
        strips.insert(sheet.add(layer::zones, sheet.box(1, 10 * y + 3, 10 * tiles - 1, 10 * y + 6)));
    std::size_t lacking = 0;
    for (const Finding& finding : found(sheet, rule("Q4302", "unmatched_vertex", {}, {{"tolerance_m", 3.5}})))
        lacking += strips.contains(finding.subjects.front());
    EXPECT_EQ(lacking, tiles * (tiles + 1u));
}

TEST(UnmatchedVertex, whatWasThereIsInherited) {
    const Pair filed({{100, 40}}), now({{100, 40}, {100, 60}});
    const Findings findings = found(now.sheet, filed.sheet, rule("Q4302", "unmatched_vertex", {}, {}, true));
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_TRUE(findings[0].inherited != findings[1].inherited);
    EXPECT_EQ(findings[findings[0].inherited ? 1 : 0].where,
              geometry::Shape(geometry::MultiPoint{now.sheet.at(100, 60)}));
}

TEST(UnmatchedVertex, incrementalIsFull) {
    const Pair one({{100, 40}}), both({{100, 40}}, true), two({{100, 40}, {100, 60}}), none({});
    plan::Snapshot renamed = one.sheet.plan();  // the owner of the vertex has another name
    const auto owner = renamed.find(one.right);
    auto values = owner->values;
    values[0] = std::string("150825000000000099");
    renamed =
        renamed.with({{{owner, plan::makeFeature(renamed.schema(), owner->id, owner->layer, owner->shape, values)}}})
            .value();
    expectIncrementalIsFull({none.sheet.plan(), one.sheet.plan(), renamed, two.sheet.plan(), both.sheet.plan(),
                             none.sheet.plan(), plan::Snapshot(none.sheet.schema()), one.sheet.plan()},
                            unmatched);
}

}  // namespace
