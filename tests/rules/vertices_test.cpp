#include "rules/inspected.h"

namespace {

using namespace inspected;
using testing::ElementsAre;

const plan::RuleSpec duplicates = rule("Q4101a", "duplicate_vertex", {});
const plan::RuleSpec spikes = rule("Q4104", "spike", {});

// A box whose upper side has one more corner, so far right of the middle.
geometry::MultiPolygon boxWith(const Sheet& sheet, std::pair<double, double> corner) {
    return {{{sheet.ring({{0, 0}, {100, 0}, {100, 100}, {50, 100}, corner, {0, 100}}), {}}}};
}

TEST(DuplicateVertex, consecutiveVerticesNearerThanTheTolerance) {
    Sheet sheet;
    const auto same = sheet.add(layer::survey, boxWith(sheet, {50, 100}));
    sheet.add(layer::survey, boxWith(sheet, {49.9998, 100}));  // 0.2 mm
    const auto wide = rule("Q4101a", "duplicate_vertex", {}, {{"tolerance_m", 0.0003}});
    const Findings findings = found(sheet, duplicates);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(same));
    EXPECT_EQ(findings[0].where, geometry::Shape(geometry::MultiPoint{sheet.at(50, 100)}));
    EXPECT_EQ(*findings[0].measured, 0);
    EXPECT_EQ(findings[0].aspect, fmt::format("{},{}", sheet.at(50, 100).x, sheet.at(50, 100).y));
    const Findings both = found(sheet, wide);
    ASSERT_EQ(both.size(), 2u);
    EXPECT_NEAR(*both[1].measured, 0.0002, 1e-9);
}

TEST(DuplicateVertex, theLastAndTheFirstAreConsecutiveInRingsAlone) {
    Sheet sheet;
    sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {10, 0}, {10, 10}, {0, 0}}), {}}}});
    EXPECT_EQ(found(sheet, duplicates).size(), 1u);
    plan::Snapshot plan = sheet.plan();
    const auto road = plan::makeFeature(
        plan.schema(), {0, 90}, layer::roads,
        geometry::MultiLine{{{sheet.at(0, 0), sheet.at(5, 0), sheet.at(5, 0), sheet.at(0, 5), sheet.at(0, 0)}}}, {});
    plan = plan.with({{{nullptr, road}}}).value();
    EXPECT_EQ(found(plan, duplicates).size(), 2u);
}

TEST(DuplicateVertex, metresAreShorterDegreesEastward) {
    Sheet sheet(support::randomSchema("EPSG:4490"));
    const auto triangle = [](std::int64_t east, std::int64_t north) {
        const Point corner{107'000'000'000, 41'000'000'000};  // a step is 0.084 mm east and 0.111 mm north
        return geometry::MultiPolygon{{{{corner,
                                         {corner.x + 1'000'000, corner.y},
                                         {corner.x, corner.y + 1'000'000},
                                         {corner.x + east, corner.y + north}},
                                        {}}}};
    };
    const auto near = sheet.add(layer::survey, triangle(1, 0));
    sheet.add(layer::survey, triangle(0, 1));
    const Findings findings = found(sheet, duplicates);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(near));
    EXPECT_NEAR(*findings[0].measured, 8.41e-5, 1e-7);  // a·cos φ / sqrt(1 − e² sin² φ), of 1e-9°
}

TEST(DuplicateVertex, whatWasThereIsInherited) {
    Sheet filed, now;
    filed.add(layer::survey, boxWith(filed, {50, 100}));
    now.add(layer::survey,
            {{{now.ring({{0, 0}, {120, 0}, {120, 0}, {100, 100}, {50, 100}, {50, 100}, {0, 100}}), {}}}});
    const Findings findings = found(now, filed, rule("Q4101a", "duplicate_vertex", {}, {}, true));
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_NE(findings[0].inherited, findings[1].inherited);
    EXPECT_EQ(findings[findings[0].inherited ? 0 : 1].severity, Severity::Warn);
    EXPECT_EQ(findings[findings[0].inherited ? 1 : 0].severity, Severity::Block);
    expectIncrementalIsFull({filed.plan(), now.plan(), filed.plan(), plan::Snapshot(now.schema())}, duplicates);
}

TEST(Spike, anglesBelowTheLimitInsideAndOutside) {
    Sheet sheet;
    const auto out = sheet.add(
        layer::survey,
        {{{sheet.ring({{0, 0}, {100, 0}, {100, 10}, {200, 12}, {100, 14}, {0, 50}}), {}}}});  // 2.3° at (200, 12)
    const auto in =
        sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 0}, {100, 49}, {20, 50}, {100, 51}, {100, 99}, {0, 99}}),
                                    {}}}});  // 1.4° at (20, 50)
    const Findings findings = found(sheet, spikes);
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(out));
    EXPECT_NEAR(*findings[0].measured, 2 * std::atan(0.02) * 180 / M_PI, 1e-6);
    EXPECT_EQ(findings[0].where, geometry::Shape(geometry::MultiPoint{sheet.at(200, 12)}));
    EXPECT_THAT(findings[1].subjects, ElementsAre(in));
    EXPECT_NEAR(*findings[1].measured, 2 * std::atan(1.0 / 80) * 180 / M_PI, 1e-6);
    EXPECT_TRUE(found(sheet, rule("Q4104", "spike", {}, {{"min_angle", 1.0}})).empty());
}

