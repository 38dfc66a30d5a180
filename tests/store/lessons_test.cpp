#include <gmock/gmock.h>

#include "store/full_history.h"

// What other versioned stores get wrong, as tests.

using plan::Snapshot;
using scratch::note;
using store::Store;

namespace {

plan::FeatureRef at(const plan::Schema& schema, plan::FeatureId id, std::int64_t x, std::vector<plan::Value> values) {
    return plan::makeFeature(schema, id, support::layer::trees, geometry::MultiPoint{{x, 41'000'000'000}},
                             std::move(values));
}

}  // namespace

// The counts of a revision are those of its changes, never an estimate.
TEST(Lessons, CountsInTheLogAreExact) {
    const scratch::History made(61);
    const Store store = Store::open(made.file, Store::Mode::ReadOnly).value();
    const auto revisions = store.log().value();
    EXPECT_EQ(revisions.size(), 4u);
    for (const auto& revision : revisions) {
        std::int64_t added = 0, changed = 0, removed = 0;
        const auto between = store.changes(revision.number - 1, revision.number).value();
        for (const auto& change : between.changes) ++(!change.before ? added : change.after ? changed : removed);
        EXPECT_EQ(revision.added, added);
        EXPECT_EQ(revision.changed, changed);
        EXPECT_EQ(revision.removed, removed);
        EXPECT_EQ(revision.changes, added + changed + removed);
    }
}

// Keys that are equal in their first digits, in 53 bits or in 32 bits are different keys.
TEST(Lessons, LongKeysAndIdsDoNotCollide) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const auto schema = support::randomSchema();
    const std::vector<std::string> keys = {"1508250000000000001", "1508250000000000002", "9007199254740992",
                                           "9007199254740993", "18446744073709551617"};
    plan::Changeset changes;
    for (std::uint32_t i = 0; i < keys.size(); ++i)  // ids that are one in their lower 32 bits
        changes.changes.push_back({nullptr, at(*schema, {i, 7}, i, {keys[i], {}, {}, std::int64_t{i}})});
    Store store = Store::init(file, *schema, "p").value();
    ASSERT_TRUE(store.baseline(changes, note("filed")));
    const auto work = store.openCase(scratch::titled("one")).value();
    const plan::FeatureRef second = changes.changes[1].after;
    const auto moved = at(*schema, second->id, 99, second->values);
    ASSERT_TRUE(store.save(work.id, 0, {{{second, moved}}}, note("moved")));
    ASSERT_EQ(store.commit(work.id, note("moved")).value(), 2);
    const Snapshot head = store.load(2).value();
    EXPECT_EQ(head.count(), keys.size());
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
        const auto named = store.named(support::layer::trees, keys[i]).value();
        EXPECT_EQ(named, (std::vector<plan::FeatureId>{{i, 7}}));
        EXPECT_EQ(store.history(support::layer::trees, {i, 7})->size(), i == 1 ? 2u : 1u);
        const auto held = head.find(support::layer::trees, {i, 7});
        ASSERT_TRUE(held);
        EXPECT_TRUE(*held == (i == 1 ? *moved : *changes.changes[i].after));
    }
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
}

// A layer whose features have no key, or all the same, is versioned like any other.
TEST(Lessons, ATableWithoutKeyIsVersioned) {
    const scratch::Folder folder;
    plan::Schema schema = *support::randomSchema();
    schema.layers[support::layer::trees.index].key.clear();
    plan::Changeset changes;
    for (std::uint32_t i = 1; i <= 5; ++i)
        changes.changes.push_back({nullptr, at(schema, {0, i}, 1, {std::string("same")})});
    Store store = Store::init(folder / "plan.sqlite", schema, "p").value();
    ASSERT_TRUE(store.baseline(changes, note("filed")));
    const auto third = changes.changes[2].after;
    const plan::Changeset second{
        {{third, at(schema, third->id, 2, third->values)}, {changes.changes[4].after, nullptr}}};
    ASSERT_EQ(store.baseline(second, note("changed")).value(), 2);
    const auto between = store.changes(1, 2).value();
    ASSERT_EQ(between.changes.size(), 2u);
    EXPECT_EQ(between.changes[0].id(), third->id);
    EXPECT_EQ(store.revision(2)->changed, 1);
    EXPECT_EQ(store.revision(2)->removed, 1);
    EXPECT_TRUE(store.load(2).value() == store.load(1)->with(second).value());
    EXPECT_EQ(scratch::problemsOf(folder / "plan.sqlite"), std::vector<std::string>());
}

// A case cannot be built on a state that was forged: what it says it found is not what was filed.
TEST(Lessons, AForgedFeatureIsNoGroundForAnEdit) {
    const scratch::History made(62);
    made.forge("UPDATE DLTB SET DM = '9999' WHERE _died IS NULL");
    Store store = Store::open(made.file).value();
    const auto work = store.openCase(scratch::titled("on a forgery")).value();
    const Snapshot now = store.loadCase(work.id).value();
    plan::FeatureRef forged;
    now.each(support::layer::survey, [&](const plan::FeatureRef& feature) { forged = feature; });
    ASSERT_TRUE(forged);
    auto values = forged->values;
    values[1] = std::string("0402");
    const auto edit = plan::makeFeature(now.schema(), forged->id, forged->layer, forged->shape, values);
    EXPECT_EQ(store.save(work.id, 0, {{{forged, edit}}}, note("s")).error().message.key, "store.changed_meanwhile");
}
