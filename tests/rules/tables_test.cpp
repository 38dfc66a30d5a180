#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/check.h"
#include "sample/drawing.h"

// Rules of the county's pack that look into tables, and those of the central urban area.
namespace {

using rules::Finding;
using rules::Findings;
using rules::Severity;
using testing::ElementsAre;
using testing::IsEmpty;

const plan::Spec& pack() {
    static const plan::SpecRef loaded = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
    return *loaded;
}

// A plan in metres east and north of a corner of EPSG:4524.
class Sketch {
public:
    Sketch() : schema_(pack().schema("EPSG:4524", pack().region).value()), drawing_(pack(), schema_) {}

    using Values = std::map<std::string, plan::Value>;
    std::size_t box(const char* layer, double x0, double y0, double x1, double y1, const Values& values = {}) {
        const auto at = [&](double x, double y) { return schema_->grid.nearest({36400000 + x, 4560000 + y}); };
        return add(layer, geometry::MultiPolygon{{{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)}, {}}}}, values);
    }
    std::size_t row(const char* layer, const Values& values) { return add(layer, {}, values); }
    std::size_t project(const std::string& name, double x, plan::Value squareMetres) {
        return box("ZDJSXM", x, 0, x + 100, 100, {{"XMMC", name}, {"MJ", std::move(squareMetres)}});
    }
    std::size_t listed(const std::string& name, plan::Value hectares) {
        return row("ZDJSXMAPB", {{"XMMC", name}, {"YDGM", std::move(hectares)}});
    }
    std::size_t indicator(const char* id, const char* unit, plan::Value value, const std::string& code = "150825") {
        return row("GHZBB", {{"XZQDM", code},
                             {"XZQMC", std::string("示例旗")},
                             {"ZBMC", pack().indicator(id)->name.zh},
                             {"DW", std::string(unit)},
                             {"GHMBN", std::move(value)}});
    }
    void change(std::size_t feature, const Values& values) { drawing_.change(feature, values); }
    plan::FeatureId id(std::size_t feature) const { return drawing_.features()[feature]->id; }
    double squareMetres(std::size_t feature) const { return drawing_.features()[feature]->area.squareMetres(); }
    plan::Snapshot plan() const { return plan::Snapshot(schema_, drawing_.features()); }

private:
    std::size_t add(const char* layer, geometry::Shape shape, const Values& values) {
        sample::Row row = drawing_.row(layer, std::move(shape));
        for (const auto& [field, value] : values) row.set(field, value);
        return drawing_.add(std::move(row));
    }

    plan::SchemaRef schema_;
    sample::Drawing drawing_;
};

Findings found(const std::string& rule, const Sketch& now, const Sketch& filed,
               const rules::CaseFacts* file = nullptr) {
    const auto set = rules::RuleSet::of(pack()).value().only({rule}).value();
    const plan::Snapshot is = now.plan(), was = filed.plan();
    const plan::Settings settings;
    rules::Plan plan{is, was, settings};
    plan.file = file;
    return rules::check(set, plan).value().findings;
}
Findings found(const std::string& rule, const Sketch& now) { return found(rule, now, Sketch()); }

std::vector<plan::FeatureId> subjects(const Findings& findings) {
    std::vector<plan::FeatureId> ids;
    for (const Finding& finding : findings) ids.insert(ids.end(), finding.subjects.begin(), finding.subjects.end());
    return ids;
}

// Law 4 from each sketch to the next, with the first one filed.
void expectIncrementalIsFull(const std::string& rule, const std::vector<Sketch>& sketches) {
    const auto set = rules::RuleSet::of(pack()).value().only({rule}).value();
    const plan::Settings settings;
    const plan::Snapshot filed = sketches.front().plan();
    plan::Snapshot before = filed;
    Findings findings = rules::check(set, {filed, filed, settings}).value().findings;
    std::size_t most = findings.size();
    for (std::size_t i = 1; i < sketches.size(); ++i) {
        const plan::Snapshot now = sketches[i].plan();
        const auto changes = plan::Snapshot::diff(before, now);
        findings = rules::recheck(set, {now, filed, settings}, changes, findings).value();
        EXPECT_EQ(findings, rules::check(set, {now, filed, settings}).value().findings) << rule << " after " << i;
        before = now;
        most = std::max(most, findings.size());
    }
    EXPECT_GT(most, 0u) << rule;
}

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

