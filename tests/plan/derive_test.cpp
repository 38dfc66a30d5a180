#include "plan/derive.h"

#include <gmock/gmock.h>

// What is declared follows the area, so that the indicators that add up declared areas follow the hand.
namespace {

using geometry::Area;
using plan::Value;

plan::Layer survey() {
    plan::Layer layer;
    layer.code = "DLTB";
    layer.areaField = "TBMJ";
    const auto field = [&](std::string code, std::string derived) {
        plan::Field f;
        f.code = std::move(code);
        f.type = plan::FieldType::Real;
        f.decimals = 2;
        f.derived = std::move(derived);
        layer.fields.push_back(std::move(f));
    };
    field("TBMJ", "");
    field("KCXS", "");
    field("KCMJ", "area*KCXS");
    field("TBDLMJ", "area-KCMJ");
    return layer;
}

TEST(Derive, FormulasAreReadProductsFirst) {
    const plan::Layer layer = survey();
    const std::vector<Value> values{100.0, 0.1, 10.0, 90.0};
    const Area area = Area::squareMetres(200);
    EXPECT_EQ(plan::evaluate(layer, "area", values, area), 200);
    EXPECT_EQ(plan::evaluate(layer, "area-KCMJ*2+1", values, area), 181);
    EXPECT_FALSE(plan::evaluate(layer, "area*NO", values, area));
    EXPECT_FALSE(plan::evaluate(layer, "area-", values, area));
    EXPECT_FALSE(plan::evaluate(layer, "", values, area));
}

TEST(Derive, ANewPatchDeclaresWhatItMeasures) {
    EXPECT_EQ(plan::derived(survey(), {Value{}, 0.1}, Area::squareMetres(1234.567)),
              (std::vector<Value>{1234.57, 0.1, 123.46, 1111.11}));
}

TEST(Derive, WhatAgreedFollowsAndTheRestStays) {
    const Area before = Area::squareMetres(1000), after = Area::squareMetres(2000);
    EXPECT_EQ(plan::follow(survey(), {1000.4, 0.1, 100.0, 900.0}, before, after),
              (std::vector<Value>{2000.0, 0.1, 200.0, 1800.0}));
    EXPECT_EQ(plan::follow(survey(), {700.0, 0.1, 70.0, 630.0}, before, after),
              (std::vector<Value>{700.0, 0.1, 70.0, 630.0}));
    EXPECT_EQ(plan::follow(survey(), {1000.4, Value{}}, before, Area::squareMetres(1000.001)),
              (std::vector<Value>{1000.4, Value{}}));
}

}  // namespace
