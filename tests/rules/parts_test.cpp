#include "rules/inspected.h"

namespace {

using namespace inspected;
using testing::ElementsAre;

TEST(Multipart, everyPartButTheFirstIsThePlace) {
    Sheet sheet;
    sheet.add(layer::zones, sheet.box(0, 0, 10, 10));
    auto two = sheet.box(20, 0, 30, 10);
    two.polygons.push_back(sheet.box(40, 0, 50, 10).polygons[0]);
    const auto parted = sheet.add(layer::zones, two);
    sheet.add(layer::survey, two);
    const Findings findings = found(sheet, rule("Q4103", "multipart", {"GHFQ"}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(parted));
    EXPECT_EQ(findings[0].where, geometry::Shape(sheet.box(40, 0, 50, 10)));
    EXPECT_EQ(*findings[0].measured, 2);
    EXPECT_EQ(found(sheet, rule("Q4103", "multipart", {})).size(), 2u);
}

TEST(Multipart, morePartsThanWereFiledAreNew) {
    Sheet filed, same, more;
    for (Sheet* sheet : {&filed, &same, &more}) {
        auto parts = sheet->box(20, 0, 30, 10);
        parts.polygons.push_back(sheet->box(40, 0, 50, 10).polygons[0]);
        if (sheet == &more) parts.polygons.push_back(sheet->box(60, 0, 70, 10).polygons[0]);
        sheet->add(layer::zones, parts);
    }
    const auto worsened = rule("Q4103", "multipart", {}, {}, true);
    EXPECT_EQ(found(same, filed, worsened).at(0).severity, Severity::Warn);
    EXPECT_EQ(found(more, filed, worsened).at(0).severity, Severity::Block);
    expectIncrementalIsFull({filed.plan(), more.plan(), plan::Snapshot(filed.schema()), same.plan()}, worsened);
}

// A frame of four boxes round an empty place.
void addFrame(Sheet& sheet, plan::LayerId layer) {
    sheet.add(layer, sheet.box(0, 0, 100, 20));
    sheet.add(layer, sheet.box(80, 20, 100, 80));
    sheet.add(layer, sheet.box(0, 80, 100, 100));
    sheet.add(layer, sheet.box(0, 20, 20, 80));
}

TEST(Holes, betweenFeaturesAndInThem) {
    Sheet sheet;
    addFrame(sheet, layer::lines);
    auto ring = sheet.box(200, 0, 300, 100);
    ring.polygons[0].holes = {sheet.ring({{220, 20}, {220, 30}, {230, 30}, {230, 20}})};
    sheet.add(layer::lines, ring);
    sheet.add(layer::lines, sheet.box(400, 0, 500, 100));
    const auto holes = rule("Q4203", "holes", {"STBHHX"});
    const Findings findings = found(sheet, holes);
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].where, geometry::Shape(sheet.box(20, 20, 80, 80)));
    EXPECT_NEAR(*findings[0].measured, 3600, 3600 * 0.002);
    EXPECT_EQ(findings[1].where, geometry::Shape(sheet.box(220, 20, 230, 30)));
    EXPECT_EQ(findings[1].message.key, "rules.enclosed");
    EXPECT_TRUE(found(sheet, rule("Q4203", "holes", {"GHFQ"})).empty());
    EXPECT_TRUE(found(sheet, rule("Q4203", "holes", {"STBHHX"}, {{"tolerance_m2", 4000.0}})).empty());

    Sheet filled;
    addFrame(filled, layer::lines);
    filled.add(layer::lines, ring);
    filled.add(layer::lines, sheet.box(400, 0, 500, 100));
    filled.add(layer::lines, sheet.box(20, 20, 80, 80));
    EXPECT_EQ(found(filled, holes).size(), 1u);
    EXPECT_TRUE(found(sheet, sheet, holes)[0].inherited);
    EXPECT_FALSE(found(sheet, filled, holes)[0].inherited);
    expectIncrementalIsFull({filled.plan(), sheet.plan(), filled.plan()}, holes);
}

TEST(Holes, aCountyIsTheBusinessOfGap) {
    EXPECT_EQ(refusal(rule("Q", "holes", {"GHFQ"}, {{"county", "XZQ"}})).message.key, "rules.unknown_parameter");
}

TEST(GeometryKind, isThereAndOfTheLayersKind) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 10, 10));
    plan::Snapshot plan = sheet.plan();
    const auto add = [&](std::uint32_t serial, plan::LayerId layer, geometry::Shape shape) {
        plan = plan.with({{{nullptr, plan::makeFeature(plan.schema(), {0, serial}, layer, std::move(shape), {})}}})
                   .value();
    };
    const geometry::MultiLine line{{{sheet.at(0, 0), sheet.at(1, 1)}}};
    add(11, layer::survey, {});
    add(12, layer::survey, geometry::MultiPolygon{});
    add(13, layer::survey, line);
    add(14, layer::roads, line);
    add(15, layer::roads, geometry::MultiPoint{sheet.at(0, 0)});
    add(16, layer::trees, geometry::MultiPoint{sheet.at(0, 0)});
    const auto kinds = rule("Q2202", "geometry_kind", {});
    EXPECT_THAT(keys(found(plan, kinds)), ElementsAre("Q2202/11", "Q2202/12", "Q2202/13", "Q2202/15"));
    EXPECT_EQ(found(plan, kinds)[0].message.key, "rules.no_geometry");
    EXPECT_EQ(found(plan, kinds)[2].message.key, "rules.geometry_kind");

    auto open = std::make_shared<plan::Schema>(plan.schema());
    open->layers[layer::survey.index].geometry = plan::GeometryKind::Any;
    open->layers[layer::roads.index].geometry = plan::GeometryKind::None;
    EXPECT_THAT(keys(found(plan.under(open), kinds)), ElementsAre("Q2202/11", "Q2202/12", "Q2202/14", "Q2202/15"));
    expectIncrementalIsFull({sheet.plan(), plan, sheet.plan()}, kinds);
}

}  // namespace
