#include "geometry/regions.h"
#include "rules/inspected.h"

namespace {

using namespace inspected;
using geometry::MultiPolygon;

TEST(Overlap, tellsThePairAndThePlace) {
    Sheet sheet;
    const auto a = sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    const auto b = sheet.add(layer::survey, sheet.box(90, 50, 200, 150));
    sheet.add(layer::survey, sheet.box(200, 50, 300, 150));
    const Findings findings = found(sheet, rule("Q4201", "overlap", {"DLTB"}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, testing::ElementsAre(a, b));
    EXPECT_EQ(findings[0].where, geometry::Shape(sheet.box(90, 50, 100, 100)));
    EXPECT_NEAR(*findings[0].measured, 500, 500 * ofArea);
    EXPECT_EQ(findings[0].severity, Severity::Block);
    EXPECT_EQ(findings[0].basis, "basis");
    EXPECT_FALSE(findings[0].inherited);
    EXPECT_EQ(findings[0].key(), "Q4201/1+2");
}

TEST(Overlap, neighboursThatShareAnEdgeOrACornerDoNot) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(100, 0, 200, 100));
    sheet.add(layer::survey, sheet.box(100, 100, 200, 200));
    sheet.add(layer::survey, sheet.box(-50, 20, 0, 70));  // along a part of an edge
    EXPECT_TRUE(found(sheet, rule("Q4201", "overlap", {"DLTB"}, {{"tolerance_m2", 0.0}, {"width_m", 0.0}})).empty());
}

TEST(Overlap, equalAndNestedFeaturesDo) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
    sheet.add(layer::survey, sheet.box(10, 10, 20, 20));
    sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 0}, {100, 100}}), {}}}});  // corners on corners
    EXPECT_EQ(found(sheet, rule("Q4201", "overlap", {"DLTB"})).size(), 6u);
}

TEST(Overlap, aFeatureInAHoleDoesNot) {
    Sheet sheet;
    MultiPolygon frame = sheet.box(0, 0, 100, 100);
    frame.polygons[0].holes = {sheet.ring({{20, 20}, {20, 80}, {80, 80}, {80, 20}})};
    sheet.add(layer::survey, frame);
    sheet.add(layer::survey, sheet.box(20, 20, 80, 80));
    sheet.add(layer::zones, frame);
    sheet.add(layer::zones, sheet.box(30, 30, 70, 70));
    EXPECT_TRUE(found(sheet, rule("Q4201", "overlap", {"DLTB", "GHFQ"})).empty());
}

TEST(Overlap, upToTheToleranceIsIgnored) {
    const auto count = [](double width, double height) {
        Sheet sheet;
        sheet.add(layer::survey, sheet.box(0, 0, 100, 100));
        sheet.add(layer::survey, sheet.box(100 - width, 0, 200, height));
        return found(sheet, rule("Q4201", "overlap", {"DLTB"}, {{"tolerance_m2", 1.0}, {"width_m", 0.1}})).size();
    };
    EXPECT_EQ(count(0.99, 1), 0u);  // too small
    EXPECT_EQ(count(1.02, 1), 1u);
    EXPECT_EQ(count(0.1, 90), 0u);  // too thin: the mean width is a little less than the width
    EXPECT_EQ(count(0.11, 90), 1u);
}

TEST(Overlap, aBrokenFeatureIsStillHeldAgainstItsNeighbours) {
    Sheet sheet;
    sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {100, 100}, {100, 0}, {0, 100}}), {}}}});
    sheet.add(layer::survey, sheet.box(0, 0, 10, 100));    // in the left wing of the bow
    sheet.add(layer::survey, sheet.box(45, 90, 55, 100));  // above its knot
    const Findings findings = found(sheet, rule("Q4201", "overlap", {"DLTB"}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 900, 900 * ofArea);
}

