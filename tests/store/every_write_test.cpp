#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <optional>
#include <set>

#include "store/scratch.h"
#include "support/fault_vfs.h"

// What a store does at each of its calls that change the disk, when that call goes wrong: every outcome is the state
// before or the state after.

using plan::Snapshot;
using scratch::fs::path;
using store::Store;
using support::Disk;
using support::Fault;
using support::FaultVfs;
using Code = base::Error::Code;

namespace {

store::Note note(const std::string& message) {
    return {.author = "tester", .message = message, .tag = {}, .time = "2026-01-02T03:04:05Z"};
}

// All that a store says about itself; of cases, which draw their ids by chance, what is the same each time.
std::string factsOf(const Store& store) {
    std::string facts;
    const auto log = store.log().value();
    const auto cases = store.cases().value();
    const auto settings = store.settings().value();
    for (const auto& each : log) {
        facts += fmt::format("{} {} {}", each.number, each.digest, each.changes);
        for (const auto& tag : each.tags) facts += " " + tag;
        facts += "\n";
    }
    for (const auto& each : cases)
        facts += fmt::format("{} {} {} {} {} {}\n", each.id, each.title, each.base, each.saves,
                             static_cast<int>(each.stage), store.resolutions(each.id).value().size());
    for (const auto& layer : store.schema()->layers) facts += fmt::format("{} {}\n", layer.code, layer.fields.size());
    for (const auto& [key, value] : settings) facts += fmt::format("{}={}\n", key, value);
    return facts;
}

struct State {
    std::string facts;
    std::vector<Snapshot> plans;
    bool operator==(const State&) const = default;
};

State stateOf(const Store& store) {
    State state{factsOf(store), {store.load(store.head()).value()}};
    const auto cases = store.cases().value();
    for (const auto& each : cases)
        if (each.saves > 0) state.plans.push_back(store.loadCase(each.id).value());
    return state;
}

std::string integrityOf(const path& file) {
    return scratch::ask(file,
                        "SELECT (SELECT group_concat(integrity_check) FROM pragma_integrity_check) || ' ' || "
                        "rtreecheck('idx_DLTB_geometry')");
}

base::Result<> outcomeOf(const auto& result) {
    return result ? base::Result<>() : base::pass(base::Error(result.error()));
}

// A store of two revisions with two open cases, the second with a save, and a share that has the first revision.
class Bench {
public:
    Bench() {
        FaultVfs::install();
        std::uint64_t seed = 41;
        while (support::randomPlan(seed).count(support::layer::survey) > 6) ++seed;  // small: every call is tried
        support::Dice dice(seed);
        plan::FeatureId next{99, 1};
        plans_ = {support::randomPlan(seed)};
        while (plans_.size() < 5) {
            Snapshot then = scratch::edited(plans_.back(), dice, next);
            if (!(then == plans_.back())) plans_.push_back(std::move(then));
        }
        Store store = scratch::filed(plan, plans_[0]);
        EXPECT_TRUE(store.backup(share));
        EXPECT_TRUE(store.baseline(step(0, 1), note("second")));
        EXPECT_TRUE(store.openCase(scratch::titled("bystander")));
        EXPECT_TRUE(store.openCase(scratch::titled("worked on")));
        EXPECT_TRUE(store.save("C2", 0, step(1, 2), note("first save")));
    }
    plan::Changeset step(std::size_t from, std::size_t to) const { return Snapshot::diff(plans_[from], plans_[to]); }

