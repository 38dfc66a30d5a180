#include <gtest/gtest.h>

#include "sample/county.h"
#include "sample/practice.h"
#include "support/program.h"
#include "support/random_plan.h"
#include "workflow/record.h"

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

// A zone or a parcel of the county's edge, drawn out beyond it.
TEST_F(Submit, WhatNewlyReachesBeyondTheCountyBlocksAndWhatWasFiledSoDoesNot) {
    for (const std::string code : {"GHFQ", "DLTB"}) {
        const auto layer = county_.schema().find(code).value();
        geometry::Point edge;
        plan::FeatureRef reaching;
        county_.each(layer, [&](const plan::FeatureRef& feature) {
            geometry::eachRing(std::get<geometry::MultiPolygon>(feature->shape), [&](const geometry::Ring& ring) {
                for (const auto corner : ring)
                    if (!reaching || corner.x > edge.x) edge = corner, reaching = feature;
            });
        });
        const geometry::Point out{edge.x + 1'000'000, edge.y};
        const Changeset changes{{{reaching, support::moved(county_.schema(), *reaching, edge, out)}}};
        const Snapshot now = county_.with(changes).value();
        const auto found = [&](const Snapshot& filed) {
            const auto verdict = workflow::judge(*spec_, store_->settings().value(), filed, now);
            std::vector<rules::Finding> outside;
            for (const auto& finding : verdict->report.findings)
                if (finding.rule == "Q4204") outside.push_back(finding);
            return outside;
        };
        const auto fresh = found(county_);
        ASSERT_EQ(fresh.size(), 1u) << code;
        EXPECT_EQ(fresh[0].severity, rules::Severity::Block);
        EXPECT_EQ(fresh[0].subjects, std::vector{reaching->id});
        const auto filed = found(now);
        ASSERT_EQ(filed.size(), 1u) << code;
        EXPECT_EQ(filed[0].severity, rules::Severity::Warn);
        EXPECT_TRUE(filed[0].inherited);
    }
    const auto clean = workflow::judge(*spec_, store_->settings().value(), county_, county_);
    for (const auto& finding : clean->report.findings) EXPECT_NE(finding.rule, "Q4204");
}

// A plan that nobody has judged is held to every rule in full; what it is filed with, its cases inherit as warnings.
TEST_F(Submit, WhatIsWrongInTheFirstPlanBlocksItselfAndNoCase) {
    const Snapshot bad = sample::make(*spec_, {.parcels = 1000, .seed = 3, .errors = 2}).value().snapshot;
    const auto settings = store_->settings().value();
    const auto first = workflow::judge(*spec_, settings, Snapshot(bad.schemaRef()), bad);
    EXPECT_FALSE(first->passes());
    const auto later = workflow::judge(*spec_, settings, bad, bad);
    EXPECT_TRUE(later->passes());
    EXPECT_EQ(later->report.findings.size(), first->report.findings.size());
}

TEST_F(Submit, WhatWasJudgedIsNotJudgedAgain) {
    move(true);
    const auto settings = store_->settings().value();
    const auto verdict =
        workflow::judge(*spec_, settings, store_->load(1).value(), store_->loadCase(case_).value()).value();
    ASSERT_TRUE(workflow::record(*store_, *spec_, settings, case_, 1, verdict));
    EXPECT_FALSE(workflow::record(*store_, *spec_, settings, case_, 0, verdict)) << "of a save before";
    plan::Spec other = *spec_;
    other.rules.pop_back();
    EXPECT_FALSE(store_->verdict(case_, workflow::rulesDigest(other, settings))->has_value());
    EXPECT_FALSE(store_->verdict(case_, workflow::rulesDigest(*spec_, {{"I01.target", 1}}))->has_value());
    const auto submission = workflow::submit(*store_, *spec_, case_, {"zhang", "corrected", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    EXPECT_EQ(submission->revision, 2);
    ASSERT_TRUE(submission->onRecord);
    EXPECT_EQ(submission->onRecord->blocking, 0);
}

TEST_F(Submit, WhatWasFoundToBlockIsJudgedAgain) {
    move(false);
    const auto settings = store_->settings().value();
    const auto verdict =
        workflow::judge(*spec_, settings, store_->load(1).value(), store_->loadCase(case_).value()).value();
    ASSERT_TRUE(workflow::record(*store_, *spec_, settings, case_, 1, verdict));
    const auto submission = workflow::submit(*store_, *spec_, case_, {"zhang", "no", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    EXPECT_FALSE(submission->revision);
    EXPECT_FALSE(submission->verdict.passes()) << "with the reasons";
}

TEST_F(Submit, AnUnknownCaseIsAnError) {
    const auto submission = workflow::submit(*store_, *spec_, "C99", {"zhang", "x", "", ""});
    ASSERT_FALSE(submission);
    EXPECT_EQ(submission.error().code, base::Error::Code::NotFound);
}

}  // namespace
