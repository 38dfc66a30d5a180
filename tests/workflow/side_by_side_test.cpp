#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>

#include "edit/random_edit.h"
#include "store/scratch.h"
#include "workflow/merging.h"

// Laws 6 and 8 on a history of 200 revisions: five cases at a time are edited, merged with a head that the others have
// moved, and filed.
namespace {

using namespace squares;
using review::Choice;
using store::RevisionNumber;
using support::Dice;
using workflow::Merging;

bool same(const FeatureRef& a, const FeatureRef& b) { return a == b || (a && b && *a == *b); }

// What a history came across; a run that met none of these would prove nothing.
struct Met {
    int moved = 0, merged = 0, conflicts = 0, renamed = 0;
};

class SideBySide {
public:
    SideBySide(std::uint64_t seed, RevisionNumber revisions)
        : dice_(seed),
          start_(support::randomPlan(seed)),
          store_(scratch::filed(folder_ / "plan.sqlite", start_)),
          revisions_(revisions),
          states_{Snapshot(start_.schemaRef()), start_} {}

    void run() {
        std::vector<std::string> cases;
        for (int i = 0; i < 5; ++i) cases.push_back(open());
        while (store_.head() < revisions_ && !testing::Test::HasFailure()) {
            std::string& one = dice_.pick(cases);
            if (dice_.chance(70)) {
                edit(one);
            } else if (file(one)) {
                one = open();
            }
        }
        if (testing::Test::HasFailure()) return;
        for (int n = 0; n < 60; ++n) {
            const RevisionNumber a = dice_.roll(0, revisions_), b = dice_.roll(0, revisions_);
            const Snapshot from = store_.load(a).value(), to = store_.load(b).value();
            EXPECT_TRUE(to == from.with(store_.changes(a, b).value()).value()) << a << " " << b;
            EXPECT_TRUE(to == states_[static_cast<std::size_t>(b)]) << b;
        }
    }
    const Met& met() const { return met_; }
    // The digests of what every revision did. (Those of the revisions cover when it was, too.)
    std::string digests() const {
        return scratch::ask(folder_ / "plan.sqlite",
                            "SELECT group_concat(revision || layer || added || changed || removed || hex(digest)) "
                            "FROM (SELECT * FROM sanxian_contents ORDER BY revision, layer)");
    }
    const Snapshot& head() const { return states_.back(); }

private:
    // In a space of ids by the seed.
    std::string open() {
        store::Case described = scratch::titled("a case");
        described.first.space = static_cast<std::uint32_t>(dice_.roll(1 << 24, (1u << 31) - 1));
        return store_.openCase(described).value().id;
    }

    void edit(const std::string& id) {
        const Snapshot now = store_.loadCase(id).value();
        const auto step = edit::apply(someEdit(dice_, now), now);
        if (!step || step->empty()) return;
        const auto saved = store_.save(id, store_.find(id)->saves, *step, scratch::note("edit"));
        ASSERT_TRUE(saved) << saved.error().message.key;
    }

    // Chooses until nothing is open; half of the choices are read again from the store.
    base::Result<Merging> resolved(const std::string& id) {
        auto merging = workflow::mergeWithHead(store_, id);
        if (merging) met_.conflicts += static_cast<int>(merging->merge.conflicts.size());
        for (int round = 0; merging && merging->open(); ++round) {
            const auto& one = merging->merge.conflicts.front();
            const auto choice = round < 20 ? static_cast<Choice>(dice_.roll(0, 2)) : Choice::Theirs;
            const auto unknown = workflow::choose(*merging, {{one.id, choice}});
            EXPECT_TRUE(unknown && unknown->empty());
            EXPECT_TRUE(workflow::remember(store_, *merging, "tester"));
            if (dice_.chance(50)) continue;
            const auto applied = merging->merge.applied;
            merging = workflow::mergeWithHead(store_, id);
            EXPECT_TRUE(merging && merging->merge.applied == applied) << "what was chosen is remembered";
        }
        return merging;
    }

