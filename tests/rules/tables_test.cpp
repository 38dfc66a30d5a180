#include <gmock/gmock.h>

#include "rules/pack_sketch.h"

// Rules that look into tables.
namespace {

using pack_sketch::expectIncrementalIsFull;
using pack_sketch::found;
using pack_sketch::pack;
using pack_sketch::Sketch;
using pack_sketch::subjects;
using rules::Finding;
using rules::Findings;
using rules::Severity;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ProjectList, AProjectStandsOnItByName) {
    Sketch sketch;
    sketch.project("风电场", 0, 10'000.0);
    sketch.listed(" 风电场 ", 1.0);
    EXPECT_THAT(found("R-P1", sketch), IsEmpty());
    const auto stranger = sketch.project("未列入", 500, 10'000.0);
    const auto nameless = sketch.project("", 900, 10'000.0);
    const Findings findings = found("R-P1", sketch);
    EXPECT_THAT(subjects(findings), ElementsAre(sketch.id(stranger), sketch.id(nameless)));
    EXPECT_EQ(findings[0].severity, Severity::Document);
    EXPECT_EQ(findings[0].message.key, "rules.not_listed");
    EXPECT_FALSE(std::holds_alternative<std::monostate>(findings[0].where));
    EXPECT_FALSE(findings[0].inherited);
}

TEST(ProjectList, WhatWasFiledWithoutItIsInherited) {
    Sketch filed;
    filed.listed("风电场", 1.0);
    filed.project("未列入", 0, 1.0);
    Sketch now = filed;
    const auto fresh = now.project("也未列入", 500, 1.0);
    const Findings findings = found("R-P1", now, filed);
    ASSERT_EQ(findings.size(), 2u);
    for (const Finding& finding : findings) {
        EXPECT_EQ(finding.inherited, finding.subjects.front() != now.id(fresh));
        EXPECT_EQ(finding.severity, finding.inherited ? Severity::Warn : Severity::Document);
    }
}

TEST(ProjectList, WithoutItNothingCanBeDecided) {
    Sketch sketch;
    EXPECT_THAT(found("R-P1", sketch), IsEmpty());  // nothing to look up
    sketch.project("风电场", 0, 1.0);
    const Findings findings = found("R-P1", sketch);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message.key, "rules.undecided");
}

TEST(ProjectList, ADocumentMakesItLawful) {
    Sketch sketch;
    sketch.listed("另一项目", 1.0);
    sketch.project("未列入", 0, 1.0);
    rules::CaseFacts file;
    file.kind = "project";
    EXPECT_EQ(found("R-P1", sketch, Sketch(), &file).at(0).severity, Severity::Document);
    file.documents = {"〔2026〕5号"};
    EXPECT_EQ(found("R-P1", sketch, Sketch(), &file).at(0).severity, Severity::Info);
}

TEST(ProjectList, WhatIsListedIsDrawn) {
    Sketch sketch;
    sketch.project("风电场", 0, 1.0);
    sketch.listed("风电场", 1.0);
    const auto waiting = sketch.row("ZDJSXMAPB", {{"XMMC", "口岸"}, {"BZ", "尚未选址"}});
    EXPECT_THAT(found("Q5101a", sketch), IsEmpty());
    sketch.change(waiting, {{"BZ", {}}});
    const Findings findings = found("Q5101a", sketch);
    EXPECT_THAT(subjects(findings), ElementsAre(sketch.id(waiting)));
    EXPECT_TRUE(std::holds_alternative<std::monostate>(findings[0].where));  // a row has no place
}

TEST(ProjectLand, IsHeldAgainstTheList) {
    Sketch sketch;
    const auto one = sketch.project("风电场", 0, 15'000.0), other = sketch.project("风电场", 500, 5'000.5);
    const auto row = sketch.listed("风电场", 2.0);
    EXPECT_THAT(found("R-P2", sketch), IsEmpty());  // 0.5 m² is rounding
    sketch.change(row, {{"YDGM", 1.9999}});
    const Findings findings = found("R-P2", sketch);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(sketch.id(one), sketch.id(other)));
    EXPECT_DOUBLE_EQ(*findings[0].measured, 20'000.5);
    EXPECT_DOUBLE_EQ(*findings[0].limit, 19'999);
    EXPECT_EQ(findings[0].severity, Severity::Warn);
    EXPECT_EQ(findings[0].message.key, "rules.tally_more");
    EXPECT_EQ(std::get<geometry::MultiPoint>(findings[0].where).size(), 2u);
    sketch.change(row, {{"YDGM", {}}});  // nothing to hold it against
    EXPECT_THAT(found("R-P2", sketch), IsEmpty());
}

TEST(ProjectLand, ExcessThatWasFiledIsInheritedUntilItGrows) {
    Sketch filed;
    const auto project = filed.project("风电场", 0, 30'000.0);
    filed.listed("风电场", 2.0);
    EXPECT_TRUE(found("R-P2", filed, filed).at(0).inherited);
    Sketch now = filed;
    now.change(project, {{"MJ", 30'001.0}});
    EXPECT_FALSE(found("R-P2", now, filed).at(0).inherited);
}

TEST(ProjectLand, TheOtherComparisons) {
    plan::Spec spec = pack();
    plan::RuleSpec rule =
        *std::find_if(spec.rules.begin(), spec.rules.end(), [](const auto& r) { return r.id == "R-P2"; });
    Sketch sketch;
    sketch.project("风电场", 0, 10'000.0);
    const auto row = sketch.listed("风电场", 1.0);
    const auto holds = [&](const char* must, double hectares) {
        rule.parameters["must"] = must;
        spec.rules = {rule};
        sketch.change(row, {{"YDGM", hectares}});
        const plan::Snapshot now = sketch.plan(), nothing(now.schemaRef());
        return rules::check(rules::RuleSet::of(spec).value(), {now, nothing, {}}).value().findings.empty();
    };
    EXPECT_TRUE(holds("at_least", 0.9));
    EXPECT_FALSE(holds("at_least", 1.1));
    EXPECT_FALSE(holds("equal", 0.9));
    EXPECT_TRUE(holds("equal", 1.0));
    EXPECT_FALSE(holds("equal", 1.1));
    rule.parameters.erase("value");  // by what is measured: 100 × 100 m
    EXPECT_TRUE(holds("at_most", 1.01));
    EXPECT_FALSE(holds("at_most", 0.99));
}

TEST(Tables, IncrementalIsFull) {
    Sketch first;
    const auto project = first.project("风电场", 0, 30'000.0);
    const auto row = first.listed("风电场", 2.0);
    std::vector<Sketch> sketches{first};
    const auto next = [&](auto change) {
        Sketch sketch = sketches.back();
        change(sketch);
        sketches.push_back(std::move(sketch));
    };
    next([&](Sketch& s) { s.change(project, {{"XMMC", "水库"}}); });
    next([&](Sketch& s) { s.listed("水库", 3.0); });
    next([&](Sketch& s) { s.change(project, {{"MJ", 40'000.0}}); });
    next([&](Sketch& s) { s.change(row, {{"XMMC", "水库"}}); });  // twice on the list: together
    next([&](Sketch& s) { s.project("水库", 800, 20'000.0); });
    next([&](Sketch& s) { s.box("GHFQ", 0, 0, 9, 9); });
    for (const char* rule : {"R-P1", "R-P2", "Q5101a"}) expectIncrementalIsFull(rule, sketches);
}

// A red line of about 1 km².
Sketch indicated(const char* unit, double perSquareMetre) {
    Sketch sketch;
    const auto red = sketch.box("STBHHX", 0, 0, 1000, 1000);
    sketch.indicator("I03", unit, std::round(sketch.squareMetres(red) * perSquareMetre * 1e4) / 1e4);
    return sketch;
}

Findings about(const Findings& findings, const std::string& indicator) {
    Findings its;
    for (const Finding& finding : findings)
        if (finding.aspect == indicator) its.push_back(finding);
    return its;
}

TEST(TableOfIndicators, SaysWhatTheMapGives) {
    EXPECT_THAT(about(found("Q5101", indicated("平方千米", 1e-6)), "I03"), IsEmpty());
    EXPECT_THAT(about(found("Q5101", indicated("公顷", 1e-4)), "I03"), IsEmpty());
    EXPECT_THAT(about(found("Q5101", indicated("亩", 0.0015)), "I03"), IsEmpty());
    const Findings other = about(found("Q5101", indicated("平方千米", 1.0002e-6)), "I03");
    ASSERT_EQ(other.size(), 1u);
    EXPECT_EQ(other[0].message.key, "rules.table_differs");
    EXPECT_EQ(other[0].unit, "km2");
    EXPECT_NEAR(*other[0].limit - *other[0].measured, 0.0002, 0.00006);
    EXPECT_EQ(other[0].severity, Severity::Warn);
}

TEST(TableOfIndicators, HasARowForEach) {
    const Findings findings = found("Q5101", indicated("平方千米", 1e-6));
    EXPECT_EQ(findings.size(), 2u);
    EXPECT_EQ(about(findings, "I02").at(0).message.key, "rules.table_lacks");
    EXPECT_THAT(about(findings, "I02").at(0).subjects, IsEmpty());
    EXPECT_EQ(about(findings, "I04").size(), 1u);
    EXPECT_EQ(found("Q5101", Sketch()).at(0).message.key, "rules.undecided");  // no table at all
}

TEST(TableOfIndicators, WhatCannotBeComparedIsTold) {
    for (const char* unit : {"倍", "顷", ""})
        EXPECT_EQ(about(found("Q5101", indicated(unit, 1e-6)), "I03").at(0).message.key, "rules.table_unreadable")
            << unit;
    Sketch blank;
    blank.box("STBHHX", 0, 0, 1000, 1000);
    blank.indicator("I03", "平方千米", {});
    EXPECT_EQ(about(found("Q5101", blank), "I03").at(0).message.key, "rules.table_unreadable");
    Sketch unmeasured;  // no red line
    unmeasured.indicator("I03", "平方千米", 1.0);
    EXPECT_EQ(about(found("Q5101", unmeasured), "I03").at(0).message.key, "rules.undecided_layer");
}

TEST(TableOfIndicators, RowsOfTownshipsAreLeftAlone) {
    Sketch sketch = indicated("平方千米", 1e-6);
    sketch.indicator("I03", "平方千米", 0.25, "150825100");
    EXPECT_THAT(about(found("Q5101", sketch), "I03"), IsEmpty());
    sketch.indicator("I03", "平方千米", 0.25, "150825000000");  // the county in twelve digits
    EXPECT_EQ(about(found("Q5101", sketch), "I03").size(), 1u);
}

TEST(TableOfIndicators, WhatWasFiledSoIsInherited) {
    const Sketch filed = indicated("平方千米", 1.0002e-6);
    EXPECT_TRUE(about(found("Q5101", filed, filed), "I03").at(0).inherited);
    Sketch now = filed;
    now.box("STBHHX", 2000, 0, 3000, 1000);
    EXPECT_FALSE(about(found("Q5101", now, filed), "I03").at(0).inherited);
    Sketch alike = indicated("平方千米", 1e-6), grown = alike;
    grown.box("STBHHX", 2000, 0, 3000, 1000);
    expectIncrementalIsFull("Q5101", {alike, grown, filed});
}

TEST(Rulebook, ImpossibleTablesAreRefused) {
    const auto refusal = [](const char* id, const char* parameter, std::optional<plan::Parameter> value) {
        plan::Spec spec = pack();
        std::erase_if(spec.rules, [&](const plan::RuleSpec& rule) { return rule.id != id; });
        if (value)
            spec.rules.at(0).parameters[parameter] = *value;
        else
            spec.rules.at(0).parameters.erase(parameter);
        const auto set = rules::RuleSet::of(spec);
        return set ? std::string() : set.error().message.key;
    };
    using List = std::vector<std::string>;
    EXPECT_EQ(refusal("R-P1", "in", "NOWHERE"), "rules.unknown_layer");
    EXPECT_EQ(refusal("R-P1", "in", "gained ZDJSXMAPB"), "rules.not_a_state");
    EXPECT_EQ(refusal("R-P1", "of", "filed ZDJSXM"), "rules.filed_subjects");
    EXPECT_EQ(refusal("R-P1", "in", {}), "rules.parameter_missing");
    EXPECT_EQ(refusal("R-P1", "by", {}), "rules.parameter_missing");
    EXPECT_EQ(refusal("R-P1", "by", "XMBH"), "rules.unknown_field");  // the list has no such field
    EXPECT_EQ(refusal("R-P1", "limit", "YDGM"), "rules.unknown_parameter");
    EXPECT_EQ(refusal("R-P2", "must", "be_nice"), "rules.wrong_word");
    EXPECT_EQ(refusal("R-P2", "limit", "MJ"), "rules.unknown_field");
    EXPECT_EQ(refusal("R-P2", "value", "YDGM"), "rules.unknown_field");
    EXPECT_EQ(refusal("Q5101", "units", List{"顷=qing"}), "rules.wrong_word");
    EXPECT_EQ(refusal("Q5101", "units", List{"公顷"}), "rules.wrong_word");
    EXPECT_EQ(refusal("Q5101", "indicators", List{"I99"}), "rules.unknown_indicator");
    EXPECT_EQ(refusal("Q5101", "indicators", {}), "rules.parameter_missing");
    EXPECT_EQ(refusal("R-Z3a", "of", "ZXCQGHFQ"), "rules.by_missing");
    EXPECT_EQ(refusal("R-Z3a", "of", "ZXCQGHFQ by GHFQDM"), "");
}

}  // namespace
