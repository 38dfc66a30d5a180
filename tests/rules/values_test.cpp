#include "rules/inspected.h"

namespace {

using namespace inspected;
using testing::ElementsAre;

// Features with values of one's choice: BSM, DM (10 characters), MJ (15 digits, 2 decimals), SL (whole), RQ (date).
plan::Snapshot valued(const std::vector<std::vector<plan::Value>>& rows, plan::SchemaRef schema) {
    const Sheet sheet(schema);
    std::vector<plan::FeatureRef> features;
    for (const auto& values : rows) {
        const auto serial = static_cast<std::uint32_t>(features.size() + 1);
        features.push_back(plan::makeFeature(*schema, {0, serial}, layer::survey,
                                             sheet.box(serial * 10, 0, serial * 10 + 10, 10), values));
    }
    return plan::Snapshot(schema, features);
}

plan::SchemaRef schemaWithNeededArea() {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema("EPSG:4524"));
    schema->layers[layer::survey.index].fields[2].required = true;
    return schema;
}

std::string text(const char* value) { return value; }

TEST(Range, numbersDatesAndLengths) {
    const auto schema = schemaWithNeededArea();
    const auto range = rule("Q3203", "range", {});
    const auto wrong = [&](std::vector<plan::Value> values) {
        const Findings findings = found(valued({std::move(values)}, schema), range);
        std::string all;
        for (const Finding& finding : findings) all += finding.aspect + ":" + finding.message.key.substr(6) + " ";
        return all;
    };
    const plan::Value none;
    EXPECT_EQ(wrong({text("1"), text("0101"), 1.0, std::int64_t{0}, text("2026-02-28")}), "");
    EXPECT_EQ(wrong({none, none, none, none, none}), "") << "blank values are not its business";
    EXPECT_EQ(wrong({text("1"), text("一二三四五六七八九十"), 1.0}), "") << "ten characters of three bytes";
    EXPECT_EQ(wrong({text("1"), text("一二三四五六七八九十百"), 1.0}), "DM:too_long ");
    EXPECT_EQ(wrong({text("1"), text("0123456789a"), 1.0}), "DM:too_long ");
    EXPECT_EQ(wrong({text("1"), none, 0.0}), "MJ:not_positive ");
    EXPECT_EQ(wrong({text("1"), none, -5.5}), "MJ:not_positive ");
    EXPECT_EQ(wrong({text("1"), none, std::nan("")}), "MJ:no_number ");
    EXPECT_EQ(wrong({text("1"), none, text("12 ha")}), "MJ:no_number ");
    EXPECT_EQ(wrong({text("1"), none, 9999999999999.99}), "");
    EXPECT_EQ(wrong({text("1"), none, 10000000000000.0}), "MJ:too_many_digits ");
    EXPECT_EQ(wrong({text("1"), none, 1.0, std::int64_t{-3}}), "") << "SL is no required area";
    for (const char* day : {"2026-02-29", "2026-13-01", "2026-00-10", "20260228", "2026-2-28", "2026-02-28x"})
        EXPECT_EQ(wrong({text("1"), none, 1.0, none, text(day)}), "RQ:no_day ") << day;
    EXPECT_EQ(wrong({text("1"), none, 1.0, none, text("2024-02-29")}), "");
    EXPECT_EQ(wrong({text("1"), none, 1.0, none, std::int64_t{20260228}}), "RQ:no_day ");
}

TEST(Range, onlyTheNamedFieldsAreAboveZero) {
    const auto schema = schemaWithNeededArea();
    const plan::Snapshot plan = valued({{text("1"), text("a"), 0.0, std::int64_t{0}}}, schema);
    EXPECT_THAT(keys(found(plan, rule("Q", "range", {}, {{"positive", std::vector<std::string>{"SL"}}}))),
                ElementsAre("Q/1@SL"));
    EXPECT_EQ(refusal(*schema, rule("Q", "range", {}, {{"positive", std::vector<std::string>{"XX"}}})).message.key,
              "rules.unknown_field_anywhere");
}