    // The case has become a revision.
    bool file(const std::string& id) {
        const auto merging = resolved(id);
        EXPECT_TRUE(merging);
        if (!merging) return false;
        const Snapshot head = states_.back();
        const auto result = head.with(merging->merge.applied);
        EXPECT_TRUE(result);
        if (!result) return false;
        check(*merging, head, *result);
        if (merging->moved()) {
            ++met_.moved;
            const auto brought = workflow::bring(store_, *merging, scratch::note("merged"));
            EXPECT_TRUE(brought) << brought.error().message.key;
            EXPECT_TRUE(store_.caseChanges(id).value() == plan::Snapshot::diff(head, *result));
            EXPECT_FALSE(workflow::mergeWithHead(store_, id)->moved()) << "nothing is applied twice";
        }
        const auto revision = store_.commit(id, scratch::note("filed"));
        if (!revision) {
            EXPECT_EQ(revision.error().message.key, "store.nothing_to_commit");
            EXPECT_TRUE(merging->merge.applied.empty());
            return false;
        }
        states_.push_back(*result);
        EXPECT_TRUE(store_.load(*revision).value() == *result);
        return true;
    }

    // Law 8: every change of mine is there, or was chosen not to be; what mine did not change is as the head has it.
    void check(const Merging& merging, const Snapshot& head, const Snapshot& result) {
        EXPECT_TRUE(isWhole(start_, result));
        std::set<plan::FeatureId> renamed, touched;
        for (const auto& one : merging.merge.renamed) renamed.insert(one.id);
        std::map<plan::FeatureId, const review::Conflict*> chosen;
        for (const auto& one : merging.merge.resolved) chosen.emplace(one.id, &one);
        met_.merged += static_cast<int>(merging.merge.merged.size());
        met_.renamed += static_cast<int>(renamed.size());
        for (const auto& change : merging.mine.changes) {
            const auto id = change.id();
            touched.insert(id);
            const FeatureRef theirs = head.find(id), now = result.find(id);
            const auto conflict = chosen.find(id);
            if (renamed.contains(id)) continue;
            if (conflict == chosen.end() && same(theirs, change.before)) {
                EXPECT_TRUE(same(now, change.after));
                continue;
            }
            if (!change.before || !change.after || !theirs) {
                EXPECT_TRUE(conflict != chosen.end() || same(now, change.after));
                continue;
            }
            ASSERT_TRUE(now);
            for (const std::size_t field : {std::size_t{1}, std::size_t{3}}) {
                const auto& mine = change.after->value(field);
                const auto& was = change.before->value(field);
                const auto& other = theirs->value(field);
                plan::Value expected = mine != was ? mine : other;
                if (mine != was && other != was && mine != other) {
                    ASSERT_NE(conflict, chosen.end());
                    const Choice choice = merging.choices.at(id);
                    expected = choice == Choice::Mine ? mine : choice == Choice::Base ? was : other;
                }
                EXPECT_TRUE(now->value(field) == expected);
            }
        }
        for (const auto& change : merging.merge.applied.changes)
            EXPECT_TRUE(touched.contains(change.id()) || chosen.contains(change.id()));
    }

    const scratch::Folder folder_;
    Dice dice_;
    Snapshot start_;
    store::Store store_;
    RevisionNumber revisions_;
    std::vector<Snapshot> states_;
    Met met_;
};

// SANXIAN_TEST_SEED, or a new one.
std::uint64_t someSeed() {
    if (const char* said = std::getenv("SANXIAN_TEST_SEED")) return std::strtoull(said, nullptr, 10);
    return std::random_device{}() % 1'000'000;
}

TEST(SideBySide, LawsHoldOnAHistoryOfFiveCasesAtATime) {
    const std::uint64_t seed = someSeed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    SideBySide history(seed, 200);
    history.run();
    EXPECT_GT(history.met().moved, 50);
    EXPECT_GT(history.met().merged, 0);
    EXPECT_GT(history.met().conflicts, 0);
}

TEST(SideBySide, TheSameSeedGivesTheSameHistory) {
    const std::uint64_t seed = someSeed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    SideBySide one(seed, 25), again(seed, 25), other(seed + 1, 25);
    for (SideBySide* each : {&one, &again, &other}) each->run();
    ASSERT_FALSE(one.digests().empty());
    EXPECT_EQ(one.digests(), again.digests());
    EXPECT_TRUE(one.head() == again.head());
    EXPECT_NE(one.digests(), other.digests());
}

}  // namespace