    scratch::Folder folder;
    path plan = folder / "plan.sqlite", share = folder / "share.sqlite";

private:
    std::vector<Snapshot> plans_;
};

using Work = std::function<base::Result<>(Store&, const Bench&)>;

// Commit and save are tried at every call that they make. The others use the same transactions: at every third, and in
// long runs alone.
struct Operation {
    const char* name;
    Work work;
    Work before = {};        // something that must have been done
    bool elsewhere = false;  // it is the share that is written
    int stride = 3;
};
std::ostream& operator<<(std::ostream& out, const Operation& operation) { return out << operation.name; }

const Work save = [](Store& store, const Bench& bench) {
    return store.save("C2", 1, bench.step(2, 3), note("another save"));
};
const Work commit = [](Store& store, const Bench&) { return outcomeOf(store.commit("C2", note("committed"))); };

const std::vector<Operation>& operations() {
    using B = const Bench&;
    static const std::vector<Operation> all = {
        {.name = "save", .work = save, .stride = 1},
        {.name = "commit", .work = commit, .stride = 1},
        {.name = "baseline", .work = [](Store& s, B b) { return outcomeOf(s.baseline(b.step(1, 2), note("third"))); }},
        {.name = "rebase",
         .work = [](Store& s, B b) { return s.rebase("C2", 1, 3, b.step(2, 3), note("rebased")); },
         .before = [](Store& s, B b) { return outcomeOf(s.baseline(b.step(1, 2), note("third"))); }},
        {.name = "resolution",
         .work =
             [](Store& s, B) {
                 return s.resolve("C2", {{2, support::layer::survey, {1, 1}, "mine", "tester", {}}});
             }},
        {.name = "case", .work = [](Store& s, B) { return outcomeOf(s.openCase(scratch::titled("a third"))); }},
        {.name = "tag", .work = [](Store& s, B) { return s.tag("filed", 2); }},
        {.name = "setting", .work = [](Store& s, B) { return s.set("I03", 17.5); }},
        {.name = "wider",
         .work =
             [](Store& s, B) {
                 plan::Schema wider = *s.schema();
                 wider.layers[0].fields.emplace_back().code = "X";
                 return s.extend(wider);
             }},
        {.name = "publish",
         .work = [](Store& s, B b) { return outcomeOf(s.publish(b.share)); },
         .before = [](Store& s, B) { return outcomeOf(s.commit("C2", note("committed"))); },
         .elsewhere = true}};
    return all;
}

class EachWrite : public testing::TestWithParam<std::tuple<bool, Operation>> {
protected:
    void SetUp() override {
        if (onShare()) setenv("SANXIAN_SHARES", bench_.plan.parent_path().c_str(), 1);
        {
            Store store = Store::open(bench_.plan).value();
            if (operation().before) {
                ASSERT_TRUE(operation().before(store, bench_));
            }
        }
        original_ = support::diskOf(file());
        ASSERT_EQ(original_.size(), 1u);
        ASSERT_EQ(scratch::ask(bench_.plan, "PRAGMA journal_mode"), onShare() ? "delete" : "wal");
    }
    void TearDown() override { unsetenv("SANXIAN_SHARES"); }

    static bool onShare() { return std::get<0>(GetParam()); }
    static const Operation& operation() { return std::get<1>(GetParam()); }
    const path& file() const { return operation().elsewhere ? bench_.share : bench_.plan; }
    base::Result<> work(Store& store) const { return operation().work(store, bench_); }
    void putBack() const { support::putBack(file(), original_); }
    State now() const { return stateOf(Store::open(file()).value()); }

    void tryAll();
    void tryLive(Fault fault, int at, const std::string& where);
    void goOn(std::optional<Store>& store, base::Result<> done, Fault fault, const std::string& where);
    void tryImages(int at, const std::string& where);
    void tryImage(const Disk& disk, const std::string& where);