TEST(Range, theSameValueIsInherited) {
    const auto schema = schemaWithNeededArea();
    const auto range = rule("Q3203", "range", {}, {}, true);
    const plan::Snapshot filed = valued({{text("1"), text("a"), 0.0}}, schema);
    const plan::Snapshot worse = valued({{text("1"), text("a"), -1.0}}, schema);
    const plan::Snapshot right = valued({{text("1"), text("a"), 1.0}}, schema);
    EXPECT_TRUE(drawn::findings(packWith(*schema, range), filed, filed).at(0).inherited);
    EXPECT_FALSE(drawn::findings(packWith(*schema, range), worse, filed).at(0).inherited);
    expectIncrementalIsFull({filed, worse, right, filed}, range);
}

// Two townships side by side, and survey patches with codes (in DM) beside them.
struct Townships {
    Sheet sheet;
    explicit Townships(double border = 1000) {
        sheet.add(layer::county, sheet.box(0, 0, border, 1000), {}, "150825100");
        sheet.add(layer::county, sheet.box(border, 0, 2000, 1000), {}, "150825101");
    }
    plan::FeatureId patch(double x, const char* code, double width = 100) {
        return sheet.add(layer::survey, sheet.box(x, 100, x + width, 200), {}, code);
    }
};

const plan::RuleSpec prefix = rule("Q3301", "prefix", {}, {{"code", "DM"}, {"county", "XZQ"}}, true);

std::vector<std::string> told(const Findings& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings)
        all.push_back(fmt::format("{}:{}", finding.subjects.front().serial, finding.message.key.substr(6)));
    return all;
}

TEST(Prefix, theCodeBeginsWithTheRegionAndTheFeatureLiesThere) {
    Townships county;
    county.patch(100, "150825");
    county.patch(100, "150825100");
    county.patch(100, "150825100002");
    county.patch(100, "150825101");  // 6
    county.patch(1500, "150825100001");
    county.patch(100, "150825999");
    county.patch(100, "150826");
    county.patch(100, "15082510");
    county.patch(100, "15082510x");  // 11
    county.patch(100, " ");
    county.patch(5000, "150825100");  // 13
    county.patch(950, "150825100");   // across the border: either will do
    county.patch(950, "150825101");
    county.patch(1000, "150825100");  // 16, at the border, no part of it in there
    EXPECT_THAT(told(found(county.sheet, prefix)),
                ElementsAre("10:wrong_region", "11:wrong_region", "13:outside_townships", "16:other_township",
                            "6:other_township", "7:other_township", "8:no_township", "9:wrong_region"));
}

TEST(Prefix, withoutTownshipsTheFormIsLookedAt) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 10, 10), {}, "150825999");
    sheet.add(layer::survey, sheet.box(0, 0, 10, 10), {}, "1508");
    EXPECT_THAT(told(found(sheet, prefix)), ElementsAre("2:wrong_region"));
}

TEST(Prefix, theSameMistakeIsInherited) {
    Townships filed, now, moved(400);
    for (Townships* each : {&filed, &now, &moved}) {
        each->patch(100, "150825101");
        each->patch(500, each == &now ? "150825101" : "150825100");
    }
    const Findings same = found(now.sheet, filed.sheet, prefix);
    ASSERT_THAT(told(same), ElementsAre("3:other_township", "4:other_township"));
    EXPECT_TRUE(same[0].inherited);
    EXPECT_FALSE(same[1].inherited);
    const Findings border = found(moved.sheet, filed.sheet, prefix);
    ASSERT_THAT(told(border), ElementsAre("3:other_township", "4:other_township"));
    EXPECT_TRUE(border[0].inherited);
    EXPECT_FALSE(border[1].inherited) << "the border moved over it";
}

TEST(Prefix, incrementalIsFull) {
    std::vector<plan::Snapshot> plans;
    for (const double border : {1000.0, 400.0, 1200.0, 550.0}) {
        Townships county(border);
        county.patch(100, "150825101");
        county.patch(500, "150825100");
        county.patch(1100, "150825101");
        county.patch(900, "150825777");
        plans.push_back(county.sheet.plan());
        if (border != 400.0) continue;
        plan::Changeset renamed;  // a township takes the code that none had
        const auto old = plans.back().find({0, 2});
        auto values = old->values;
        values[1] = std::string("150825777");
        renamed.changes = {{old, plan::makeFeature(plans.back().schema(), old->id, old->layer, old->shape, values)}};
        plans.push_back(plans.back().with(renamed).value());
    }
    plans.push_back(plan::Snapshot(plans.front().schemaRef()));
    plans.push_back(plans.front());
    expectIncrementalIsFull(plans, prefix);
}

}  // namespace
