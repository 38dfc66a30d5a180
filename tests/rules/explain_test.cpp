#include "rules/explain.h"

#include <gtest/gtest.h>

#include "rules/drawn.h"

namespace {

using drawn::Sheet;
namespace layer = support::layer;

plan::Spec specOf(const Sheet& sheet) {
    plan::Spec spec = drawn::spec(*sheet.schema());
    plan::IndicatorSpec sum;
    sum.id = "I01";
    sum.unit = "m2";
    sum.kind = "sum_area";
    sum.parameters = {
        {"layer", "DLTB"}, {"where_field", "DM"}, {"where_values", std::vector<std::string>{"0101", "0102"}}};
    spec.indicators = {sum};
    return spec;
}

TEST(Explain, thePortionsAreWhatTheIndicatorCounts) {
    Sheet sheet;
    sheet.add(layer::survey, sheet.box(0, 0, 100, 100), {}, "0101");
    sheet.add(layer::survey, sheet.box(100, 0, 200, 100), {}, "0102");
    sheet.add(layer::survey, sheet.box(200, 0, 300, 100), {}, "0301");
    const plan::Snapshot now = sheet.plan();
    const auto explained = rules::explain(specOf(sheet), {}, "I01", now, now).value();
    ASSERT_EQ(explained.classes.size(), 2u);
    EXPECT_EQ(explained.classes[0].code, "0101");
    EXPECT_EQ(explained.classes[0].features, 1u);
    EXPECT_NEAR(explained.classes[0].now + explained.classes[1].now, *explained.indicator.value, 0.001);
    EXPECT_EQ(explained.formula.key, "rules.formula.sum_area_where");
    EXPECT_TRUE(explained.changes.empty());
}

TEST(Explain, whatTheCaseAddedAndTookAwayIsNamed) {
    Sheet filed;
    filed.add(layer::survey, filed.box(0, 0, 100, 100), {}, "0101");
    filed.add(layer::survey, filed.box(100, 0, 200, 100), {}, "0101");
    Sheet now(filed.schema());
    now.add(layer::survey, now.box(0, 0, 100, 100), {}, "0101");
    now.add(layer::survey, now.box(100, 0, 200, 100), {}, "0301");
    const auto explained = rules::explain(specOf(now), {}, "I01", filed.plan(), now.plan()).value();
    ASSERT_EQ(explained.changes.size(), 1u);
    EXPECT_EQ(explained.changes[0].now, 0);
    EXPECT_NEAR(explained.changes[0].now - explained.changes[0].filed, *explained.indicator.delta(), 0.001);
}

TEST(Explain, anIndicatorThatIsNoneIsAnError) {
    const Sheet sheet;
    const plan::Snapshot now = sheet.plan();
    EXPECT_EQ(rules::explain(specOf(sheet), {}, "I99", now, now).error().code, base::Error::Code::NotFound);
}

}  // namespace
