#pragma once

#include "store/proved.h"

namespace scratch {

// A plan of six layers and one without geometry, three revisions by cases and one outside, an open case with saves, and
// one record of every other kind.
class History {
public:
    explicit History(std::uint64_t seed, store::DigestMethod method = store::DigestMethod::Sm3)
        : dice_(seed), file(folder_ / "plan.sqlite") {
        const plan::Snapshot start = support::randomPlan(seed);
        plan::Schema schema = start.schema();
        schema.layers.push_back(schema.layers.back());
        schema.layers.back().code = "TAB", schema.layers.back().geometry = plan::GeometryKind::None;
        auto store = store::Store::init(file, schema, "random", method).value();
        plan::Changeset first = plan::Snapshot::diff(plan::Snapshot(start.schemaRef()), start);
        for (std::uint32_t i = 0; i < 5; ++i)
            first.changes.push_back(
                {nullptr, plan::makeFeature(schema, {9, i}, {6}, {}, {std::string("T"), std::int64_t{i}, 1.5})});
        EXPECT_TRUE(store.baseline(first, {"importer", "filed", "filed-2024", {}, {"a document"}}));
        for (int i = 0; i < 3; ++i) {
            const auto work = opened(store, 2);
            EXPECT_TRUE(store.commit(work, note("committed")));
        }
        open = opened(store, 2);
        EXPECT_TRUE(store.set("target", 12.5));
        EXPECT_TRUE(store.resolve(open, {{3, support::layer::survey, {0, 5}, "mine", "tester", {}}}));
        EXPECT_TRUE(store.recordVerdict(open, {{}, 2, 4, 0, 1, {}}));
        EXPECT_TRUE(store.tag("approved", 3));
    }

    std::string ask(const std::string& sql) const { return scratch::ask(file, sql); }
    void forge(const std::string& sql) const { scratch::forge(file, sql); }

private:
    std::string opened(store::Store& store, int saves) {
        const auto work = store.openCase(titled("work")).value();
        plan::Snapshot now = store.loadCase(work.id).value();
        plan::FeatureId next = now.nextId();
        for (int number = 0; number < saves;) {
            const plan::Snapshot after = edited(now, dice_, next);
            if (after == now) continue;
            EXPECT_TRUE(store.save(work.id, number++, plan::Snapshot::diff(now, after), note("save")));
            now = after;
        }
        return work.id;
    }
    support::Dice dice_;
    Folder folder_;

public:
    const fs::path file;
    std::string open;
};

}  // namespace scratch
