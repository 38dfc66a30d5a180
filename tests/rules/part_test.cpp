#include <cmath>
#include <numbers>

#include "rules/inspected.h"

namespace {

using namespace inspected;

base::Error refusal(plan::Parameters parameters) {
    return inspected::refusal(rule("R", "part", {}, std::move(parameters)));
}

// Parcels 1 and 2 side by side, and a red line over the first 100 m east of `west`.
Sheet parcels(double west, std::string code = "11") {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(100, 0, 200, 100));
    sheet.add(layer::lines, sheet.box(west, 0, west + 100, 100), {}, std::move(code));
    return sheet;
}

TEST(Part, whatLiesWithinIsFoundFeatureByFeature) {
    const auto core = rule("R-E4", "part", {}, {{"of", "DLTB"}, {"within", "STBHHX where DM = '11'"}});
    const Findings findings = found(parcels(50), parcels(50), core);
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].key(), "R-E4/1");
    EXPECT_EQ(findings[0].where, geometry::Shape(Sheet().box(50, 0, 100, 100)));
    EXPECT_NEAR(*findings[0].measured, 5000, 5000 * ofArea);
    EXPECT_EQ(findings[0].unit, "m2");
    EXPECT_EQ(findings[0].message.key, "rules.part_within");
    EXPECT_EQ(findings[0].message.arguments[3], "STBHHX (DM = '11')");
    EXPECT_EQ(found(parcels(100), parcels(100), core).size(), 1u);  // a shared edge is no part
    EXPECT_TRUE(found(parcels(50, "12"), parcels(50, "12"), core).empty());
}

TEST(Part, whatLiesOutsideIsFound) {
    const auto outside = rule("R-U7", "part", {}, {{"of", "DLTB"}, {"outside", "STBHHX"}});
    const Findings findings = found(parcels(0), parcels(0), outside);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].key(), "R-U7/2");
    EXPECT_EQ(findings[0].message.key, "rules.part_outside");
    const auto both = rule("R", "part", {}, {{"of", "STBHHX"}, {"within", "DLTB"}, {"outside", "DLTB where SL = 2"}});
    EXPECT_EQ(found(parcels(50), parcels(50), both).size(), 1u);
}

TEST(Part, whatTheFiledPlanHadIsInherited) {
    const auto worse = rule("R", "part", {}, {{"of", "DLTB"}, {"within", "STBHHX"}}, true);
    const Findings same = found(parcels(50), parcels(50), worse);
    EXPECT_TRUE(same[0].inherited);
    EXPECT_EQ(same[0].severity, Severity::Warn);
    const Findings less = found(parcels(60), parcels(50), worse);
    EXPECT_TRUE(less[0].inherited);   // of parcel 1
    EXPECT_FALSE(less[1].inherited);  // parcel 2 has more
    EXPECT_EQ(less[1].severity, Severity::Block);
}

TEST(Part, upToTheToleranceIsIgnored) {
    const auto count = [](double overlap, double tolerance) {
        Sheet sheet;
        sheet.add(layer::survey, sheet.box(0, 0, 100, 10));
        sheet.add(layer::lines, sheet.box(100 - overlap, 0, 200, 10));
        return found(sheet, sheet,
                     rule("R", "part", {}, {{"of", "DLTB"}, {"within", "STBHHX"}, {"tolerance_m2", tolerance}}))
            .size();
    };
    EXPECT_EQ(count(0.5, 1), 1u);
    EXPECT_EQ(count(0.5, 6), 0u);
    EXPECT_EQ(count(0.09, 0), 0u);  // thinner than 0.1 m
}

TEST(Part, whatWasGainedIsWhatNoneCoveredWhenFiled) {
    Sheet filed, now;
    filed.add(layer::lines, filed.box(0, 0, 100, 100));
    filed.add(layer::lines, filed.box(100, 0, 200, 100));
    now.add(layer::lines, now.box(0, 0, 150, 100));    // took half of its neighbour, gained nothing for the line
    now.add(layer::lines, now.box(150, 0, 230, 100));  // 30 m more
    const Findings findings = found(now, filed, rule("R", "part", {}, {{"of", Texts{"gained STBHHX", "lost STBHHX"}}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].key(), "R/2@gained");
    EXPECT_EQ(findings[0].where, geometry::Shape(now.box(200, 0, 230, 100)));
    EXPECT_NEAR(*findings[0].measured, 3000, 3000 * ofArea);
    EXPECT_EQ(findings[0].message.key, "rules.gained");
    EXPECT_FALSE(findings[0].inherited);
    const Findings back = found(filed, now, rule("R", "part", {}, {{"of", Texts{"gained STBHHX", "lost STBHHX"}}}));
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(back[0].key(), "R/2@lost");
    EXPECT_EQ(back[0].where, findings[0].where);
}

TEST(Part, whatIsRemovedIsLostAndWhatIsSplitIsNot) {
    Sheet filed, removed, split;
    for (Sheet* sheet : {&filed, &removed}) sheet->add(layer::lines, sheet->box(0, 0, 100, 100));
    filed.add(layer::lines, filed.box(200, 0, 300, 100));
    const auto lost = rule("R-E2", "part", {}, {{"of", "lost STBHHX"}});
    const Findings findings = found(removed, filed, lost);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 10000, 10000 * ofArea);
    EXPECT_THAT(findings[0].subjects, testing::ElementsAre(plan::FeatureId{0, 2}));
    split.add(layer::lines, split.box(0, 0, 50, 100));
    split.add(layer::lines, split.box(200, 0, 300, 100));
    split.add(layer::lines, split.box(50, 0, 100, 100));
    EXPECT_TRUE(found(split, filed, lost).empty());
}

