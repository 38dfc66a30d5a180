#include <gtest/gtest.h>

#include "store/scratch.h"

using plan::Snapshot;
using scratch::note;
using store::Store;

// The states of features, by name, by identity and by place, agree with the plans that were filed.
TEST(Places, HistoryAndAtAgreeWithThePlans) {
    for (std::uint64_t seed = 50; seed < 55; ++seed) {
        SCOPED_TRACE(seed);
        const scratch::Folder folder;
        support::Dice dice(seed);
        Store store = scratch::filed(folder / "plan.sqlite", support::randomPlan(seed));
        std::vector<Snapshot> plans{Snapshot(store.schema()), store.load(1).value()};
        plan::FeatureId next{77, 1};
        while (plans.size() < 9) {
            const Snapshot then = scratch::edited(plans.back(), dice, next);
            if (then == plans.back()) continue;
            ASSERT_TRUE(store.baseline(Snapshot::diff(plans.back(), then), note("r")));
            plans.push_back(then);
        }
        for (std::uint16_t i = 0; i < store.schema()->layers.size(); ++i) {
            const plan::LayerId layer{i};
            std::set<plan::FeatureId> ids;
            for (const auto& plan : plans)
                plan.each(layer, [&](const plan::FeatureRef& feature) { ids.insert(feature->id); });
            for (const auto id : ids) {
                const auto states = store.history(layer, id).value();
                ASSERT_FALSE(states.empty());
                for (std::size_t n = 0; n < plans.size(); ++n) {
                    const auto number = static_cast<store::RevisionNumber>(n);
                    plan::FeatureRef alive;
                    for (const auto& state : states)
                        if (state.born <= number && (!state.died || *state.died > number)) alive = state.feature;
                    const auto expected = plans[n].find(layer, id);
                    ASSERT_EQ(!alive, !expected);
                    EXPECT_TRUE(!alive || *alive == *expected);
                    if (!expected) continue;
                    const auto found = store.named(layer, plan::nameOf(*store.schema(), *expected)).value();
                    EXPECT_NE(std::find(found.begin(), found.end(), id), found.end());
                }
            }
            for (std::size_t n = 0; n < plans.size(); ++n) {
                const auto whole = plans[n].extent();
                const auto box =
                    geometry::Box::of({dice.roll(whole.minX, whole.maxX), dice.roll(whole.minY, whole.maxY)});
                std::set<plan::FeatureId> expected, found;
                plans[n].each(layer, box, [&](const plan::FeatureRef& feature) { expected.insert(feature->id); });
                const auto states = store.at(layer, box, static_cast<store::RevisionNumber>(n)).value();
                for (const auto& state : states) {
                    found.insert(state.feature->id);
                    EXPECT_TRUE(*state.feature == *plans[n].find(layer, state.feature->id));
                }
                EXPECT_EQ(found, expected);
                EXPECT_EQ(found.size(), states.size());
            }
        }
        EXPECT_TRUE(store.named({0}, "#123456789")->empty());
        EXPECT_TRUE(store.named({0}, "nobody")->empty());
        EXPECT_EQ(store.at({0}, {}, 99).error().code, base::Error::Code::NotFound);
        EXPECT_EQ(store.history({99}, {0, 1}).error().code, base::Error::Code::NotFound);
    }
}

TEST(Places, DaysAndMomentsNameRevisions) {
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    const scratch::Folder folder;
    const Snapshot plan = support::randomPlan(60);
    Store store = Store::init(folder / "plan.sqlite", plan.schema(), "random").value();
    support::Dice dice(60);
    plan::FeatureId next{77, 1};
    Snapshot now(plan.schemaRef());
    const auto file = [&](const Snapshot& then, const char* time) {
        ASSERT_TRUE(store.baseline(Snapshot::diff(now, then), {"a", "m", "", time}));
        now = then;
    };
    const auto other = [&] {
        for (;;)
            if (Snapshot then = scratch::edited(now, dice, next); !(then == now)) return then;
    };
    file(plan, "2036-06-29T23:59:59+08:00");
    file(other(), "2036-06-30T08:00:00+08:00");
    file(other(), "2036-06-30T15:30:00Z");  // 23:30 here
    file(other(), "2036-06-30T16:00:00Z");  // the next day here
    for (const auto& [name, number] :
         std::vector<std::pair<std::string, store::RevisionNumber>>{{"2036-06-29", 1},
                                                                    {"2036-06-30", 3},
                                                                    {"2036-07-01", 4},
                                                                    {"2036-06-30~1", 2},
                                                                    {"2099-12-31", 4},
                                                                    {"2036-06-30T08:00:00+08:00", 2},
                                                                    {"2036-06-30T07:59:59+08:00", 1},
                                                                    {"2036-06-30T00:00:00Z", 2},
                                                                    {"2036-06-30T23:29", 2},
                                                                    {"2036-06-30T23:30:00.5", 3},
                                                                    {"2036-06-29 12:00", 0}})
        EXPECT_EQ(store.resolve(name).value_or(-1), number) << name;
    EXPECT_EQ(store.resolve("1999-01-01").error().message.key, "store.before_first");
    for (const char* bad : {"2036-13-01", "2036-06", "2036-06-30T", "2036-06-30T25", "2036-06-30Tx", "20360630x"})
        EXPECT_EQ(store.resolve(bad).error().code, base::Error::Code::NotFound) << bad;
}

TEST(Places, ABackupIsTheStoreAtOneMoment) {
    const scratch::Folder folder;
    const auto out = folder / "backup.sqlite";
    Store store = scratch::filed(folder / "plan.sqlite", support::randomPlan(61));
    ASSERT_TRUE(store.tag("t", 1));
    ASSERT_TRUE(store.backup(out));
    EXPECT_EQ(store.backup(out).error().message.key, "store.exists");
    EXPECT_EQ(store.backup(folder / "no" / "such").error().code, base::Error::Code::Io);
    ASSERT_TRUE(store.set("a", 1));
    {
        const Store copy = Store::open(out).value();
        EXPECT_TRUE(copy.load(1).value() == store.load(1).value());
        EXPECT_EQ(copy.resolve("t").value(), 1);
        EXPECT_TRUE(copy.settings()->empty());
    }
    const auto others = [&] {  // beside the open store and the backup
        int count = 0;
        for (const auto& entry : scratch::fs::directory_iterator(out.parent_path()))
            count += !entry.path().filename().string().starts_with("plan.sqlite") && entry.path() != out;
        return count;
    };
    EXPECT_EQ(others(), 0);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(store.backup(folder / "stopped", {stop.get_token(), {}}).error().code, base::Error::Code::Cancelled);
    EXPECT_EQ(others(), 0);
}
