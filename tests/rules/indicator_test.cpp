#include "rules/indicator.h"

#include <gtest/gtest.h>

#include "rules/drawn.h"

namespace {

using drawn::Sheet;
using rules::Indicator;
using rules::Status;
using rules::Totals;
namespace layer = support::layer;
using Strings = std::vector<std::string>;

plan::IndicatorSpec indicator(std::string kind, std::string unit, int decimals, bool atLeast,
                              plan::Parameters parameters) {
    plan::IndicatorSpec spec;
    spec.id = "I";
    spec.kind = std::move(kind);
    spec.unit = std::move(unit);
    spec.decimals = decimals;
    spec.atLeast = atLeast;
    spec.parameters = std::move(parameters);
    return spec;
}

Indicator evaluate(const plan::IndicatorSpec& indicator, const Sheet& filed, const Sheet& now,
                   const plan::Settings& settings = {}) {
    plan::Spec spec = drawn::spec(*now.schema());
    spec.indicators = {indicator};
    return rules::indicators(spec, settings, Totals::of(spec, filed.plan()), Totals::of(spec, now.plan())).front();
}

// Survey patches whose declared areas are these, of code 0101 but for the last.
Sheet patches(const std::vector<double>& areas) {
    Sheet sheet;
    double x = 0;
    for (std::size_t i = 0; i < areas.size(); ++i, x += 10)
        sheet.add(layer::survey, sheet.box(x, 0, x + 10, areas[i] / 10), {}, i + 1 < areas.size() ? "0101" : "0201");
    return sheet;
}

TEST(Indicators, sumOfAFieldOverSomeCodes) {
    const auto farmland =
        indicator("sum_field", "ha", 2, true,
                  {{"layer", "DLTB"}, {"field", "MJ"}, {"where_field", "DM"}, {"where_values", Strings{"0101"}}});
    Sheet sheet = patches({12345, 600, 9999});
    double sum = 0;
    sheet.plan().each(layer::survey, [&](const plan::FeatureRef& feature) {
        if (plan::textOf(feature->value(1)) == "0101") sum += plan::numberOf(feature->value(2));
    });
    const Indicator result = evaluate(farmland, sheet, sheet);
    EXPECT_NEAR(*result.value, sum / 10000, 1e-9);
    EXPECT_EQ(result.filed, result.value);
    EXPECT_EQ(result.target, result.filed);
    EXPECT_EQ(result.margin(), 0);
    EXPECT_EQ(result.delta(), 0);
    EXPECT_EQ(result.status, Status::Met);
}

TEST(Indicators, unitsOfArea) {
    Sheet sheet;
    sheet.add(layer::lines, sheet.box(0, 0, 1000, 2000));
    double squareMetres = 0;
    sheet.plan().each(layer::lines, [&](const plan::FeatureRef& f) { squareMetres = f->area.squareMetres(); });
    const auto in = [&](const char* unit) {
        return *evaluate(indicator("sum_area", unit, 4, true, {{"layer", "STBHHX"}}), sheet, sheet).value;
    };
    EXPECT_NEAR(in("m2"), squareMetres, 1e-3);
    EXPECT_NEAR(in("ha"), squareMetres / 1e4, 1e-7);
    EXPECT_NEAR(in("km2"), squareMetres / 1e6, 1e-9);
    EXPECT_NEAR(in("mu"), squareMetres * 3 / 2000, 1e-6);
    EXPECT_NEAR(in("wanmu"), squareMetres * 3 / 2000 / 1e4, 1e-9);
}

// Domain §4.3: broken beyond half a unit of the target's last published decimal, and not before.
TEST(Indicators, brokenBeyondHalfAUnitOfTheLastDecimal) {
    const auto status = [](bool atLeast, double value, double target) {
        const Sheet none;
        auto spec = indicator("manual", "times", 2, atLeast, {});
        return evaluate(spec, none, none, {{"I.value", value}, {"I.target", target}}).status;
    };
    EXPECT_EQ(status(true, 12.34, 12.34), Status::Met);
    EXPECT_EQ(status(true, 12.335, 12.34), Status::Met);  // exactly half a unit
    EXPECT_EQ(status(true, 12.3349, 12.34), Status::Broken);
    EXPECT_EQ(status(true, 99, 12.34), Status::Met);
    EXPECT_EQ(status(false, 1.305, 1.30), Status::Met);
    EXPECT_EQ(status(false, 1.3051, 1.30), Status::Broken);
    EXPECT_EQ(status(false, 0.1, 1.30), Status::Met);
}

TEST(Indicators, targetsOfTheBureauBeforeThePackBeforeTheFiledPlan) {
    Sheet filed, now;
    filed.add(layer::lines, filed.box(0, 0, 1000, 1000));
    now.add(layer::lines, now.box(0, 0, 1000, 990));
    auto spec = indicator("sum_area", "ha", 2, true, {{"layer", "STBHHX"}});
    EXPECT_EQ(evaluate(spec, filed, now).target, evaluate(spec, filed, now).filed);
    EXPECT_EQ(evaluate(spec, filed, now).status, Status::Broken);
    EXPECT_LT(*evaluate(spec, filed, now).margin(), 0);
    EXPECT_NEAR(*evaluate(spec, filed, now).delta(), -1, 0.01);
    spec.target = 98;
    EXPECT_EQ(evaluate(spec, filed, now).status, Status::Met);
    EXPECT_EQ(evaluate(spec, filed, now, {{"I.target", 101.0}}).status, Status::Broken);
}

plan::IndicatorSpec expansion() {
    return indicator("expansion", "times", 4, false,
                     {{"layer", "GHFQ"},
                      {"field", "DM"},
                      {"counted", Strings{"410", "420"}},
                      {"base_layer", "DLTB"},
                      {"base_field", "DM"},
                      {"base_values", Strings{"201", "202"}}});
}

// Domain §4.2, mode A: the counted subzones over the urban land of the base year.
TEST(Indicators, expansionFactor) {
    Sheet filed, now;
    for (Sheet* sheet : {&filed, &now}) {
        sheet->add(layer::survey, sheet->box(0, 0, 100, 100), {}, "201");
        sheet->add(layer::survey, sheet->box(100, 0, 200, 100), {}, "0101");
        sheet->add(layer::zones, sheet->box(0, 0, 100, 130), {}, "410");
        sheet->add(layer::zones, sheet->box(0, 200, 100, 300), {}, "430");
    }
    EXPECT_NEAR(*evaluate(expansion(), filed, now).value, 1.3, 1e-6);
    now.add(layer::zones, now.box(0, 130, 100, 140), {}, "420");
    now.add(layer::survey, now.box(0, 100, 100, 140), {}, "202");  // the base stays what was filed
    const Indicator grown = evaluate(expansion(), filed, now);
    EXPECT_NEAR(*grown.filed, 1.3, 1e-6);
    EXPECT_NEAR(*grown.value, 1.4, 1e-6);
    EXPECT_EQ(grown.status, Status::Broken);
    const Indicator confirmed = evaluate(expansion(), filed, now, {{"I.base", 14000.0}, {"I.target", 1.0}});
    EXPECT_NEAR(*confirmed.value, 1.0, 1e-3);
}

// Domain §4.2, mode B: the base and what of the counted subzones lies outside of the urban land, over the base.
TEST(Indicators, expansionFactorByTheIncrement) {
    auto spec = expansion();
    spec.parameters["mode"] = std::string("B");
    Sheet filed, now;
    for (Sheet* sheet : {&filed, &now}) {
        sheet->add(layer::survey, sheet->box(0, 0, 100, 60), {}, "201");
        sheet->add(layer::survey, sheet->box(0, 60, 100, 100), {}, "202");
        sheet->add(layer::survey, sheet->box(100, 0, 200, 100), {}, "0101");
        sheet->add(layer::zones, sheet->box(0, 20, 100, 130), {}, "410");  // leaves out a fifth of the urban land
        sheet->add(layer::zones, sheet->box(0, 200, 100, 300), {}, "430");
    }
    EXPECT_NEAR(*evaluate(spec, filed, now).value, 1.3, 1e-6);
    EXPECT_NEAR(*evaluate(expansion(), filed, now).value, 1.1, 1e-6);
    now.add(layer::zones, now.box(100, 0, 110, 100), {}, "420");
    const Indicator grown = evaluate(spec, filed, now);
    EXPECT_NEAR(*grown.value, 1.4, 1e-6);
    EXPECT_EQ(grown.status, Status::Broken);
    // Pieces that do not count, and a base that the ministry confirmed.
    EXPECT_NEAR(*evaluate(spec, filed, now, {{"I.excluded", 1000.0}}).value, 1.3, 1e-4);
    EXPECT_NEAR(*evaluate(spec, filed, now, {{"I.base", 8000.0}}).value, 1.5, 2e-4);  // the plane is 0.025 % too large
    spec.parameters["mode"] = std::string("A");
    EXPECT_EQ(evaluate(spec, filed, now).value, evaluate(expansion(), filed, now).value);
}

// The increment allowed by a factor: k ≤ approved is ΔS ≤ (approved − 1)·S₀, to half a unit of the last decimal.
TEST(Indicators, theApprovedFactorAllowsItsIncrement) {
    auto spec = expansion();
    spec.parameters["mode"] = std::string("B");
    const auto status = [&](double more) {
        Sheet sheet;
        sheet.add(layer::survey, sheet.box(0, 0, 1000, 1000), {}, "201");
        sheet.add(layer::zones, sheet.box(0, 0, 1000, 1000 + more), {}, "410");
        return evaluate(spec, sheet, sheet, {{"I.target", 1.3}}).status;
    };
    EXPECT_EQ(status(300), Status::Met);
    EXPECT_EQ(status(300.04), Status::Met);  // k = 1.30004 is 1.3000 as it is published
    EXPECT_EQ(status(300.06), Status::Broken);
}

TEST(Indicators, shareOfTheCounty) {
    Sheet sheet;
    sheet.add(layer::county, sheet.box(0, 0, 1000, 1000));
    sheet.add(layer::lines, sheet.box(0, 0, 1000, 680));
    const auto share = indicator("share", "percent", 2, true, {{"layer", "STBHHX"}, {"of_layer", "XZQ"}});
    EXPECT_NEAR(*evaluate(share, sheet, sheet).value, 68, 1e-3);
}

TEST(Indicators, anEmptyLayerIsNotASumOfNothing) {
    Sheet empty, some;
    some.add(layer::lines, some.box(0, 0, 100, 100));
    const auto area = indicator("sum_area", "ha", 2, true, {{"layer", "STBHHX"}});
    const Indicator never = evaluate(area, empty, empty, {{"I.target", 0.0}});
    EXPECT_EQ(never.status, Status::Undecided);
    EXPECT_EQ(never.missing, "STBHHX");
    EXPECT_FALSE(never.value);
    const Indicator gone = evaluate(area, some, empty);
    EXPECT_EQ(gone.value, 0);
    EXPECT_EQ(gone.status, Status::Broken);
    const Indicator first = evaluate(area, empty, some);  // nothing was filed: held to what enters now
    EXPECT_EQ(first.status, Status::Met);
    EXPECT_EQ(first.missing, "");
    EXPECT_TRUE(first.value);
    EXPECT_EQ(first.filed, first.value);
    EXPECT_EQ(evaluate(expansion(), some, some).missing, "GHFQ");
}

TEST(Indicators, theRuleBlocksWhatIsBrokenAndWhatCannotBeDecided) {
    Sheet empty, some;
    some.add(layer::lines, some.box(0, 0, 100, 100));
    plan::Spec spec = drawn::spec(*some.schema());
    spec.indicators = {indicator("sum_area", "ha", 2, true, {{"layer", "STBHHX"}}),
                       indicator("manual", "times", 2, true, {})};
    spec.indicators[1].id = "M";
    spec.rules = {drawn::rule("R", "indicator", {}, {{"indicator", "I"}})};
    EXPECT_TRUE(drawn::findings(spec, some.plan(), some.plan()).empty());
    const auto broken = drawn::findings(spec, empty.plan(), some.plan());
    ASSERT_EQ(broken.size(), 1u);
    EXPECT_EQ(broken[0].severity, rules::Severity::Block);
    EXPECT_EQ(broken[0].message.key, "rules.below_target");
    EXPECT_EQ(broken[0].key(), "R/@I");
    const auto open = drawn::findings(spec, empty.plan(), empty.plan());
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].severity, rules::Severity::Block);
    EXPECT_EQ(open[0].message.key, "rules.undecided_layer");
    spec.indicators[0] = expansion();
    spec.rules[0].parameters["indicator"] = spec.indicators[0].id;
    Sheet town;  // with zones that count, and a survey that has no town as yet
    town.add(layer::zones, town.box(0, 0, 100, 100), {}, "410");
    town.add(layer::survey, town.box(0, 0, 100, 100), {}, "none");
    const auto baseless = drawn::findings(spec, town.plan(), town.plan());
    ASSERT_EQ(baseless.size(), 1u);
    EXPECT_EQ(baseless[0].severity, rules::Severity::Block);
    spec.rules = {drawn::rule("R", "indicator", {}, {{"indicator", "M"}})};
    const auto note = drawn::findings(spec, some.plan(), some.plan());
    ASSERT_EQ(note.size(), 1u);
    EXPECT_EQ(note[0].severity, rules::Severity::Info);
    EXPECT_TRUE(drawn::findings(spec, some.plan(), some.plan(), {{"M.value", 1.0}, {"M.target", 1.0}}).empty());
}