TEST(Spike, theAngleIsThatOnTheGround) {
    Sheet sheet(support::randomSchema("EPSG:4490"));
    // North and a little east: at 60° a degree of longitude is half as long as one of latitude.
    const Point corner{107'000'000'000, 60'000'000'000};
    sheet.add(layer::survey,
              {{{{corner, {corner.x + 300'000, corner.y + 1'000'000}, {corner.x, corner.y + 1'000'000}}, {}}}});
    const Findings findings = found(sheet, spikes);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, std::atan(0.15) * 180 / M_PI, 0.1);
}

TEST(Spike, shortEdgesAreNoDirection) {
    const auto count = [](std::pair<double, double> nearTip) {
        Sheet sheet;
        sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 0}, {100, 100}, nearTip, {0, 100}}), {}}}});
        return found(sheet, spikes).size();
    };
    EXPECT_EQ(count({100.0001, 99.9999}), 0u);  // a zigzag of 0.1 mm
    Sheet sheet;                                // a tip that is there twice
    sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 1}, {100, 1}, {0, 2}}), {}}}});
    EXPECT_EQ(found(sheet, spikes).size(), 1u);
    sheet.add(layer::survey, {{{sheet.ring({{5, 5}, {5, 5}, {5, 5}}), {}}}});  // nothing but one place
    EXPECT_EQ(found(sheet, spikes).size(), 1u);
}

TEST(Spike, theFastWayFindsWhatTheSlowOneFinds) {
    support::Dice dice(20261126);
    for (int i = 0; i < 200; ++i) {
        Sheet sheet(support::randomSchema("EPSG:4490"));
        geometry::Ring ring;
        const std::int64_t south = dice.roll(-80, 70) * 1'000'000'000,
                           size = dice.chance(50) ? 1'000'000 : 9'000'000'000;
        for (int k = 0; k < 12; ++k) ring.push_back({dice.roll(0, size), south + dice.roll(0, size)});
        sheet.add(layer::survey, {{{ring, {}}}});
        const double limit = static_cast<double>(dice.roll(1, 90));
        std::size_t sharp = 0;
        for (std::size_t k = 0; k < ring.size(); ++k) {
            const Point at = ring[k], a = ring[(k + 11) % 12], b = ring[(k + 1) % 12];
            const double phi = static_cast<double>(at.y) * 1e-9 * M_PI / 180, e2 = 0.00669438002290;
            // M(φ) = a(1 − e²)/(1 − e² sin² φ)^1.5 and N(φ) cos φ, up to a common factor
            const double east = std::cos(phi) * (1 - e2 * std::sin(phi) * std::sin(phi)) / (1 - e2);
            const double ux = static_cast<double>(a.x - at.x) * east, uy = static_cast<double>(a.y - at.y);
            const double vx = static_cast<double>(b.x - at.x) * east, vy = static_cast<double>(b.y - at.y);
            const double cosine = (ux * vx + uy * vy) / std::hypot(ux, uy) / std::hypot(vx, vy);
            sharp += std::acos(cosine) * 180 / M_PI < limit;
        }
        EXPECT_EQ(found(sheet, rule("Q4104", "spike", {}, {{"min_angle", limit}})).size(), sharp) << "round " << i;
    }
}

TEST(Spike, whatWasThereIsInherited) {
    Sheet filed, now;
    filed.add(layer::survey, {{{filed.ring({{0, 0}, {100, 1}, {0, 2}}), {}}}});
    now.add(layer::survey, {{{now.ring({{0, 0}, {100, 1}, {0, 2}, {-100, 1}}), {}}}});
    const Findings findings = found(now, filed, spikes);
    ASSERT_EQ(findings.size(), 2u);
    for (const Finding& finding : findings)
        EXPECT_EQ(finding.inherited, finding.where == geometry::Shape(geometry::MultiPoint{now.at(100, 1)}));
    expectIncrementalIsFull({filed.plan(), now.plan(), filed.plan(), plan::Snapshot(now.schema())}, spikes);
}

TEST(Spike, anAngleBeyondARightOneIsRefused) {
    EXPECT_EQ(refusal(rule("Q", "spike", {}, {{"min_angle", 91.0}})).message.key, "rules.too_large");
    EXPECT_EQ(refusal(rule("Q", "spike", {}, {{"angle", 9.0}})).message.key, "rules.unknown_parameter");
}

}  // namespace
