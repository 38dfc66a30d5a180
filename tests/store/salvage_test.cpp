#include "store/salvage.h"

#include <gmock/gmock.h>

#include <random>

#include "store/full_history.h"
#include "support/btree.h"

using plan::Snapshot;
using scratch::History;
using store::Store;
using testing::Contains;
using testing::IsEmpty;

namespace {

// A damaged copy of a history, and what is salvaged of it.
class Salvage : public testing::Test {
protected:
    static constexpr std::size_t page = 4096;
    Salvage() : made_(51), original_(bytes()), map_(original_), head_(Store::open(made_.file)->load(4).value()) {}

    std::string bytes() const {
        EXPECT_EQ(scratch::ask(made_.file, "PRAGMA journal_mode = DELETE"), "delete");
        return scratch::bytesOf(made_.file);
    }

    // Whatever comes of it is a good store with nothing in it that was not there, and the damaged file is as it was.
    std::optional<store::Salvaged> salvaged(const std::string& damaged) {
        const auto file = folder_ / "damaged.sqlite";
        out_ = folder_ / ("out" + std::to_string(++number_) + ".sqlite");
        scratch::write(file, damaged);
        const auto told = store::salvage(file, out_);
        EXPECT_TRUE(scratch::bytesOf(file) == damaged);
        EXPECT_FALSE(scratch::fs::exists(file.string() + "-journal"));
        EXPECT_EQ(told.has_value(), scratch::fs::exists(out_));
        if (!told) {
            EXPECT_EQ(told.error().message.key, "store.salvage.no_structure");
            return {};
        }
        EXPECT_THAT(scratch::problemsOf(out_), IsEmpty());
        plan_.emplace(Store::open(out_, Store::Mode::ReadOnly)->load(Store::open(out_)->head()).value());
        for (std::size_t i = 0; i < told->layers.size(); ++i) {
            const plan::LayerId layer{static_cast<std::uint16_t>(i)};
            std::int64_t count = 0;
            plan_->each(layer, [&](const plan::FeatureRef& feature) {
                ++count;
                wrong_ += !isState(*feature);
            });
            EXPECT_EQ(count, told->layers[i].features);
            if (told->layers[i].expected) {
                EXPECT_EQ(*told->layers[i].expected, static_cast<std::int64_t>(head_.count(layer)));
            }
        }
        EXPECT_EQ(wrong_, 0);
        return *told;
    }

    // Whether the head has this state.
    bool isState(const plan::Feature& feature) const {
        const auto held = head_.find(feature.layer, feature.id);
        return held && *held == feature && held->area == feature.area;
    }

    // The features of the head of which no byte is on one of the pages.
    std::vector<plan::FeatureRef> untouchedBy(const std::set<std::size_t>& pages) const {
        std::set<std::int32_t> touched;
        for (const std::size_t each : pages)
            for (std::size_t at = each * page; at < (each + 1) * page && at < map_.owners.size(); ++at)
                touched.insert(map_.owners[at].cell);
        std::vector<plan::FeatureRef> features;
        for (std::size_t i = 0; i < map_.cells.size(); ++i) {
            const auto& cell = map_.cells[i];
            const auto& tree = map_.trees[cell.tree];
            const auto layer = head_.schema().find(tree.name);
            if (!layer || tree.kind != "table" || !cell.values[3].empty() ||
                touched.contains(static_cast<std::int32_t>(i)))
                continue;
            features.push_back(head_.find(*layer, plan::FeatureId::of(std::stoll(cell.values[1]))));
        }
        return features;
    }

    // The pages that hold rows of the structure, without which there is nothing to do.
    std::set<std::size_t> pagesOf(const std::string& table) const {
        std::set<std::size_t> pages;
        for (std::size_t at = 0; at < map_.owners.size(); ++at)
            if (const auto tree = map_.owners[at].tree;
                tree >= 0 && map_.trees[static_cast<std::size_t>(tree)].name == table)
                pages.insert(at / page);
        return pages;
    }

    const History made_;
    const std::string original_;
    const support::BtreeMap map_;
    const Snapshot head_;
    const scratch::Folder folder_;
    scratch::fs::path out_;
    std::optional<Snapshot> plan_;
    int number_ = 0, wrong_ = 0;
};

}  // namespace

TEST_F(Salvage, WhatIsWholeIsCopied) {
    const auto told = salvaged(original_);
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->whole);
    EXPECT_EQ(told->head, 4);
    EXPECT_EQ(Store::open(out_)->revision(4)->digest, Store::open(made_.file)->revision(4)->digest);
    EXPECT_EQ(store::salvage(made_.file, out_).error().message.key, "store.exists");
    EXPECT_EQ(store::salvage("/nowhere", folder_ / "x").error().message.key, "store.no_file");
}