TEST(CrossOverlap, whatWasFiledIsInheritedAndWhatGrewIsNot) {
    const auto drawnTo = [](double east) {
        Sheet sheet;
        sheet.add(layer::lines, sheet.box(0, 0, 100, 100));
        sheet.add(layer::zones, sheet.box(east, 0, 300, 100));
        return sheet;
    };
    const auto l1 = rule("R-L1", "cross_overlap", {"STBHHX", "GHFQ"}, {}, true);
    EXPECT_TRUE(found(drawnTo(100), drawnTo(90), l1).empty());
    const Findings same = found(drawnTo(90), drawnTo(90), l1);
    ASSERT_EQ(same.size(), 1u);
    EXPECT_TRUE(same[0].inherited);
    EXPECT_EQ(same[0].severity, Severity::Warn);
    const Findings less = found(drawnTo(95), drawnTo(90), l1);
    ASSERT_EQ(less.size(), 1u);
    EXPECT_TRUE(less[0].inherited);
    const Findings more = found(drawnTo(80), drawnTo(90), l1);
    ASSERT_EQ(more.size(), 1u);
    EXPECT_FALSE(more[0].inherited);
    EXPECT_EQ(more[0].severity, Severity::Block);
    EXPECT_EQ(more[0].message.key, "rules.cross_overlap_grown");
    EXPECT_EQ(found(drawnTo(90), drawnTo(100), l1)[0].severity, Severity::Block);
}

TEST(CrossOverlap, aSplitFeatureInheritsWhatTheWholeHad) {
    Sheet filed, now;
    filed.add(layer::lines, filed.box(0, 0, 100, 100));
    filed.add(layer::zones, filed.box(50, 0, 150, 100));
    now.add(layer::lines, now.box(0, 0, 100, 100));
    now.add(layer::zones, now.box(50, 0, 150, 50));
    now.add(layer::zones, now.box(50, 50, 150, 100));
    const Findings findings = found(now, filed, rule("R-L1", "cross_overlap", {"STBHHX", "GHFQ"}, {}, true));
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_TRUE(findings[0].inherited && findings[1].inherited);
}

TEST(Gap, betweenTheLayerAndTheCounty) {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 300, 100));
    sheet.add(layer::zones, sheet.box(0, 0, 100, 100));
    sheet.add(layer::zones, sheet.box(110, 0, 300, 100));
    const Findings findings = found(sheet, rule("R-Z1", "gap", {"GHFQ"}, {{"county", "XZQ"}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].where, geometry::Shape(sheet.box(100, 0, 110, 100)));
    EXPECT_NEAR(*findings[0].measured, 1000, 1000 * ofArea);
    EXPECT_TRUE(findings[0].subjects.empty());
}

TEST(Gap, noneWhereTheTilesFitAlsoAlongSeveralTownships) {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 150, 100));
    sheet.add(layer::county, sheet.box(150, 0, 300, 100));
    sheet.add(layer::zones, sheet.box(0, 0, 100, 100));
    sheet.add(layer::zones, sheet.box(100, 0, 300, 100));
    EXPECT_TRUE(found(sheet, rule("R-Z1", "gap", {"GHFQ"}, {{"county", "XZQ"}})).empty());
}

TEST(Gap, theWholeCountyWhereTheLayerIsEmpty) {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 300, 100));
    const Findings findings = found(sheet, rule("R-Z1", "gap", {"GHFQ"}, {{"county", "XZQ"}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 30000, 30000 * ofArea);
}

TEST(Gap, aFeatureThatFloatsInTheGapIsNotPartOfIt) {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 300, 100));
    sheet.add(layer::zones, sheet.box(100, 40, 120, 60));
    const Findings findings = found(sheet, rule("R-Z1", "gap", {"GHFQ"}, {{"county", "XZQ"}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 29600, 29600 * ofArea);
}

TEST(Gap, onlyHolesWhereThereIsNoCounty) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 300));
    sheet.add(layer::survey, sheet.box(100, 0, 200, 100));
    sheet.add(layer::survey, sheet.box(100, 200, 200, 300));
    EXPECT_TRUE(found(sheet, rule("Q4202", "gap", {"DLTB"})).empty());  // a bay
    sheet.add(layer::survey, sheet.box(200, 0, 300, 300));
    const Findings findings = found(sheet, rule("Q4202", "gap", {"DLTB"}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].where, geometry::Shape(sheet.box(100, 100, 200, 200)));
}

