#include "review/rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "review/flow.h"
#include "support/random_plan.h"

namespace {

using geometry::Point;
using plan::Changeset;
using plan::Snapshot;
using review::Kind;
namespace layer = support::layer;

base::Result<review::Difference> differing(const Snapshot& before, const Snapshot& after) {
    return review::difference(after.schema(), Snapshot::diff(before, after));
}

// The plan with one vertex moved in every feature that has it.
Snapshot withMoved(const Snapshot& before, Point from, Point to) {
    Changeset changes;
    for (const auto& feature : withVertex(before, from))
        changes.changes.push_back({feature, support::moved(before.schema(), *feature, from, to)});
    return before.with(changes).value();
}

plan::FeatureRef first(const Snapshot& snapshot, plan::LayerId of) {
    plan::FeatureRef found;
    snapshot.each(of, [&](const plan::FeatureRef& feature) {
        if (!found) found = feature;
    });
    return found;
}

TEST(Rows, NothingDiffersBetweenEquals) {
    const Snapshot a = support::randomPlan(1);
    const auto difference = differing(a, a);
    ASSERT_TRUE(difference);
    EXPECT_TRUE(difference->rows.empty());
    EXPECT_TRUE(difference->layers.empty());
}

TEST(Rows, AMovedInnerBoundaryPassesAreaWithinTheLayer) {
    const Snapshot a = support::randomPlan(5);
    Point from;
    for (const Point vertex : support::verticesOf(a, layer::survey))
        if (withVertex(a, vertex, {layer::survey}).size() >= 2 && withVertex(a, vertex, {layer::county}).empty())
            from = vertex;
    ASSERT_NE(from, Point());
    const Snapshot b = withMoved(a, from, {from.x + 200'000, from.y + 100'000});
    const auto difference = differing(a, b);
    ASSERT_TRUE(difference);
    for (const auto& summary : difference->layers) {
        if (summary.layer != layer::survey) continue;
        EXPECT_EQ(summary.added + summary.removed, 0u);
        EXPECT_GE(summary.changed, 2u);
        EXPECT_NEAR(summary.in.squareMetres(), 0, 0.01);
        EXPECT_NEAR(summary.out.squareMetres(), 0, 0.01);
        EXPECT_NEAR(summary.delta.squareMetres(), 0, 0.01);
    }
    for (const auto& row : difference->rows) {
        EXPECT_EQ(row.kind, Kind::Geometry);
        const auto& measure = a.schema().measure;
        EXPECT_NEAR((measure.area(row.gained) - measure.area(row.lost)).squareMetres(), row.delta.squareMetres(), 0.01);
    }
}

TEST(Rows, AttributesAddedAndRemovedAreTold) {
    const Snapshot a = support::randomPlan(7);
    const auto kept = first(a, layer::survey);
    auto values = kept->values;
    values[1] = std::string("0102");
    const auto reclassed = plan::makeFeature(kept->id, kept->layer, kept->shape, kept->area, values);
    const auto gone = first(a, layer::lines);
    const auto copy = plan::makeFeature(a.nextId(), layer::zones, kept->shape, kept->area, kept->values);
    const Snapshot b = a.with({{{kept, reclassed}, {gone, nullptr}, {nullptr, copy}}}).value();
    const auto difference = differing(a, b).value();
    ASSERT_EQ(difference.rows.size(), 3u);
    EXPECT_EQ(difference.rows[0].kind, Kind::Added);
    EXPECT_EQ(difference.rows[1].kind, Kind::Removed);
    EXPECT_EQ(difference.rows[2].kind, Kind::Attributes);
    EXPECT_EQ(difference.rows[2].fields, std::vector<std::size_t>{1});
    EXPECT_DOUBLE_EQ(difference.rows[1].delta.squareMetres(), -gone->area.squareMetres());
}

TEST(Rows, AnAddedFeatureKnowsWhatItCameFrom) {
    const Snapshot a = support::randomPlan(9);
    std::vector<plan::FeatureRef> two;
    a.each(layer::survey, [&](const plan::FeatureRef& feature) {
        if (two.size() < 2) two.push_back(feature);
    });
    const auto merged = plan::makeFeature(a.schema(), a.nextId(), layer::survey, two[0]->shape, two[0]->values);
    const Snapshot b = a.with({{{two[0], nullptr}, {nullptr, merged}}}).value();
    const auto difference = differing(a, b).value();
    ASSERT_EQ(difference.rows.size(), 2u);
    for (const auto& row : difference.rows)
        EXPECT_EQ(row.kind == Kind::Added ? row.parents : row.children,
                  std::vector<plan::FeatureId>(1, row.kind == Kind::Added ? two[0]->id : merged->id));
}

RC_GTEST_PROP(Flow, WhatFlowsIsWhatTheTotalsChangedBy, (std::uint64_t seed)) {
    static const plan::SchemaRef schema = support::randomSchema();
    support::Dice dice(seed);
    const Snapshot a = support::randomPlan(seed, schema);
    Snapshot b = a;
    const auto vertices = support::verticesOf(a, layer::zones);
    for (int step = 0; step < 3; ++step) {
        const Point from =
            vertices[static_cast<std::size_t>(dice.roll(0, static_cast<std::int64_t>(vertices.size()) - 1))];
        b = withMoved(b, from, {from.x + dice.roll(-400'000, 400'000), from.y + dice.roll(-400'000, 400'000)});
    }
    Changeset recoded;
    b.each(layer::zones, [&](const plan::FeatureRef& feature) {
        if (!dice.chance(30)) return;
        auto values = feature->values;
        values[1] = std::string(dice.chance(50) ? "700" : "100");
        if (values != feature->values)
            recoded.changes.push_back(
                {feature, plan::makeFeature(feature->id, feature->layer, feature->shape, feature->area, values)});
    });
    b = b.with(recoded).value();

    std::map<std::string, double> wanted, found;
    a.each(layer::zones, [&](const plan::FeatureRef& feature) {
        wanted[plan::textOf(feature->value(1))] -= feature->area.squareMetres();
    });
    b.each(layer::zones, [&](const plan::FeatureRef& feature) {
        wanted[plan::textOf(feature->value(1))] += feature->area.squareMetres();
    });
    const auto rows = differing(a, b);
    RC_ASSERT(rows.has_value());
    const auto flows = review::flows(a.schema(), rows->rows, layer::zones, "DM");
    RC_ASSERT(flows.has_value());
    for (const auto& flow : *flows)
        found[flow.from] -= flow.area.squareMetres(), found[flow.to] += flow.area.squareMetres();
    for (const auto& [value, change] : wanted) RC_ASSERT(std::abs(change - found[value]) < 0.02);
}

}  // namespace
