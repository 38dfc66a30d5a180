#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/proved.h"
#include "store/store.h"

using plan::Snapshot;
using scratch::note;
using store::Store;

namespace {

// A history of revisions by cases of one to three saves, with what each revision was in memory.
std::vector<Snapshot> grow(Store& store, std::uint64_t seed, int revisions) {
    support::Dice dice(seed);
    std::vector<Snapshot> plans{Snapshot(store.schema()), store.load(1).value()};
    while (plans.size() <= static_cast<std::size_t>(revisions)) {
        const auto work = store.openCase(scratch::titled("work")).value();
        Snapshot now = store.loadCase(work.id).value();
        plan::FeatureId next = now.nextId();
        EXPECT_EQ(next, work.first);
        for (std::int64_t saves = 0, wanted = dice.roll(1, 3); saves < wanted; ++saves) {
            const Snapshot then = scratch::edited(now, dice, next);
            const auto changes = Snapshot::diff(now, then);
            EXPECT_TRUE(store.save(work.id, saves, changes, note("saved")));
            now = then;
            const Snapshot loaded = store.loadCase(work.id).value();
            EXPECT_TRUE(loaded == now);
            EXPECT_LE(loaded.nextId(), next);  // smaller where the last were drawn and dropped before the save
        }
        const auto committed = store.commit(work.id, note("revision"));
        if (!committed) {  // edits that undid each other
            EXPECT_EQ(committed.error().message.key, "store.nothing_to_commit");
            EXPECT_TRUE(now == plans.back());
            continue;
        }
        EXPECT_EQ(*committed, static_cast<store::RevisionNumber>(plans.size()));
        plans.push_back(now);
    }
    return plans;
}

}  // namespace

// Law 6.
RC_GTEST_PROP(History, LoadAndChangesAgreeForAllPairs, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const scratch::Folder folder;
    Store store = scratch::filed(folder / "plan.sqlite", support::randomPlan(seed));
    const auto plans = grow(store, seed, 7);
    RC_ASSERT(store.head() + 1 == static_cast<store::RevisionNumber>(plans.size()));
    for (store::RevisionNumber a = 0; a <= store.head(); ++a) {
        const Snapshot atA = store.load(a).value();
        RC_ASSERT(atA == plans[static_cast<std::size_t>(a)]);
        for (store::RevisionNumber b = 0; b <= store.head(); ++b) {
            const auto changes = store.changes(a, b).value();
            RC_ASSERT(atA.with(changes).value() == plans[static_cast<std::size_t>(b)]);
            RC_ASSERT(
                changes.changes.size() ==
                Snapshot::diff(plans[static_cast<std::size_t>(a)], plans[static_cast<std::size_t>(b)]).changes.size());
        }
    }
}

// What was written is what is read after closing, down to the ids, areas and digests.
RC_GTEST_PROP(History, SurvivesClosing, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    std::vector<Snapshot> plans;
    std::string digest;
    {
        Store store = scratch::filed(file, support::randomPlan(seed));
        plans = grow(store, seed, 3);
        digest = store.revision(store.head()).value().digest;
    }
    RC_ASSERT(!scratch::fs::exists(file.string() + "-journal"));
    const Store store = Store::open(file, Store::Mode::ReadOnly).value();
    RC_ASSERT(store.revision(store.head()).value().digest == digest);
    const Snapshot head = store.load(store.head()).value();
    RC_ASSERT(head == plans.back());
    RC_ASSERT(scratch::problemsOf(file) == std::vector<std::string>());
    for (std::size_t i = 0; i < head.schema().layers.size(); ++i)
        head.each({static_cast<std::uint16_t>(i)}, [&](const plan::FeatureRef& feature) {
            RC_ASSERT(feature->area == plans.back().find(feature->layer, feature->id)->area);
        });
}

TEST(History, LogIsNewestFirstAndChained) {
    const scratch::Folder folder;
    Store store = scratch::filed(folder / "plan.sqlite", support::randomPlan(7));
    grow(store, 7, 4);
    ASSERT_TRUE(store.tag("filed-2024", 1));
    const auto log = store.log().value();
    ASSERT_EQ(log.size(), 4u);
    for (std::size_t i = 0; i < log.size(); ++i) {
        EXPECT_EQ(log[i].number, static_cast<store::RevisionNumber>(4 - i));
        EXPECT_EQ(log[i].parent, log[i].number - 1);
        EXPECT_EQ(log[i].digest.size(), 64u);
        EXPECT_EQ(log[i].author, "tester");
        EXPECT_EQ(log[i].changes,
                  static_cast<std::int64_t>(store.changes(log[i].parent, log[i].number)->changes.size()));
    }
    EXPECT_EQ(log.back().tags, std::vector<std::string>{"filed-2024"});
    EXPECT_EQ(log.back().caseId, "");
    EXPECT_FALSE(log.front().caseId.empty());
    EXPECT_NE(log[0].digest, log[1].digest);
}