TEST(Gap, upToTheToleranceIsIgnored) {
    const auto count = [](double width) {
        Sheet sheet;
        sheet.add(layer::county, sheet.box(0, 0, 300, 100));
        sheet.add(layer::zones, sheet.box(0, 0, 100, 100));
        sheet.add(layer::zones, sheet.box(100 + width, 0, 300, 100));
        return found(sheet, rule("R-Z1", "gap", {"GHFQ"}, {{"county", "XZQ"}})).size();
    };
    EXPECT_EQ(count(0.1), 0u);
    EXPECT_EQ(count(0.11), 1u);
}

TEST(Gap, oneThatTheFiledPlanHadIsInherited) {
    const auto from = [](double east) {
        Sheet sheet;
        sheet.add(layer::county, sheet.box(0, 0, 300, 100));
        sheet.add(layer::zones, sheet.box(0, 0, 100, 100));
        sheet.add(layer::zones, sheet.box(east, 0, 300, 100));
        return sheet;
    };
    const auto z1 = rule("R-Z1", "gap", {"GHFQ"}, {{"county", "XZQ"}}, true);
    EXPECT_EQ(found(from(110), from(120), z1)[0].severity, Severity::Warn);
    EXPECT_EQ(found(from(130), from(120), z1)[0].severity, Severity::Block);
}

TEST(Outside, thePartBeyondTheCounty) {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 100, 100));
    sheet.add(layer::county, sheet.box(100, 0, 200, 100));
    const auto out = sheet.add(layer::lines, sheet.box(150, 50, 220, 100));
    sheet.add(layer::lines, sheet.box(50, 0, 150, 50));  // over a township border
    sheet.add(layer::lines, sheet.box(10, 60, 20, 70));
    const Findings findings = found(sheet, rule("R-L4", "outside", {"STBHHX"}, {{"county", "XZQ"}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, testing::ElementsAre(out));
    EXPECT_EQ(findings[0].where, geometry::Shape(sheet.box(200, 50, 220, 100)));
}

TEST(Outside, nothingIsSaidWithoutACounty) {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, 10, 10));
    EXPECT_TRUE(found(sheet, rule("R-L4", "outside", {"STBHHX"}, {{"county", "XZQ"}})).empty());
}

TEST(Valid, saysWhatAndWhere) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 10, 10));
    const auto bow = sheet.add(layer::survey, {{{sheet.ring({{0, 0}, {10, 10}, {10, 0}, {0, 10}}), {}}}});
    const Findings findings = found(sheet, rule("Q4101", "valid", {}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, testing::ElementsAre(bow));
    EXPECT_EQ(findings[0].message.key, "rules.flaw_self_intersection");
    EXPECT_EQ(findings[0].where, geometry::Shape(geometry::MultiPoint{sheet.at(5, 5)}));
}

TEST(Sliver, smallAndThin) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 10, 10));
    const auto small = sheet.add(layer::survey, sheet.box(20, 0, 23, 3));
    const auto thin = sheet.add(layer::survey, sheet.box(30, 0, 30.15, 200));
    const Findings areas = found(sheet, rule("Q4601", "sliver", {}, {{"min_area_m2", 10.0}}));
    ASSERT_EQ(areas.size(), 1u);
    EXPECT_THAT(areas[0].subjects, testing::ElementsAre(small));
    const Findings widths = found(sheet, rule("Q4602", "sliver", {}, {{"width_m", 0.1}}));
    ASSERT_EQ(widths.size(), 1u);
    EXPECT_THAT(widths[0].subjects, testing::ElementsAre(thin));
    EXPECT_NEAR(*widths[0].measured, 0.075, 0.001);
}

// A sheet whose survey layer has fields with a list, a name and a constant.
plan::SchemaRef coded() {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema("EPSG:4524"));
    auto& fields = schema->layers[layer::survey.index].fields;
    fields[0].required = true;
    fields[1].codeList = "DLBM";
    plan::Field name;
    name.code = "DLMC";
    name.nameOf = "DM";
    plan::Field constant;
    constant.code = "YSDM";
    constant.constant = "2001010100";
    fields.push_back(name);
    fields.push_back(constant);
    return schema;
}