TEST(Part, aConditionAndAClassDivideWhatIsGained) {
    Sheet filed, now;
    filed.add(layer::zones, filed.box(0, 0, 100, 100), {}, "300");
    now.add(layer::zones, now.box(0, 0, 100, 100), {}, "410");
    EXPECT_TRUE(found(now, filed, rule("R", "part", {}, {{"of", "gained GHFQ"}})).empty());
    EXPECT_EQ(found(now, filed, rule("R", "part", {}, {{"of", "gained GHFQ by DM"}})).size(), 1u);
    EXPECT_EQ(found(now, filed, rule("R", "part", {}, {{"of", "gained GHFQ where DM = '410'"}})).size(), 1u);
    EXPECT_TRUE(found(now, filed, rule("R", "part", {}, {{"of", "gained GHFQ where DM = '300'"}})).empty());
    EXPECT_EQ(found(now, filed, rule("R", "part", {}, {{"of", "lost GHFQ where DM = '300'"}})).size(), 1u);
    const auto swapped =
        rule("R", "part", {}, {{"of", "gained GHFQ where DM = '410'"}, {"within", "filed GHFQ where DM = '300'"}});
    EXPECT_EQ(found(now, filed, swapped).size(), 1u);  // of the same feature as it was
}

TEST(Part, whatIsGainedIsHeldAgainstTheFiledStateOfAnotherLayer) {
    Sheet filed, now;
    for (Sheet* sheet : {&filed, &now}) sheet->add(layer::survey, sheet->box(0, 0, 100, 100));
    filed.add(layer::lines, filed.box(-50, 0, 0, 100));
    now.add(layer::lines, now.box(-50, 0, 120, 100));
    const auto reserve = rule("R-F5", "part", {}, {{"of", "gained STBHHX"}, {"outside", "filed DLTB"}});
    const Findings findings = found(now, filed, reserve);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].where, geometry::Shape(now.box(100, 0, 120, 100)));
    EXPECT_EQ(findings[0].message.key, "rules.gained_outside");
}

TEST(Part, aFirstFilingGainsNothingAndACaseGainsAll) {
    Sheet nothing, now;
    now.add(layer::lines, now.box(0, 0, 100, 100));
    const auto gained = rule("R-U2", "part", {}, {{"of", "gained STBHHX"}});
    EXPECT_TRUE(found(now, nothing, gained).empty());
    const rules::CaseFacts file{"adjustment", {}, {}};
    EXPECT_EQ(found(now, nothing, gained, &file).size(), 1u);
}

TEST(Part, whatIsLawfulIsANoteAndWhatIsMissingBlocks) {
    Sheet filed, now;
    filed.add(layer::lines, filed.box(0, 0, 100, 100));
    now.add(layer::lines, now.box(0, 0, 120, 100));
    auto gained = rule("R", "part", {}, {{"of", "gained STBHHX"}});
    gained.lawful = plan::LawfulCase{{"redline"}, true};
    const rules::CaseFacts redline{"redline", {"文号"}, {}}, other{"farmland", {"文号"}, {}};
    EXPECT_EQ(found(now, filed, gained, &redline)[0].severity, Severity::Info);
    EXPECT_EQ(found(now, filed, gained, &other)[0].severity, Severity::Block);
    gained.parameters["within"] = "DLTB";
    gained.needs = {"DLTB"};
    EXPECT_EQ(found(now, filed, gained)[0].message.key, "rules.undecided");
    EXPECT_TRUE(found(filed, filed, gained).empty());  // nothing gained: nothing to decide
}

TEST(Part, outsideTheExtentOfTheCase) {
    Sheet filed, now;
    filed.add(layer::lines, filed.box(0, 0, 100, 100));
    now.add(layer::lines, now.box(0, 0, 200, 100));
    const auto out = rule("R-X2", "part", {}, {{"of", Texts{"gained STBHHX", "lost STBHHX"}}, {"outside", "extent"}});
    const rules::CaseFacts narrow{"redline", {}, now.box(50, -50, 170, 150)},
        wide{"redline", {}, now.box(0, 0, 200, 100)}, anywhere{"redline", {}, {}};
    const Findings findings = found(now, filed, out, &narrow);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].where, geometry::Shape(now.box(170, 0, 200, 100)));
    EXPECT_EQ(findings[0].message.arguments[4], "@rules.case_extent");
    EXPECT_TRUE(found(now, filed, out, &wide).empty());
    EXPECT_TRUE(found(now, filed, out, &anywhere).empty());
    EXPECT_TRUE(found(now, filed, out).empty());
}