TEST_F(Salvage, AFileThatIsCutOff) {
    int made = 0;
    for (std::size_t i = 1; i <= 25; ++i) {
        SCOPED_TRACE(i);
        const auto told = salvaged(original_.substr(0, original_.size() * i / 25 - i * 7));
        if (!told) continue;
        EXPECT_FALSE(told->whole);
        ++made;
    }
    EXPECT_GT(made, 5);
}

// Whatever pages are gone or full of noise, what stood on the others is there.
TEST_F(Salvage, PagesThatAreLost) {
    const std::uint64_t seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    support::Dice dice(seed);
    const auto structure = pagesOf("sanxian_schemas");
    const auto pages = static_cast<std::int64_t>(original_.size() / page);
    for (int trial = 0; trial < 30; ++trial) {
        std::string damaged = original_;
        std::set<std::size_t> zeroed;
        for (std::int64_t count = dice.roll(1, pages / 8); count > 0; --count) {
            const auto one = static_cast<std::size_t>(dice.roll(0, pages - 1));
            if (!structure.contains(one)) zeroed.insert(one);
        }
        for (const auto one : zeroed)
            for (std::size_t at = one * page; at < (one + 1) * page; ++at)
                damaged[at] = trial % 2 ? static_cast<char>(dice.roll(0, 255)) : '\0';
        const auto told = salvaged(damaged);
        ASSERT_TRUE(told) << trial;
        for (const auto& feature : untouchedBy(zeroed)) {
            const auto held = plan_->find(feature->layer, feature->id);
            ASSERT_TRUE(held && *held == *feature) << trial << " " << feature->id.number();
        }
    }
}

TEST_F(Salvage, WhatIsLostIsNamed) {
    const auto parcels = pagesOf("DLTB");
    ASSERT_GT(parcels.size(), 1u);
    std::string damaged = original_;
    const std::size_t gone = *parcels.rbegin();
    damaged.replace(gone * page, page, page, '\0');
    const auto told = salvaged(damaged);
    ASSERT_TRUE(told);
    const auto& layer = told->layers[support::layer::survey.index];
    EXPECT_EQ(layer.code, "DLTB");
    ASSERT_TRUE(layer.expected);
    EXPECT_LT(layer.features, *layer.expected);
    EXPECT_EQ(static_cast<std::int64_t>(layer.lost.size()), *layer.expected - layer.features);
    // Names need not be unique; each is there or lost as often as it was.
    std::multiset<std::string> were, are(layer.lost.begin(), layer.lost.end());
    const auto nameIn = [&](std::multiset<std::string>& names) {
        return [&](const plan::FeatureRef& feature) { names.insert(plan::nameOf(head_.schema(), *feature)); };
    };
    head_.each(support::layer::survey, nameIn(were));
    plan_->each(support::layer::survey, nameIn(are));
    EXPECT_EQ(are, were);
}

// A row that was changed behind the store's back is not taken for what it was.
TEST_F(Salvage, WhatIsForgedIsLost) {
    scratch::forge(made_.file, "UPDATE DLTB SET DM = '9999' WHERE _row = 3");
    const auto name = scratch::ask(made_.file, "SELECT BSM FROM DLTB WHERE _row = 3");
    const auto told = salvaged(scratch::bytesOf(made_.file));
    ASSERT_TRUE(told);
    EXPECT_FALSE(told->whole);
    EXPECT_THAT(told->layers[support::layer::survey.index].lost, Contains(name));
}

TEST_F(Salvage, OpenCasesGoOn) {
    const auto work = Store::open(made_.file)->caseChanges(made_.open).value();
    scratch::forge(made_.file, "UPDATE sanxian_tags SET time = '' WHERE name = 'approved'");
    const auto told = salvaged(scratch::bytesOf(made_.file));
    ASSERT_TRUE(told);
    ASSERT_EQ(told->cases.size(), 1u);
    EXPECT_EQ(told->cases[0].title, "work");
    EXPECT_EQ(told->cases[0].changes, static_cast<std::int64_t>(work.changes.size()));
    EXPECT_EQ(told->cases[0].lost, 0);
    EXPECT_TRUE(Store::open(out_)->loadCase(told->cases[0].caseId).value() == head_.with(work).value());
    EXPECT_EQ(Store::open(out_)->settings()->at("target"), 12.5);
    EXPECT_TRUE(Store::open(out_)->load(1).value() == head_);
}