TEST(History, SeveralRevisionsAreReadInTheOrderAskedFor) {
    const scratch::Folder folder;
    Store store = scratch::filed(folder / "plan.sqlite", support::randomPlan(7));
    grow(store, 7, 4);
    for (const char* tag : {"second", "also"}) ASSERT_TRUE(store.tag(tag, 2));
    const auto log = store.log().value();
    const auto some = store.revisions({3, 1, 2, 1}).value();
    ASSERT_EQ(some.size(), 4u);
    for (std::size_t i = 0; i < some.size(); ++i) {
        const store::Revision& there = log[4 - static_cast<std::size_t>(some[i].number)];
        EXPECT_EQ(some[i].number, (std::vector<store::RevisionNumber>{3, 1, 2, 1})[i]);
        EXPECT_EQ(some[i].digest, there.digest);
        EXPECT_EQ(some[i].tags, there.tags);
        EXPECT_EQ(some[i].layers.size(), there.layers.size());
        EXPECT_EQ(std::tuple(some[i].added, some[i].changed, some[i].removed),
                  std::tuple(there.added, there.changed, there.removed));
    }
    EXPECT_EQ(some[2].tags, (std::vector<std::string>{"also", "second"}));
    EXPECT_TRUE(store.revisions({}).value().empty());
    const auto none = store.revisions({1, 9});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message.key, "store.no_revision");
    EXPECT_EQ(none.error().message.arguments.at(0), "9");
}

TEST(History, NamesOfRevisions) {
    const scratch::Folder folder;
    Store store = scratch::filed(folder / "plan.sqlite", support::randomPlan(7));
    grow(store, 7, 4);
    ASSERT_TRUE(store.tag("已备案-2024", 2));
    EXPECT_TRUE(store.tag("已备案-2024", 2));
    EXPECT_EQ(store.tag("已备案-2024", 3).error().code, base::Error::Code::Conflict);
    for (const char* bad : {"", "3", "head", "a b", "a~1", "case:C1"})
        EXPECT_EQ(store.tag(bad, 1).error().message.key, "store.bad_tag") << bad;
    EXPECT_EQ(store.tag("later", 9).error().code, base::Error::Code::NotFound);
    EXPECT_EQ(store.resolve("head").value(), 4);
    EXPECT_EQ(store.resolve("head~2").value(), 2);
    EXPECT_EQ(store.resolve("3").value(), 3);
    EXPECT_EQ(store.resolve("0").value(), 0);
    EXPECT_EQ(store.resolve("已备案-2024").value(), 2);
    EXPECT_EQ(store.resolve("已备案-2024~1").value(), 1);
    for (const char* bad : {"5", "head~5", "-1", "", "~", "nothing", "99999999999999999999", "head~99999999999"})
        EXPECT_EQ(store.resolve(bad).error().code, base::Error::Code::NotFound) << bad;
    EXPECT_NE(store.resolve("nothing").error().message.arguments.at(2).find("已备案-2024"), std::string::npos);
    for (const store::RevisionNumber bad : {-1, 5}) {
        EXPECT_EQ(store.load(bad).error().code, base::Error::Code::NotFound);
        EXPECT_EQ(store.changes(1, bad).error().code, base::Error::Code::NotFound);
        EXPECT_EQ(store.revision(bad).error().code, base::Error::Code::NotFound);
    }
}

TEST(History, EqualWorkGivesEqualDigests) {
    const scratch::Folder folder;
    const Snapshot plan = support::randomPlan(11);
    const auto changes = Snapshot::diff(Snapshot(plan.schemaRef()), plan);
    auto reversed = changes;
    std::reverse(reversed.changes.begin(), reversed.changes.end());
    const auto digestOf = [&](const char* name, const plan::Changeset& filed) {
        Store store = Store::init(folder / name, plan.schema(), "random").value();
        const store::Note when{.author = "a", .message = "m", .tag = {}, .time = "2026-06-30T08:00:00+08:00"};
        EXPECT_TRUE(store.baseline(filed, when));
        return scratch::ask(folder / name,
                            "SELECT group_concat(hex(digest)) FROM (SELECT digest FROM sanxian_contents "
                            "ORDER BY layer)");
    };
    EXPECT_EQ(digestOf("a.sqlite", changes), digestOf("b.sqlite", reversed));
}

// More changes than states wait to be begun, so that some are begun before the last are ended.
TEST(History, ACommitOfVeryManyChangesIsWhatWasMeant) {
    constexpr std::uint32_t count = 21'000;
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    const plan::Schema schema = *support::randomSchema();
    const auto tree = [&](std::uint32_t serial, std::int64_t east) {
        const geometry::Point place{static_cast<std::int64_t>(serial) * 1'000'000 + east, 40'000'000'000};
        return plan::makeFeature(schema, {0, serial}, support::layer::trees, geometry::MultiPoint{place}, {});
    };
    plan::Changeset planted, changed;
    for (std::uint32_t serial = 1; serial <= count; ++serial) {
        planted.changes.push_back({nullptr, tree(serial, 0)});
        changed.changes.push_back({tree(serial, 0), serial % 100 == 0 ? nullptr : tree(serial, 7)});
    }
    Store store = Store::init(file, schema, "p").value();
    ASSERT_EQ(store.baseline(planted, note("planted")).value(), 1);
    ASSERT_EQ(store.baseline(changed, note("changed")).value(), 2);
    const Snapshot before = store.load(1).value(), after = store.load(2).value();
    EXPECT_TRUE(after == before.with(changed).value());
    EXPECT_EQ(store.changes(1, 2).value().changes.size(), count);
    EXPECT_EQ(store.revision(2).value().removed, count / 100);
    EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
    EXPECT_EQ(scratch::ask(file, "SELECT rtreecheck('idx_GSMM_geometry')"), "ok");
}