// A red line of many corners of which one moved: the part is the place, exactly.
TEST(Part, ofALongRingWhereItMoved) {
    constexpr int corners = 50'000;
    const auto drawnWith = [](double bulge) {
        Sheet sheet;
        geometry::Ring ring;
        for (int i = 0; i < corners; ++i) {
            const double angle = 2 * std::numbers::pi * i / corners, radius = i == 77 ? 20'000 + bulge : 20'000;
            ring.push_back(sheet.at(radius * std::cos(angle), radius * std::sin(angle)));
        }
        sheet.add(layer::lines, {{{ring, {}}}});
        return sheet;
    };
    const Findings findings = found(drawnWith(10), drawnWith(0), rule("R", "part", {}, {{"of", "gained STBHHX"}}));
    ASSERT_EQ(findings.size(), 1u);
    const double side = 20'000 * 2 * std::numbers::pi / corners;
    EXPECT_NEAR(*findings[0].measured, side * 10, side * 10 * 0.01);
    EXPECT_EQ(std::get<geometry::MultiPolygon>(findings[0].where).polygons.at(0).outer.size(), 4u);
}

TEST(Part, aLineIsMeasuredAndPointsAreCounted) {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, 100, 100));
    sheet.add(layer::lines, sheet.box(100, 0, 150, 100));  // the line goes on
    const auto& schema = *sheet.schema();
    plan::Snapshot now = sheet.plan();
    const geometry::MultiLine road{{{sheet.at(-50, 50), sheet.at(300, 50)}}},
        beside{{{sheet.at(0, 200), sheet.at(9, 200)}}};
    const geometry::MultiPoint trees{sheet.at(10, 10), sheet.at(500, 500), sheet.at(20, 10)};
    now = now.with({{{nullptr, plan::makeFeature(schema, {0, 10}, layer::roads, road, {})},
                     {nullptr, plan::makeFeature(schema, {0, 11}, layer::roads, beside, {})},
                     {nullptr, plan::makeFeature(schema, {0, 12}, layer::trees, trees, {})}}})
              .value();
    plan::Spec spec = drawn::spec(schema);
    spec.rules = {rule("L", "part", {}, {{"of", "DL"}, {"within", "STBHHX"}}),
                  rule("O", "part", {}, {{"of", "DL"}, {"outside", "STBHHX"}}),
                  rule("P", "part", {}, {{"of", "GSMM"}, {"within", "STBHHX"}})};
    const Findings findings = drawn::findings(spec, now, now);
    ASSERT_EQ(findings.size(), 4u);
    EXPECT_EQ(findings[0].key(), "L/10");
    EXPECT_EQ(findings[0].where,
              geometry::Shape(geometry::MultiLine{{{sheet.at(0, 50), sheet.at(100, 50), sheet.at(150, 50)}}}));
    EXPECT_NEAR(*findings[0].measured, 150, 150 * ofArea);
    EXPECT_EQ(findings[0].unit, "m");
    EXPECT_TRUE(findings[0].inherited);
    EXPECT_NEAR(*findings[1].measured, 200, 200 * ofArea);
    EXPECT_EQ(findings[2].key(), "O/11");
    EXPECT_EQ(findings[3].key(), "P/12");
    EXPECT_EQ(findings[3].measured, 2);
    EXPECT_EQ(findings[3].where, geometry::Shape(geometry::MultiPoint{trees[0], trees[2]}));
}

TEST(Part, whatIsWrongIsSaidAtLoad) {
    EXPECT_EQ(refusal({{"within", "DLTB"}}).message.key, "rules.parameter_missing");
    EXPECT_EQ(refusal({{"of", "DLTB"}}).message.key, "rules.parameter_missing");
    EXPECT_EQ(refusal({{"of", "gained NONE"}}).message.key, "rules.unknown_layer");
    EXPECT_EQ(refusal({{"of", "gained DLTB by NONE"}}).message.key, "rules.unknown_field");
    EXPECT_EQ(refusal({{"of", "gained DLTB where NONE = 1"}}).message.key, "rules.expression_without_field");
    EXPECT_EQ(refusal({{"of", "gained DLTB where DM = "}}).message.key, "rules.wrong_expression");
    EXPECT_EQ(refusal({{"of", "gained DLTB DM = 1"}}).message.key, "rules.wrong_selection");
    EXPECT_EQ(refusal({{"of", "gained DLTB"}, {"within", "lost GHFQ"}}).message.key, "rules.not_a_state");
    EXPECT_EQ(refusal({{"of", "filed DLTB"}, {"within", "GHFQ"}}).message.key, "rules.filed_subjects");
    EXPECT_EQ(refusal({{"of", Texts{"gained DLTB", "gained DLTB by DM"}}}).message.key, "rules.subjects_twice");
    EXPECT_THAT(refusal({{"of", "gained DLTB"}, {"within", "GHFQ where X = 1"}}).where,
                testing::ElementsAre("R", "within", "GHFQ"));
}

}  // namespace