// The county's zone 410 in the west, 540 in the east; the central urban area over both.
Sketch town(const char* zone, double east) {
    Sketch sketch;
    sketch.box("GHFQ", 0, 0, 1000, 1000, {{"GHFQDM", "410"}});
    sketch.box("GHFQ", 1000, 0, 2000, 1000, {{"GHFQDM", "540"}});
    sketch.box("ZXCQFW", 0, 0, 1500, 1000);
    sketch.box("ZXCQGHFQ", 500, 0, east, 1000, {{"GHFQDM", zone}});
    return sketch;
}

TEST(CentralUrbanArea, ItsZonesLieInsideIt) {
    EXPECT_THAT(found("R-Z3", town("411", 1500)), IsEmpty());
    const Findings findings = found("R-Z3", town("411", 1600));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 100'000, 300);
    EXPECT_EQ(findings[0].severity, Severity::Block);
    Sketch without;
    without.box("ZXCQGHFQ", 0, 0, 100, 100);
    EXPECT_EQ(found("R-Z3", without).at(0).message.key, "rules.undecided");
    EXPECT_THAT(found("R-Z3", Sketch()), IsEmpty());
}

TEST(CentralUrbanArea, AZoneLiesInOneOfItsCodeOrOfOneAbove) {
    EXPECT_THAT(found("R-Z3a", town("411", 1000)), IsEmpty());  // 411 of 410
    EXPECT_THAT(found("R-Z3a", town("410", 1000)), IsEmpty());
    const Findings over = found("R-Z3a", town("411", 1500));  // half of it over 540
    ASSERT_EQ(over.size(), 1u);
    EXPECT_NEAR(*over[0].measured, 500'000, 1500);
    EXPECT_EQ(over[0].severity, Severity::Warn);
    EXPECT_EQ(found("R-Z3a", town("430", 1000)).size(), 1u);
    EXPECT_EQ(found("R-Z3a", town("400", 1000)).size(), 1u);  // what stands above is not below
    Sketch coarse = town("411", 1000);
    coarse.change(0, {{"GHFQDM", "400"}});  // 400 is above 410, which is above 411
    EXPECT_THAT(found("R-Z3a", coarse), IsEmpty());
}

TEST(CentralUrbanArea, ClassesAreInheritedByClass) {
    const Sketch filed = town("430", 1000);
    EXPECT_TRUE(found("R-Z3a", filed, filed).at(0).inherited);
    const Sketch right = town("411", 1000);
    EXPECT_FALSE(found("R-Z3a", filed, right).at(0).inherited);  // it was right when filed
    Sketch moved = right;
    moved.change(0, {{"GHFQDM", "430"}});  // the county's zone became another
    EXPECT_FALSE(found("R-Z3a", moved, right).at(0).inherited);
    expectIncrementalIsFull("R-Z3a", {right, moved, filed, town("411", 1500)});
}

TEST(ApprovedLand, IsNoPlaceForNewFarmland) {
    Sketch filed;
    filed.box("PZWJSTD", 0, 0, 100, 100);
    filed.box("YJJBNTBHTB", 5000, 0, 5100, 100);
    Sketch now = filed;
    now.box("YJJBNTBHTB", 50, 0, 200, 100);
    rules::CaseFacts file;
    file.kind = "farmland";
    const Findings findings = found("R-F8", now, filed, &file);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NEAR(*findings[0].measured, 5000, 15);
    EXPECT_EQ(findings[0].severity, Severity::Block);
}

// The quota at the authority's disposal is the lawful exception: a person names its source.
TEST(UrbanBoundary, AGrowthMayBeApprovedWithItsSource) {
    Sketch filed;
    filed.box("CZKFBJ", 0, 0, 100, 100, {{"GHFQDM", "410"}});
    Sketch now = filed;
    now.box("CZKFBJ", 500, 0, 600, 100, {{"GHFQDM", "410"}});
    rules::CaseFacts file;
    file.kind = "boundary";
    file.documents = {"〔2026〕3号"};
    const Finding refused = found("R-U3", now, filed, &file).at(0);
    EXPECT_EQ(refused.severity, Severity::Block);  // a document of the case alone does not do
    EXPECT_FALSE(refused.approved);
    file.approvals[refused.key()] = {"审核员", "使用自治区机动指标", "〔2026〕8号", "2026-11-20", refused.measured};
    EXPECT_TRUE(found("R-U3", now, filed, &file).at(0).approved);
    now.box("CZKFBJ", 900, 0, 1000, 100, {{"GHFQDM", "410"}});
    EXPECT_FALSE(found("R-U3", now, filed, &file).at(0).approved);  // more than was approved
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
