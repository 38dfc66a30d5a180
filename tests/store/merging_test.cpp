#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/proved.h"

using plan::Changeset;
using plan::Snapshot;
using scratch::note;
using store::Store;
using Code = base::Error::Code;

namespace {

// The plan with the trees' third field set in those whose serial leaves `rest`.
Changeset marked(const Snapshot& plan, std::int64_t rest, std::int64_t value) {
    Changeset changes;
    plan.each(support::layer::survey, [&](const plan::FeatureRef& feature) {
        if (feature->id.serial % 3 != rest) return;
        auto values = feature->values;
        values.resize(5);
        values[2] = value;
        changes.changes.push_back(
            {feature, plan::makeFeature(plan.schema(), feature->id, feature->layer, feature->shape, values)});
    });
    return changes;
}

}  // namespace

TEST(Merging, ARebasedCaseStandsOnTheHead) {
    const scratch::Folder folder;
    const Snapshot start = support::randomPlan(41);
    Store store = scratch::filed(folder / "plan.sqlite", start);
    const auto mine = store.openCase(scratch::titled("mine")).value(),
               theirs = store.openCase(scratch::titled("theirs")).value();
    const Changeset first = marked(start, 0, 7), other = marked(start, 1, 8);
    ASSERT_FALSE(first.empty());
    ASSERT_TRUE(store.save(mine.id, 0, first, note("s")));
    const auto tree = plan::makeFeature(start.schema(), store.loadCase(mine.id)->nextId(), support::layer::trees,
                                        geometry::MultiPoint{{1, 2}}, {});
    ASSERT_TRUE(store.save(mine.id, 1, {{{nullptr, tree}}}, note("a tree")));
    ASSERT_TRUE(store.save(theirs.id, 0, other, note("s")));
    EXPECT_TRUE(store.touching(mine.id)->empty());
    EXPECT_TRUE(store.loadCase(mine.id).value() == start.with(store.caseChanges(mine.id).value()).value());
    ASSERT_EQ(store.commit(theirs.id, note("c")).value(), 2);
    ASSERT_EQ(store.commit(mine.id, note("c")).error().message.key, "store.head_moved");

    const Changeset whole = store.caseChanges(mine.id).value();
    EXPECT_EQ(store.rebase(mine.id, 2, 1, whole, note("r")).error().message.key, "store.not_the_head");
    EXPECT_EQ(store.rebase(mine.id, 1, 2, whole, note("r")).error().message.key, "store.other_saves");
    EXPECT_EQ(store.rebase(mine.id, 2, 2, other, note("r")).error().message.key, "store.changed_meanwhile");
    EXPECT_EQ(store.find(mine.id)->base, 1);
    ASSERT_TRUE(store.rebase(mine.id, 2, 2, whole, note("r")));
    EXPECT_EQ(store.find(mine.id)->base, 2);
    EXPECT_EQ(store.find(mine.id)->saves, 3);
    EXPECT_TRUE(store.caseChanges(mine.id).value() == whole);
    const Snapshot rebased = store.loadCase(mine.id).value();
    EXPECT_TRUE(rebased == store.load(2)->with(whole).value());
    EXPECT_EQ(rebased.nextId().serial, tree->id.serial + 1) << "ids go on across a rebase";

    // A save after the rebase finds what the rebase left, and may undo it.
    const Changeset undone = first.inverse();
    ASSERT_TRUE(store.save(mine.id, 3, undone, note("undone")));
    EXPECT_EQ(store.caseChanges(mine.id)->changes.size(), 1u);
    ASSERT_EQ(store.commit(mine.id, note("c")).value(), 3);
    EXPECT_TRUE(store.load(3).value() == start.with(other).value().with({{{nullptr, tree}}}).value());
    EXPECT_EQ(scratch::problemsOf(folder / "plan.sqlite"), std::vector<std::string>());
}

TEST(Merging, ARebaseMayLeaveNothing) {
    const scratch::Folder folder;
    const Snapshot start = support::randomPlan(42);
    Store store = scratch::filed(folder / "plan.sqlite", start);
    const auto mine = store.openCase(scratch::titled("mine")).value(),
               theirs = store.openCase(scratch::titled("theirs")).value();
    ASSERT_TRUE(store.save(mine.id, 0, marked(start, 0, 7), note("s")));
    ASSERT_TRUE(store.save(theirs.id, 0, marked(start, 0, 7), note("s")));
    const auto touch = store.touching(mine.id).value();
    ASSERT_EQ(touch.size(), 1u);
    EXPECT_EQ(touch[0].caseId, theirs.id);
    EXPECT_EQ(touch[0].title, "theirs");
    EXPECT_EQ(touch[0].features.size(), marked(start, 0, 7).changes.size());
    ASSERT_TRUE(store.commit(theirs.id, note("c")));
    EXPECT_TRUE(store.touching(mine.id)->empty()) << "a committed case is no longer in the way";
    ASSERT_TRUE(store.rebase(mine.id, 1, 2, {}, note("r")));
    EXPECT_TRUE(store.caseChanges(mine.id)->empty());
    EXPECT_TRUE(store.loadCase(mine.id).value() == store.load(2).value());
    ASSERT_TRUE(store.save(mine.id, 2, marked(store.load(2).value(), 1, 9), note("s")));
    EXPECT_TRUE(store.loadCase(mine.id).value() == store.load(2)->with(marked(store.load(2).value(), 1, 9)).value());
}

