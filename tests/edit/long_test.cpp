#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <thread>

#include "edit/squares.h"
#include "support/processor_time.h"

// Shapes of tens of thousands of corners: no command may take a pass over them for each of their corners. The limits
// leave room for sanitizers and busy machines; what was quadratic took from half a minute to hours.
namespace {

using namespace squares;
namespace layer = support::layer;

// A wavy ring around (x, y).
Ring wavy(double x, double y, double radius, int corners) {
    Ring result;
    for (int k = 0; k < corners; ++k) {
        const double turn = 2 * std::numbers::pi * k / corners;
        const double far = radius * (1 + 0.02 * std::sin(turn * 400));
        result.push_back(at(x + far * std::cos(turn), y + far * std::sin(turn)));
    }
    return result;
}

Snapshot parcels(double size, int count) {
    Builder builder;
    for (int j = 0; j < count; ++j)
        for (int i = 0; i < count; ++i)
            builder.add(layer::survey, box(i * size, j * size, (i + 1) * size, (j + 1) * size),
                        std::to_string(j * count + i));
    return builder.plan();
}

base::Result<plan::Changeset> within(double seconds, const edit::Command& command, const Snapshot& plan) {
    const support::ProcessorTime time;
    auto result = edit::apply(command, plan);
    const double took = time.seconds();
    EXPECT_LT(took, seconds) << edit::nameOf(command);
    testing::Test::RecordProperty(edit::nameOf(command), std::to_string(took));
    return result;
}

TEST(Long, DrawingCuttingAndMerging) {
    const Snapshot plan = parcels(200, 5);
    const MultiPolygon drawn = area(wavy(500, 500, 300, 40'000));
    ASSERT_TRUE(within(5, edit::Draw{"STBHHX", drawn, {}, edit::Overlap::Refuse}, plan));
    const auto cut = within(5, edit::Draw{"DLTB", drawn, {}, edit::Overlap::CutExisting}, plan);
    ASSERT_TRUE(cut);
    EXPECT_GT(cut->changes.size(), 9U);
    const Snapshot next = plan.with(*cut).value();
    EXPECT_EQ(outline(next, layer::survey), outline(plan, layer::survey));
    const auto merged = within(5, edit::Merge{"DLTB", {"7", "150825000000000001"}, "7"}, next);
    ASSERT_TRUE(merged) << merged.error().message.key;
}

TEST(Long, SplittingAndReshapingALongRing) {
    const Snapshot plan = Builder().add(layer::lines, area(wavy(0, 0, 5000, 100'000)), "R").plan();
    geometry::Line across{at(-6000, 0)}, beside;
    for (int k = 0; k <= 20'000; ++k) across.push_back(at(-5500 + k * 0.55, 50 * std::sin(k * 0.01) + 7));
    EXPECT_TRUE(within(5, edit::Split{"STBHHX", {}, across}, plan));
    // A new course for a quarter of the ring, outside of it.
    beside.push_back(at(4800, 10));
    for (int k = 1; k < 20'000; ++k) {
        const double turn = std::numbers::pi / 2 * k / 20'000;
        beside.push_back(at(5300 * std::cos(turn), 5300 * std::sin(turn)));
    }
    beside.push_back(at(10, 4800));
    const auto reshaped = within(5, edit::Reshape{"STBHHX", {}, beside}, plan);
    ASSERT_TRUE(reshaped) << reshaped.error().message.key;
    EXPECT_GT(reshaped->changes.front().after->area, reshaped->changes.front().before->area);
}

TEST(Long, AnEditIsStopped) {
    const Snapshot plan = Builder().add(layer::lines, area(wavy(0, 0, 5000, 100'000)), "R").plan();
    std::stop_source source;
    source.request_stop();
    const base::Task task{source.get_token(), {}};
    const edit::Command commands[] = {edit::Split{"STBHHX", {}, {at(-6000, 1), at(6000, 1)}},
                                      edit::Reshape{"STBHHX", {}, {at(4800, 10), at(6000, 6000), at(10, 4800)}},
                                      edit::Draw{"DLTB", box(0, 0, 1, 1), {}, edit::Overlap::Refuse}};
    for (const auto& command : commands) {
        const auto result = edit::apply(command, plan, task);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, base::Error::Code::Cancelled);
    }
}

}  // namespace
