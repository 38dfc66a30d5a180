#include "plan/snapshot.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/random_plan.h"

namespace {

using plan::Changeset;
using plan::Snapshot;

// A random changeset: some features moved by a vertex, some with another value, some removed, some added.
Changeset randomChanges(const Snapshot& snapshot, support::Dice& dice) {
    Changeset changes;
    plan::FeatureId next = snapshot.nextId();
    for (std::uint16_t i = 0; i < snapshot.schema().layers.size(); ++i)
        snapshot.each({i}, [&](const plan::FeatureRef& feature) {
            switch (dice.roll(0, 5)) {
                case 0: changes.changes.push_back({feature, nullptr}); break;
                case 1: {
                    auto values = feature->values;
                    values.resize(5);
                    values[static_cast<std::size_t>(dice.roll(0, 4))] = dice.roll(0, 3);
                    const auto after =
                        plan::makeFeature(feature->id, feature->layer, feature->shape, feature->area, values);
                    if (!(*after == *feature)) changes.changes.push_back({feature, after});
                    break;
                }
                case 2: {
                    const auto copy =
                        plan::makeFeature(next, feature->layer, feature->shape, feature->area, feature->values);
                    ++next.serial;
                    changes.changes.push_back({nullptr, copy});
                    break;
                }
                default: break;
            }
        });
    return changes;
}

RC_GTEST_PROP(Law1, DiffAndInverse, (std::uint64_t seed)) {
    support::Dice dice(seed);
    static const plan::SchemaRef schema = support::randomSchema();
    const Snapshot a = support::randomPlan(seed, schema);
    const Changeset c = randomChanges(a, dice);
    const Snapshot b = a.with(c).value();
    RC_ASSERT(Snapshot::diff(a, a).empty());
    RC_ASSERT(a.with(Snapshot::diff(a, b)).value() == b);
    RC_ASSERT(b.with(Snapshot::diff(b, a)).value() == a);
    RC_ASSERT(a.with(c).value().with(c.inverse()).value() == a);
    RC_ASSERT(c.inverse().inverse() == c);

    const Changeset d = randomChanges(b, dice);
    const Snapshot e = b.with(d).value();
    RC_ASSERT(a.with(c.then(d)).value() == e);
    RC_ASSERT(c.then(c.inverse()).empty());
}

RC_GTEST_PROP(Law1, TheIndexFindsWhatAScanFinds, (std::uint64_t seed)) {
    support::Dice dice(seed);
    static const plan::SchemaRef schema = support::randomSchema();
    Snapshot plan = support::randomPlan(seed, schema);
    for (int step = 0; step < 4; ++step) plan = plan.with(randomChanges(plan, dice)).value();
    for (int look = 0; look < 10; ++look) {
        const auto middle = schema->grid.nearest({106.8, 41.2});
        const geometry::Box box = geometry::Box::of(
            {middle.x + dice.roll(-20'000'000, 80'000'000), middle.y + dice.roll(-20'000'000, 80'000'000)},
            {middle.x + dice.roll(-20'000'000, 80'000'000), middle.y + dice.roll(-20'000'000, 80'000'000)});
        for (std::uint16_t i = 0; i < schema->layers.size(); ++i) {
            std::set<plan::FeatureId> indexed, scanned;
            plan.each({i}, box, [&](const plan::FeatureRef& f) { RC_ASSERT(indexed.insert(f->id).second); });
            std::size_t count = 0;
            plan.each({i}, [&](const plan::FeatureRef& f) {
                ++count;
                if (f->box.touches(box)) scanned.insert(f->id);
                RC_ASSERT(plan.find(f->id) == f);
            });
            RC_ASSERT(indexed == scanned);
            RC_ASSERT(count == plan.count({i}));
        }
    }
}

TEST(Snapshot, RefusesAChangeOfWhatIsNotHere) {
    const Snapshot a = support::randomPlan(1);
    const auto feature = withVertex(a, support::verticesOf(a, support::layer::survey).front()).front();
    const Changeset removal{{{feature, nullptr}}};
    const Snapshot b = a.with(removal).value();
    const auto again = b.with(removal);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, base::Error::Code::Conflict);
    EXPECT_FALSE(a.with(removal.inverse()));
    EXPECT_EQ(a.count(), b.count() + 1) << "the snapshot before stays as it was";
}

TEST(Snapshot, NeverGivesAnIdTwice) {
    const Snapshot a = support::randomPlan(2);
    EXPECT_EQ(a.find(a.nextId()), nullptr);
    const auto some = withVertex(a, support::verticesOf(a, support::layer::survey).front()).front();
    const auto fresh = plan::makeFeature(a.nextId(), some->layer, some->shape, some->area, some->values);
    const Snapshot b = a.with({{{nullptr, fresh}}}).value();
    EXPECT_LT(fresh->id, b.nextId());
    const Snapshot c = b.with({{{fresh, nullptr}}}).value();
    EXPECT_LT(fresh->id, c.nextId()) << "an id that was removed is not given again";
}

TEST(Snapshot, ManyChangesRebuildTheIndex) {
    static const plan::SchemaRef schema = support::randomSchema();
    std::vector<plan::FeatureRef> features;
    for (std::uint32_t i = 1; i <= 5000; ++i)
        features.push_back(
            plan::makeFeature(*schema, {0, i}, support::layer::trees, geometry::MultiPoint{{i * 1000, i}}, {}));
    Snapshot plan(schema, features);
    Changeset away;
    for (std::uint32_t i = 0; i < 4000; ++i) away.changes.push_back({features[i], nullptr});
    plan = plan.with(away).value();
    std::size_t seen = 0;
    plan.each(support::layer::trees, plan.extent(), [&](const plan::FeatureRef&) { ++seen; });
    EXPECT_EQ(seen, 1000u);
    EXPECT_EQ(plan.count(), 1000u);
}

TEST(Snapshot, FindsByName) {
    const Snapshot plan = support::randomPlan(3);
    const auto some =
        withVertex(plan, support::verticesOf(plan, support::layer::survey).front(), {support::layer::survey}).front();
    EXPECT_EQ(plan.find(support::layer::survey, plan::nameOf(plan.schema(), *some)), some);
    EXPECT_EQ(plan.find(support::layer::survey, "#" + std::to_string(some->id.number())), some);
    EXPECT_EQ(plan.find(support::layer::survey, "#99999999999999999999999999"), nullptr);
    EXPECT_EQ(plan.find(support::layer::survey, ""), nullptr);
}

}  // namespace