Findings codeFindings(const std::string& code, const std::string& name, const std::string& constant) {
    const plan::SchemaRef schema = coded();
    const Sheet sheet(schema);
    plan::Spec spec = drawn::spec(*schema);
    spec.codeLists["DLBM"].codes = {{"0101", {"水田", "Paddy"}, "01", "S"}, {"0102", {"水浇地", ""}, "01", "S"}};
    spec.rules = {rule("Q3202", "code_list", {})};
    const auto feature = plan::makeFeature(*schema, {0, 1}, layer::survey, sheet.box(0, 0, 1, 1),
                                           {std::string("1"), code, 1.0, {}, {}, name, constant});
    const plan::Snapshot now(schema, {feature});
    return drawn::findings(spec, now, plan::Snapshot(schema));
}

TEST(CodeList, codesNamesAndConstants) {
    EXPECT_TRUE(codeFindings("0101", "水田", "2001010100").empty());
    EXPECT_TRUE(codeFindings("0101", "Paddy", "").empty());
    EXPECT_TRUE(codeFindings("", "", "").empty());
    const Findings code = codeFindings("0199", "水田", "2001010100");
    ASSERT_EQ(code.size(), 1u);
    EXPECT_EQ(code[0].aspect, "DM");
    EXPECT_EQ(code[0].message.key, "rules.not_in_list");
    EXPECT_EQ(codeFindings("0102", "水田", "")[0].message.key, "rules.wrong_name");
    EXPECT_EQ(codeFindings("0102", "水浇地", "1")[0].message.key, "rules.not_constant");
    EXPECT_EQ(codeFindings("9", "水田", "1").size(), 2u);
}

TEST(Required, blankIsMissing) {
    Sheet sheet(coded());
    sheet.add(layer::survey, sheet.box(0, 0, 10, 10), "  ");
    sheet.add(layer::survey, sheet.box(10, 0, 20, 10), "1");
    sheet.add(layer::zones, sheet.box(0, 0, 10, 10), " ");
    const Findings findings = found(sheet, rule("Q3201", "required", {}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].aspect, "BSM");
}

TEST(Unique, overAllLayersAndInForm) {
    Sheet sheet;
    const std::string bsm = "150825000000000001";
    const auto a = sheet.add(layer::survey, sheet.box(0, 0, 10, 10), bsm);
    const auto b = sheet.add(layer::zones, sheet.box(0, 0, 10, 10), bsm);
    const auto c = sheet.add(layer::lines, sheet.box(0, 0, 10, 10), "15082500000000002");
    sheet.add(layer::lines, sheet.box(10, 0, 20, 10), "");
    const Findings findings = found(sheet, rule("Q3302", "unique", {}, {{"pattern", "[0-9]{18}"}}));
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_THAT(findings[0].subjects, testing::ElementsAre(a, b));
    EXPECT_EQ(findings[0].message.key, "rules.not_unique");
    EXPECT_THAT(findings[1].subjects, testing::ElementsAre(c));
    EXPECT_EQ(found(sheet, rule("Q3302", "unique", {}, {{"pattern", "15.*(1|2)"}})).size(), 2u);
}

TEST(DeclaredArea, warnsFirstAndThenRefuses) {
    const auto severities = [](double factor, double more) {
        Sheet sheet;
        const MultiPolygon area = sheet.box(0, 0, 200, 200);
        const double measured = std::round(sheet.schema()->measure.area(area).squareMetres() * 100) / 100;
        const auto feature = plan::makeFeature(*sheet.schema(), {0, 1}, layer::survey, area,
                                               {std::string("1"), std::string("1"), measured * factor + more});
        plan::Spec spec = drawn::spec(*sheet.schema());
        spec.rules = {
            rule("Q3401", "declared_area", {}, {{"warn_m2", 1.0}, {"warn_share", 0.0001}, {"error_share", 0.01}})};
        std::vector<Severity> found;
        for (const auto& finding :
             drawn::findings(spec, plan::Snapshot(sheet.schema(), {feature}), plan::Snapshot(sheet.schema())))
            found.push_back(finding.severity);
        return found;
    };
    EXPECT_THAT(severities(1, 0), testing::IsEmpty());
    EXPECT_THAT(severities(1, 3.9), testing::IsEmpty());  // more than 1 m², but not more than 0.01 %
    EXPECT_THAT(severities(1, 4.1), testing::ElementsAre(Severity::Warn));
    EXPECT_THAT(severities(1.0099, 0), testing::ElementsAre(Severity::Warn));
    EXPECT_THAT(severities(0.98, 0), testing::ElementsAre(Severity::Block));
}