TEST(Totals, countedByTheChangesAreTheSumsFromScratch) {
    Sheet sheet;
    for (int i = 0; i < 50; ++i) sheet.add(layer::lines, sheet.box(i * 10, 0, i * 10 + 7.3, 3.1 * i + 1));
    plan::Spec spec = drawn::spec(*sheet.schema());
    spec.indicators = {indicator("sum_area", "ha", 2, true, {{"layer", "STBHHX"}}), expansion()};
    const plan::Snapshot all = sheet.plan();
    plan::Changeset half;
    all.each(layer::lines, [&](const plan::FeatureRef& feature) {
        if (feature->id.serial % 2 == 0) half.changes.push_back({feature, nullptr});
    });
    const Totals before = Totals::of(spec, all);
    EXPECT_EQ(before.after(half), Totals::of(spec, all.with(half).value()));
    EXPECT_EQ(before.after(half).after(half.inverse()), before);
    EXPECT_FALSE(before.after(half) == before);
}

TEST(Totals, survivesValuesThatAreNoNumbers) {
    Sheet sheet;
    const auto odd = [&](std::uint32_t serial, plan::Value value) {
        return plan::makeFeature(*sheet.schema(), {0, serial}, layer::survey, sheet.box(0, 0, 1, 1),
                                 {std::string("1"), std::string("0101"), std::move(value)});
    };
    const plan::Snapshot plan(sheet.schema(), {odd(1, std::string("x")), odd(2, 1e300), odd(3, std::nan("")),
                                               odd(4, plan::Value()), odd(5, 20000.0)});
    plan::Spec spec = drawn::spec(*sheet.schema());
    spec.indicators = {indicator("sum_field", "ha", 2, true, {{"layer", "DLTB"}, {"field", "MJ"}})};
    const Totals totals = Totals::of(spec, plan);
    EXPECT_EQ(rules::indicators(spec, {}, totals, totals).front().value, 2.0);
}

TEST(Indicators, whatMakesNoSenseIsRefused) {
    plan::Spec spec = drawn::spec(*support::randomSchema());
    const auto refused = [&](const plan::IndicatorSpec& indicator) {
        spec.indicators = {indicator};
        const auto valid = rules::validIndicators(spec);
        return valid ? std::string() : valid.error().message.key;
    };
    EXPECT_EQ(refused(expansion()), "");
    auto odd = expansion();
    odd.parameters["mode"] = std::string("C");
    EXPECT_EQ(refused(odd), "rules.expansion_mode");
    EXPECT_EQ(refused(indicator("guess", "ha", 2, true, {})), "rules.unknown_kind");
    EXPECT_EQ(refused(indicator("sum_area", "ha", 2, true, {{"layer", "XYZ"}})), "rules.unknown_layer");
    EXPECT_EQ(refused(indicator("sum_field", "ha", 2, true, {{"layer", "DLTB"}, {"field", "X"}})),
              "rules.unknown_field");
    EXPECT_EQ(refused(indicator("sum_area", "ha", 2, true, {{"layer", "DLTB"}, {"wher", "X"}})),
              "rules.unknown_parameter");
}

}  // namespace