    Bench bench_;
    Disk original_;
    State before_, after_;
    std::set<Disk> seen_;
    int undone_ = 0, done_ = 0;
};

void EachWrite::tryLive(Fault fault, int at, const std::string& where) {
    putBack();
    std::optional<Store> store = Store::open(bench_.plan).value();
    FaultVfs::arm(fault, at, file());
    const auto done = work(*store);
    const bool struck = FaultVfs::struck();
    if (!struck) store.reset();  // what is written when the file is closed counts too
    FaultVfs::disarm();
    if (struck) goOn(store, done, fault, where);
    store.reset();
    if (fault == Fault::Error) tryImages(at, where);
}

// The program lives and goes on, with the same connection, when the failure is over.
void EachWrite::goOn(std::optional<Store>& store, base::Result<> done, Fault fault, const std::string& where) {
    if (!done) {
        EXPECT_TRUE(done.error().code == Code::Io || (fault == Fault::ReadOnly && done.error().code == Code::Denied))
            << where << ": " << done.error().message.key;
        EXPECT_NE(done.error().message.key, "store.sqlite") << where;
    }
    const auto seen = [&] { return operation().elsewhere ? now() : stateOf(*store); };
    const State then = seen();
    EXPECT_TRUE(then == after_ || (!done && then == before_)) << where << "\n" << then.facts;
    if (then == before_) {
        const auto again = work(*store);
        EXPECT_TRUE(again) << where << ": " << (again ? "" : again.error().message.key);
        EXPECT_TRUE(seen() == after_) << where;
    }
    EXPECT_EQ(integrityOf(file()), "ok ok") << where;
}

void EachWrite::tryImages(int at, const std::string& where) {
    ASSERT_FALSE(FaultVfs::killed().empty()) << where;
    tryImage(FaultVfs::killed(), where + ": killed");
    const auto seed = static_cast<unsigned>(at) * 2;
    for (const unsigned each : {0u, seed, seed + 1})
        tryImage(FaultVfs::powerless(each), where + fmt::format(": powerless, seed {}", each));
}

// Whoever comes after a kill or a power loss finds one of the two.
void EachWrite::tryImage(const Disk& disk, const std::string& where) {
    if (!seen_.insert(disk).second) return;
    support::putBack(file(), disk);
    const auto store = Store::open(file());
    ASSERT_TRUE(store) << where << ": " << store.error().message.key;
    const State now = stateOf(*store);
    EXPECT_TRUE(now == before_ || now == after_) << where << "\n" << now.facts;
    ++(now == after_ ? done_ : undone_);
    EXPECT_EQ(integrityOf(file()), "ok ok") << where;
}

void EachWrite::tryAll() {
    before_ = now();
    int calls = 0, working = 0;
    {
        std::optional<Store> store = Store::open(bench_.plan).value();
        FaultVfs::arm(Fault::None, 0, file());
        ASSERT_TRUE(work(*store));
        working = FaultVfs::disarm();
        FaultVfs::strike();
        store.reset();
        calls = FaultVfs::disarm();
    }
    after_ = now();
    ASSERT_FALSE(before_ == after_) << after_.facts;
    ASSERT_GT(working, 3);
    // What was said to be done is done, whatever comes.
    tryImages(0, "afterwards");
    EXPECT_EQ(undone_, 0);
    for (int at = 1; at <= calls; at += operation().stride)
        for (const Fault fault : {Fault::Error, Fault::Once, Fault::Full, Fault::ReadOnly})
            if (at <= working || fault == Fault::Error)
                tryLive(fault, at, fmt::format("fault {} at call {} of {}", static_cast<int>(fault), at, calls));
    EXPECT_GT(undone_, 0);
    EXPECT_GT(done_, 0);
    RecordProperty("calls", calls);
    RecordProperty("images", undone_ + done_);
}

std::string nameOf(const testing::TestParamInfo<std::tuple<bool, Operation>>& all) {
    return std::string(std::get<1>(all.param).name) + (std::get<0>(all.param) ? "_on_a_share" : "");
}

TEST_P(EachWrite, IsDoneOrNot) {
    if (operation().stride > 1 && !std::getenv("SANXIAN_TEST_LONG")) GTEST_SKIP() << "a long run";
    tryAll();
}

INSTANTIATE_TEST_SUITE_P(Store, EachWrite, testing::Combine(testing::Bool(), testing::ValuesIn(operations())), nameOf);

}  // namespace