TEST(RuleSet, whatMakesNoSenseIsRefused) {
    EXPECT_EQ(refusal(rule("A", "overlap", {"DLTB"})).message.key, "");
    EXPECT_EQ(refusal(rule("A", "guess", {})).message.key, "rules.unknown_kind");
    EXPECT_EQ(refusal(rule("A", "overlap", {"XYZ"})).message.key, "rules.unknown_layer");
    EXPECT_EQ(refusal(rule("A", "overlap", {}, {{"tolerance", 1.0}})).message.key, "rules.unknown_parameter");
    EXPECT_EQ(refusal(rule("A", "overlap", {}, {{"width_m", "wide"}})).message.key, "rules.wrong_type");
    EXPECT_EQ(refusal(rule("A", "overlap", {}, {{"width_m", -1.0}})).message.key, "rules.not_a_size");
    EXPECT_EQ(refusal(rule("A", "overlap", {}, {{"width_m", std::numeric_limits<double>::infinity()}})).message.key,
              "rules.not_a_size");
    EXPECT_EQ(refusal(rule("A", "overlap", {"GSMM"})).message.key, "rules.no_areas");
    EXPECT_EQ(refusal(rule("A", "gap", {"DLTB"}, {{"county_where", "BSM = 'x'"}})).message.key,
              "rules.parameter_missing");
    EXPECT_EQ(refusal(rule("A", "unmatched_vertex", {}, {{"tolerance_m", 101.0}})).message.key, "rules.too_large");
    EXPECT_EQ(
        refusal(rule("A", "occupation", {}, {{"of", "gained DLTB"}, {"layers", std::vector<std::string>{"GSMM"}}}))
            .message.key,
        "rules.no_areas");
    EXPECT_EQ(refusal(rule("A", "gap", {"DLTB"}, {{"county", "GSMM"}})).message.key, "rules.no_areas");
    EXPECT_EQ(refusal(rule("A", "outside", {"DLTB"}, {{"county", "DL"}})).message.key, "rules.no_areas");
    EXPECT_EQ(refusal(rule("A", "part", {}, {{"of", "DLTB"}, {"within", "GSMM"}})).message.key, "rules.no_areas");
    EXPECT_EQ(refusal(rule("A", "outside", {"DLTB"})).message.key, "rules.parameter_missing");
    EXPECT_EQ(refusal(rule("A", "cross_overlap", {"DLTB"})).message.key, "rules.layer_count");
    EXPECT_EQ(refusal(rule("A", "indicator", {}, {{"indicator", "I99"}})).message.key, "rules.unknown_indicator");
    EXPECT_EQ(refusal(rule("A", "unique", {}, {{"pattern", "[0-9"}})).message.key, "rules.bad_pattern");
    plan::RuleSpec severe = rule("A", "valid", {});
    severe.severity = "fatal";
    EXPECT_EQ(refusal(severe).message.key, "rules.unknown_severity");
}

TEST(RuleSet, someRulesByTheirIds) {
    plan::Spec spec = drawn::spec(*support::randomSchema());
    spec.rules = {rule("A", "valid", {}), rule("B", "overlap", {})};
    const auto set = rules::RuleSet::of(spec).value();
    EXPECT_EQ(set.only({}).value().rules().size(), 2u);
    EXPECT_EQ(set.only({"B"}).value().rules().front()->spec().id, "B");
    EXPECT_EQ(set.only({"B", "C"}).error().code, base::Error::Code::NotFound);
    spec.rules.push_back(rule("A", "gap", {}));
    EXPECT_EQ(rules::RuleSet::of(spec).error().message.key, "rules.id_twice");
}

TEST(Check, isCancelledWhereTheTaskIsStopped) {
    Sheet sheet;
    plan::Spec spec = drawn::spec(*sheet.schema());
    spec.rules = {rule("A", "valid", {})};
    std::stop_source stop;
    stop.request_stop();
    const plan::Snapshot plan = sheet.plan();
    const auto report = rules::check(rules::RuleSet::of(spec).value(), {plan, plan, {}}, {stop.get_token(), {}});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, base::Error::Code::Cancelled);
}

}  // namespace
