#include "workflow/submit.h"

#include <gtest/gtest.h>

#include "sample/county.h"
#include "sample/practice.h"
#include "support/program.h"
#include "support/random_plan.h"

namespace {

using plan::Changeset;
using plan::Snapshot;

// A filed county and an open case on it.
class Submit : public testing::Test {
protected:
    void SetUp() override {
        spec_ = plan::loadSpec("county-2021", SANXIAN_TEST_SPEC).value();
        county_ = sample::make(*spec_, {.parcels = 1000, .seed = 3, .errors = 0}).value().snapshot;
        store_.emplace(
            store::Store::init(folder_ / "county.sqlite", *spec_, "county-2021", spec_->crs, spec_->region).value());
        const Snapshot empty = store_->load(0).value();
        ASSERT_EQ(store_->baseline(Snapshot::diff(empty, county_), {"test", "filed", "", ""}).value(), 1);
        store::Case described;
        described.title = "T";
        case_ = store_->openCase(described).value().id;
    }
    // Moves the practice vertex in every feature that has it and saves that in the case.
    void move(bool outward) {
        const Snapshot before = store_->loadCase(case_).value();
        const auto practice = sample::practice(before).value();
        Changeset changes;
        for (const auto& feature : withVertex(before, practice.vertex))
            changes.changes.push_back({feature, support::moved(before.schema(), *feature, practice.vertex,
                                                               outward ? practice.outward : practice.inward)});
        ASSERT_EQ(changes.changes.size(), 5u);
        ASSERT_TRUE(store_->save(case_, 0, changes, {"test", "move", "", ""}));
    }

    support::Folder folder_;
    plan::SpecRef spec_;
    Snapshot county_;
    std::optional<store::Store> store_;
    std::string case_;
};

TEST_F(Submit, WhatHoldsBecomesARevision) {
    move(true);
    const auto submission = workflow::submit(*store_, *spec_, case_, {"zhang", "corrected", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    EXPECT_EQ(submission->revision, 2);
    EXPECT_EQ(store_->head(), 2);
    EXPECT_EQ(store_->revision(2)->author, "zhang");
    EXPECT_EQ(store_->find(case_)->stage, store::Stage::Committed);
}

TEST_F(Submit, WhatBreaksAnIndicatorDoesNot) {
    move(false);
    const auto submission = workflow::submit(*store_, *spec_, case_, {"zhang", "no", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    EXPECT_FALSE(submission->revision);
    EXPECT_FALSE(submission->verdict.passes());
    EXPECT_EQ(store_->head(), 1);
    EXPECT_EQ(store_->find(case_)->stage, store::Stage::Open) << "the case stays as it was";
    bool named = false;
    for (const auto& one : submission->verdict.indicators)
        if (one.id == "I03") named = one.status == rules::Status::Broken;
    EXPECT_TRUE(named);
}

TEST_F(Submit, AnUnknownCaseIsAnError) {
    const auto submission = workflow::submit(*store_, *spec_, "C99", {"zhang", "x", "", ""});
    ASSERT_FALSE(submission);
    EXPECT_EQ(submission.error().code, base::Error::Code::NotFound);
}

}  // namespace
