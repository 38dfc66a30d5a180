#include "rules/inspected.h"

namespace {

using namespace inspected;
using testing::ElementsAre;

TEST(Present, layersWithoutFeaturesAreNamed) {
    const auto present = rule("Q2101", "present", {"XZQ", "GHFQ"}, {}, true);
    Sheet empty, some, all;
    some.add(layer::survey, some.box(0, 0, 1, 1));
    all.add(layer::county, all.box(0, 0, 1, 1));
    all.add(layer::zones, all.box(0, 0, 1, 1));
    EXPECT_THAT(keys(found(some, present)), ElementsAre("Q2101/@GHFQ", "Q2101/@XZQ"));
    EXPECT_TRUE(found(all, present).empty());
    EXPECT_EQ(found(some, all, present)[0].severity, Severity::Block);
    EXPECT_EQ(found(some, some, present)[0].severity, Severity::Warn) << "the filed plan had none either";
    EXPECT_EQ(found(empty, empty, present)[0].severity, Severity::Block) << "nothing was filed";
    expectIncrementalIsFull({some.plan(), all.plan(), some.plan(), empty.plan()}, present);
    EXPECT_EQ(refusal(rule("Q2101", "present", {})).message.key, "rules.layers_missing");
}

TEST(System, isOneOfThoseNamed) {
    Sheet sheet;
    const auto in = [](std::vector<std::string> systems) {
        return rule("Q2201", "system", {}, {{"systems", std::move(systems)}});
    };
    EXPECT_TRUE(found(sheet, in({"EPSG:4490", "EPSG:4524"})).empty());
    const Findings findings = found(sheet, in({"EPSG:4490"}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].key(), "Q2201/@EPSG:4524");
    EXPECT_THAT(findings[0].message.arguments, testing::Contains("EPSG:4490"));
    EXPECT_NE(refusal(in({"nowhere"})).message.key, "");
    plan::Spec spec = packWith(*sheet.schema(), rule("Q2201", "system", {}));
    spec.crs = "EPSG:4490";
    EXPECT_EQ(drawn::findings(spec, sheet.plan(), sheet.plan()).size(), 1u) << "the pack's own";
}

TEST(Extent, everythingLiesInTheBoxOfTheCounty) {
    Sheet sheet, moved, none;
    const auto far = [](Sheet& on, double right) {
        on.add(layer::county, on.box(0, 0, right, 500));
        on.add(layer::county, on.box(0, 500, right / 2, 1000));
        on.add(layer::survey, on.box(right / 2, 900, right, 1000));  // in the box, though not in the county
        return on.add(layer::survey, on.box(0, 0, 1001, 10));
    };
    const auto out = far(sheet, 1000);
    far(moved, 1001);
    none.add(layer::survey, none.box(0, 0, 1, 1));
    const auto extent = rule("Q2201a", "extent", {}, {{"county", "XZQ"}}, true);
    const Findings findings = found(sheet, extent);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_THAT(findings[0].subjects, ElementsAre(out));
    EXPECT_EQ(findings[0].severity, Severity::Block);
    EXPECT_TRUE(found(sheet, sheet, extent)[0].inherited);
    EXPECT_FALSE(found(sheet, moved, extent)[0].inherited);
    EXPECT_TRUE(found(moved, extent).empty());
    EXPECT_TRUE(found(none, extent).empty());
    // The county alone moves: what it no longer surrounds is found, and again not.
    expectIncrementalIsFull({moved.plan(), sheet.plan(), moved.plan(), none.plan(), sheet.plan()}, extent);
}

TEST(Structure, fieldsAreAsThePackHasThem) {
    const auto structure = rule("Q3101", "structure", {"DLTB", "GHFQ"});
    const Sheet sheet;
    const plan::Spec spec = packWith(*sheet.schema(), structure);
    const auto differences = [&](auto change) {
        auto schema = std::make_shared<plan::Schema>(*sheet.schema());
        change(schema->layers);
        const plan::Snapshot plan(schema);
        return keys(drawn::findings(spec, plan, plan));
    };
    auto& survey = layer::survey;
    EXPECT_TRUE(differences([](auto&) {}).empty());
    EXPECT_THAT(
        differences([&](auto& layers) { layers[survey.index].fields.erase(layers[survey.index].fields.begin()); }),
        ElementsAre("Q3101/@DLTB.BSM:missing"));
    EXPECT_THAT(differences([&](auto& layers) {
                    layers[survey.index].fields[1].type = plan::FieldType::Integer;
                    layers[survey.index].fields[1].length = 9;
                    layers[survey.index].fields[2].decimals = 3;
                }),
                ElementsAre("Q3101/@DLTB.DM:length", "Q3101/@DLTB.DM:type", "Q3101/@DLTB.MJ:decimals"));
    EXPECT_THAT(
        differences([&](auto& layers) { std::swap(layers[survey.index].fields[1], layers[survey.index].fields[2]); }),
        ElementsAre("Q3101/@DLTB.MJ:order"));
    EXPECT_TRUE(differences([&](auto& layers) {
                    plan::Field more;
                    more.code = "MORE";
                    layers[survey.index].fields.insert(layers[survey.index].fields.begin(), more);
                }).empty());
    EXPECT_THAT(differences([&](auto& layers) { layers[layer::zones.index].code = "ZONES"; }),
                ElementsAre("Q3101/@GHFQ"));
    EXPECT_TRUE(differences([&](auto& layers) { layers[layer::lines.index].fields.clear(); }).empty())
        << "a layer that the rule does not name";
}

}  // namespace
