#include <gtest/gtest.h>

#include "store/proved.h"

using plan::Snapshot;
using scratch::note;
using store::Store;
using Code = base::Error::Code;

namespace {

// A few edits on the case, as one save.
void work(Store& store, const std::string& caseId, support::Dice& dice) {
    const Snapshot now = store.loadCase(caseId).value();
    plan::FeatureId next = now.nextId();
    for (;;) {
        const Snapshot then = scratch::edited(now, dice, next);
        if (then == now) continue;
        ASSERT_TRUE(store.save(caseId, store.find(caseId)->saves, Snapshot::diff(now, then), note("saved")));
        return;
    }
}

void expectEqual(const Store& a, const Store& b) {
    ASSERT_EQ(a.head(), b.head());
    for (store::RevisionNumber number = 0; number <= a.head(); ++number) {
        EXPECT_EQ(a.revision(number)->digest, b.revision(number)->digest);
        EXPECT_EQ(a.revision(number)->tags, b.revision(number)->tags);
        EXPECT_TRUE(a.load(number).value() == b.load(number).value());
    }
    EXPECT_EQ(a.settings().value(), b.settings().value());
    const auto ours = a.cases().value(), theirs = b.cases().value();
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].stage, theirs[i].stage);
        EXPECT_EQ(ours[i].saves, theirs[i].saves);
        EXPECT_TRUE(a.loadCase(ours[i].id).value() == b.loadCase(ours[i].id).value());
    }
}

std::string sealOf(const scratch::fs::path& file) {
    return scratch::ask(file, "SELECT value FROM sanxian_meta WHERE key = 'seal'");
}

}  // namespace

TEST(Publish, TheShareBecomesWhatTheWorkingCopyIs) {
    const scratch::Folder folder;
    support::Dice dice(71);
    const auto share = folder / "share.sqlite", local = folder / "local.sqlite";
    {
        Store store = scratch::filed(share, support::randomPlan(71));
        ASSERT_TRUE(store.set("a", 1));
        ASSERT_TRUE(store.backup(local));
    }
    Store store = Store::open(local).value();
    EXPECT_EQ(store.publish(share).value(), 0);
    const auto one = store.openCase(scratch::titled("one")).value(),
               two = store.openCase(scratch::titled("two")).value();
    work(store, one.id, dice), work(store, two.id, dice), work(store, one.id, dice);
    ASSERT_TRUE(store.set("a", 2));
    ASSERT_EQ(store.commit(one.id, note("first")).value(), 2);
    EXPECT_EQ(store.publish(share).value(), 1);
    expectEqual(store, Store::open(share, Store::Mode::ReadOnly).value());

    plan::Schema wider = *store.schema();
    wider.layers[0].fields.emplace_back().code = "X";
    const auto feature = plan::makeFeature(wider, {500, 1}, support::layer::trees, geometry::MultiPoint{{3, 3}}, {});
    ASSERT_TRUE(store.baseline({{{nullptr, feature}}}, note("wider"), {}, &wider));
    ASSERT_TRUE(store.tag("later", 3));
    work(store, two.id, dice);
    EXPECT_EQ(store.publish(share).value(), 1);
    expectEqual(store, Store::open(share, Store::Mode::ReadOnly).value());
    EXPECT_EQ(sealOf(share), sealOf(local));
    EXPECT_EQ(scratch::ask(share, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(scratch::ask(share, "SELECT rtreecheck('idx_DLTB_geometry')"), "ok");
    EXPECT_EQ(store.publish(folder / "fresh.sqlite").value(), 3);
    for (const auto& file : {share, local, folder / "fresh.sqlite"})
        EXPECT_EQ(scratch::problemsOf(file), std::vector<std::string>());
    expectEqual(store, Store::open(folder / "fresh.sqlite", Store::Mode::ReadOnly).value());
}

TEST(Publish, WhatTheWorkingCopyLacksIsAConflict) {
    const scratch::Folder folder;
    support::Dice dice(72);
    const auto share = folder / "share.sqlite", local = folder / "local.sqlite";
    Store theirs = scratch::filed(share, support::randomPlan(72));
    const auto common = theirs.openCase(scratch::titled("common")).value();
    ASSERT_TRUE(theirs.backup(local));
    Store ours = Store::open(local).value();
    const auto refused = [&] {
        const auto before = scratch::ask(share, "SELECT count(*) FROM sanxian_revisions") + sealOf(share);
        const auto done = ours.publish(share);
        EXPECT_EQ(scratch::ask(share, "SELECT count(*) FROM sanxian_revisions") + sealOf(share), before);
        EXPECT_TRUE(!done && done.error().code == Code::Conflict);
        return done ? std::string() : done.error().message.key;
    };
    const auto mine = ours.openCase(scratch::titled("mine")).value();
    work(ours, mine.id, dice);
    ASSERT_TRUE(ours.commit(mine.id, note("mine")));
    work(theirs, common.id, dice);
    EXPECT_EQ(refused(), "store.share_has_save");
    const auto other = theirs.openCase(scratch::titled("other")).value();
    EXPECT_EQ(refused(), "store.share_has_case");
    ASSERT_TRUE(theirs.tag("t", 1));
    EXPECT_EQ(refused(), "store.share_has_tag");
    ASSERT_TRUE(theirs.set("b", 1));
    EXPECT_EQ(refused(), "store.share_has_entry");
    work(theirs, other.id, dice);
    ASSERT_TRUE(theirs.commit(other.id, note("theirs")));
    EXPECT_EQ(refused(), "store.share_has_revision");
    ASSERT_TRUE(Store::init(folder / "else.sqlite", *theirs.schema(), "random", store::DigestMethod::Sha256));
    EXPECT_EQ(ours.publish(folder / "else.sqlite").error().message.key, "store.share_differs");
}
