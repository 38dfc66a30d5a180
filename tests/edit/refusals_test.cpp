#include <gmock/gmock.h>

#include "edit/squares.h"

// What cannot be meant is refused, and numbers that an indicator sums are never typed.
namespace {

using namespace squares;
namespace layer = support::layer;
using plan::Value;

plan::SchemaRef withRidges() {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema());
    auto& fields = schema->layers[layer::survey.index].fields;
    const auto add = [&](const char* code, int decimals, const char* derived) {
        plan::Field field;
        field.code = code;
        field.type = plan::FieldType::Real;
        field.decimals = decimals;
        field.derived = derived;
        fields.push_back(field);
    };
    add("KCXS", 4, "");
    add("KCMJ", 2, "area*KCXS");
    add("TBDLMJ", 2, "area-KCMJ");
    return schema;
}

Snapshot ridged() { return Builder(withRidges()).add(layer::survey, box(0, 0, 10, 10), "A").plan(); }

double valueOf(const Snapshot& plan, const char* field) {
    const auto& feature = *named(plan, layer::survey, "A");
    return plan::numberOf(feature.value(plan.schema().layer(layer::survey).field(field).value()));
}

TEST(Refusals, WhatFollowsIsRecomputedAndNeverTyped) {
    const Snapshot plan = done(ridged(), edit::Set{"DLTB", "A", {{"KCXS", Value(0.1)}}});
    const double area = valueOf(plan, "MJ");
    EXPECT_NEAR(valueOf(plan, "KCMJ"), area * 0.1, 0.006);
    EXPECT_NEAR(valueOf(plan, "TBDLMJ"), area * 0.9, 0.011);
    EXPECT_EQ(refusal(apply(edit::Set{"DLTB", "A", {{"TBDLMJ", Value(area * 5)}}}, plan)), "edit.follows");
    EXPECT_EQ(refusal(apply(edit::Set{"DLTB", "A", {{"KCMJ", Value(0.0)}}}, plan)), "edit.follows");
    EXPECT_EQ(refusal(apply(edit::Set{"DLTB", "A", {{"MJ", Value(area + 1)}}}, plan)), "edit.follows");
    const auto same = apply(edit::Set{"DLTB", "A", {{"TBDLMJ", Value(valueOf(plan, "TBDLMJ"))}}}, plan);
    ASSERT_TRUE(same);
    EXPECT_TRUE(same->empty());
}

TEST(Refusals, ARidgeShareOutOfRangeIsRefused) {
    for (const double share : {-0.1, 1.5})
        EXPECT_EQ(refusal(apply(edit::Set{"DLTB", "A", {{"KCXS", Value(share)}}}, ridged())), "edit.negative") << share;
}

TEST(Refusals, ANameThatTwoBearIsAskedBack) {
    const Snapshot plan =
        Builder().add(layer::survey, box(0, 0, 10, 10), "A").add(layer::survey, box(20, 0, 30, 10), "A").plan();
    const auto result = apply(edit::Erase{"DLTB", "A"}, plan);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Error::Code::Conflict);
    EXPECT_EQ(result.error().message.key, "edit.ambiguous");
    EXPECT_EQ(result.error().message.arguments.back(), "#1, #2");
    const Snapshot next = done(plan, edit::Erase{"DLTB", "#2"});
    EXPECT_EQ(next.count(layer::survey), 1U);
    EXPECT_TRUE(next.find(layer::survey, plan::FeatureId{0, 1}));
}

TEST(Refusals, NothingIsDrawnEmptyOrOffTheEarth) {
    const Snapshot plan = Builder().add(layer::survey, box(0, 0, 10, 10), "A").plan();
    const auto refused = edit::Overlap::Refuse;
    EXPECT_EQ(refusal(apply(edit::Draw{"DLTB", MultiPolygon(), {}, refused}, plan)), "edit.empty_shape");
    EXPECT_EQ(refusal(apply(edit::Replace{"DLTB", "A", MultiPolygon()}, plan)), "edit.empty_shape");
    const std::int64_t degree = 1'000'000'000;
    const MultiPolygon off = area({{1060 * degree, 0}, {1061 * degree, 0}, {1061 * degree, degree}});
    EXPECT_EQ(refusal(apply(edit::Draw{"DLTB", off, {}, refused}, plan)), "edit.off_earth");
    EXPECT_EQ(refusal(apply(edit::MoveVertex{at(0, 0), {106 * degree, 91 * degree}, {}}, plan)), "edit.off_earth");
}

}  // namespace