TEST(Merging, ResolutionsAndVerdictsAreRemembered) {
    const scratch::Folder folder;
    const Snapshot start = support::randomPlan(43);
    Store store = scratch::filed(folder / "plan.sqlite", start);
    const auto mine = store.openCase(scratch::titled("mine")).value();
    store::Resolution choice{1, support::layer::survey, {0, 5}, "mine", "tester", {}};
    ASSERT_TRUE(store.resolve(mine.id, {choice}));
    choice.choice = "theirs";
    ASSERT_TRUE(store.resolve(mine.id, {choice}));
    choice.feature.serial = 6;
    ASSERT_TRUE(store.resolve(mine.id, {choice}));
    const auto kept = store.resolutions(mine.id).value();
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].choice, "theirs");
    EXPECT_EQ(kept[0].feature, (plan::FeatureId{0, 5}));
    EXPECT_FALSE(kept[0].time.empty());
    EXPECT_EQ(store.resolve("C9", {choice}).error().code, Code::NotFound);

    store::Digest rules{};
    rules[0] = 1;
    store::VerdictRecord verdict{rules, 0, 1, 0, 3, {}};
    ASSERT_TRUE(store.recordVerdict(mine.id, verdict));
    ASSERT_TRUE(store.verdict(mine.id, rules)->has_value());
    EXPECT_EQ(store.verdict(mine.id, rules)->value().warnings, 3);
    EXPECT_FALSE(store.verdict(mine.id, {})->has_value()) << "other rules";
    ASSERT_TRUE(store.save(mine.id, 0, marked(start, 0, 7), note("s")));
    EXPECT_FALSE(store.verdict(mine.id, rules)->has_value()) << "saved since";
    EXPECT_EQ(store.recordVerdict(mine.id, verdict).error().message.key, "store.other_saves");
    verdict.saves = 1;
    ASSERT_TRUE(store.recordVerdict(mine.id, verdict));
    EXPECT_TRUE(store.verdict(mine.id, rules)->has_value());
    ASSERT_TRUE(store.baseline(marked(start, 1, 8), note("head moves")));
    EXPECT_FALSE(store.verdict(mine.id, rules)->has_value()) << "the head has moved";
}

TEST(Merging, AFeatureThatIsSavedAgainIsToBeChosenAgain) {
    const scratch::Folder folder;
    const Snapshot start = support::randomPlan(45);
    Store store = scratch::filed(folder / "plan.sqlite", start);
    const auto mine = store.openCase(scratch::titled("mine")).value();
    const auto edited = marked(start, 0, 7), other = marked(start, 1, 7);
    const auto choice = [](const Changeset& of) {
        return store::Resolution{1, of.changes.front().layer(), of.changes.front().id(), "theirs", "tester", {}};
    };
    ASSERT_TRUE(store.resolve(mine.id, {choice(edited), choice(other)}));
    ASSERT_TRUE(store.save(mine.id, 0, edited, note("s")));
    const auto left = store.resolutions(mine.id).value();
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left.front().feature, other.changes.front().id());
}

TEST(Merging, WhoHasACaseOpenIsSeen) {
    const scratch::Folder folder;
    const auto file = folder / "plan.sqlite";
    Store store = scratch::filed(file, support::randomPlan(44));
    const auto work = store.openCase(scratch::titled("mine")).value();
    ASSERT_TRUE(store.enter(work.id, "王"));
    ASSERT_TRUE(store.enter(work.id, "王"));
    const Store other = Store::open(file, Store::Mode::ReadOnly).value();
    ASSERT_EQ(other.present(work.id)->size(), 1u);
    EXPECT_EQ(other.present(work.id)->front().author, "王");
    EXPECT_EQ(other.present(work.id)->front().pid, getpid());
    ASSERT_TRUE(store.leave(work.id));
    EXPECT_TRUE(other.present(work.id)->empty());
    {
        Store third = Store::open(file).value();
        ASSERT_TRUE(third.enter(work.id, "张"));
        Store moved = std::move(third);
        EXPECT_EQ(other.present(work.id)->size(), 1u);
    }
    EXPECT_TRUE(other.present(work.id)->empty()) << "closing the store is leaving";
    // A process that has ended without a word is not there any more.
    if (const pid_t child = fork(); child == 0) {
        auto mine = Store::open(file);
        _exit(mine && mine->enter(work.id, "李") ? 0 : 1);
    } else {
        int status = 0;
        waitpid(child, &status, 0);
        ASSERT_EQ(status, 0);
    }
    EXPECT_EQ(scratch::ask(file, "SELECT count(*) FROM sanxian_presence"), "1");
    EXPECT_TRUE(other.present(work.id)->empty());
}
