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
        case_ = opened("T");
    }
    // A case that may alter the red line.
    std::string opened(const std::string& title) {
        store::Case described;
        described.title = title;
        described.kind = facts_.kind;
        described.basis = facts_.documents;
        return store_->openCase(described).value().id;
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

    const rules::CaseFacts facts_{"redline", {"内自然资发〔2026〕1号"}, {}, {}};
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
    for (const auto& finding : submission->verdict.report.findings)
        if (finding.severity == rules::Severity::Block) ADD_FAILURE() << finding.key() << " " << finding.message.key;
    ASSERT_EQ(submission->revision, 2);
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
        workflow::judge(*spec_, settings, store_->load(1).value(), store_->loadCase(case_).value(), {}, &facts_)
            .value();
    ASSERT_TRUE(workflow::record(*store_, *spec_, settings, case_, 1, verdict));
    EXPECT_FALSE(workflow::record(*store_, *spec_, settings, case_, 0, verdict)) << "of a save before";
    plan::Spec other = *spec_;
    other.rules.pop_back();
    EXPECT_FALSE(store_->verdict(case_, workflow::rulesDigest(other, settings, facts_))->has_value());
    EXPECT_FALSE(store_->verdict(case_, workflow::rulesDigest(*spec_, {{"I01.target", 1}}, facts_))->has_value());
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
        workflow::judge(*spec_, settings, store_->load(1).value(), store_->loadCase(case_).value(), {}, &facts_)
            .value();
    ASSERT_TRUE(workflow::record(*store_, *spec_, settings, case_, 1, verdict));
    const auto submission = workflow::submit(*store_, *spec_, case_, {"zhang", "no", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    EXPECT_FALSE(submission->revision);
    EXPECT_FALSE(submission->verdict.passes()) << "with the reasons";
}

// Two cases take from different parts of one red line: the indicator bears either, but not both.
TEST_F(Submit, WhatIsMergedIsJudgedAgain) {
    const auto practice = sample::practice(county_).value();
    const auto lines = county_.schema().find("STBHHX").value();
    const auto taken = [&](const Changeset& changes) {
        double sum = 0;
        for (const auto& change : changes.changes)
            if (change.layer() == lines) sum += change.before->area.squareMetres() - change.after->area.squareMetres();
        return sum;
    };
    const auto moved = [&](geometry::Point from, geometry::Point to) {
        Changeset changes;
        for (const auto& feature : withVertex(county_, from))
            changes.changes.push_back({feature, support::moved(county_.schema(), *feature, from, to)});
        return changes;
    };
    plan::Settings generous = store_->settings().value();
    generous["I03.target"] = 0;
    const Changeset here = moved(practice.vertex, practice.inward);
    ASSERT_GT(taken(here), 200);
    // Another corner of the same line, far along its ring, pulled towards the middle of its neighbours.
    Changeset there;
    for (const auto& change : here.changes) {
        if (change.layer() != lines) continue;
        const auto& ring = std::get<geometry::MultiPolygon>(change.before->shape).polygons.front().outer;
        for (std::size_t i = 5; i + 5 < ring.size() && there.empty(); ++i) {
            const auto &a = ring[i - 1], &b = ring[i + 1];
            const Changeset pulled = moved(ring[i], {(a.x + b.x) / 2, (a.y + b.y) / 2});
            const bool near = std::any_of(ring.begin() + static_cast<std::ptrdiff_t>(i) - 3,
                                          ring.begin() + static_cast<std::ptrdiff_t>(i) + 4,
                                          [&](const auto& p) { return p == practice.vertex; });
            if (near || taken(pulled) < 200) continue;
            if (workflow::judge(*spec_, generous, county_, county_.with(pulled).value(), {}, &facts_)->passes())
                there = pulled;
        }
    }
    ASSERT_FALSE(there.empty());
    double filed = 0;
    const auto now = workflow::judge(*spec_, generous, county_, county_).value();
    for (const auto& one : now.indicators)
        if (one.id == "I03") filed = one.value.value();
    const double limit = std::max(taken(here), taken(there)) + std::min(taken(here), taken(there)) / 2;
    ASSERT_TRUE(store_->set("I03.target", filed - limit / 1e6));

    const std::string other = opened("there");
    ASSERT_TRUE(store_->save(case_, 0, here, {"test", "here", "", ""}));
    ASSERT_TRUE(store_->save(other, 0, there, {"test", "there", "", ""}));
    ASSERT_EQ(workflow::submit(*store_, *spec_, case_, {"zhang", "here", "", ""})->revision, 2);
    const auto submission = workflow::submit(*store_, *spec_, other, {"li", "there", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    ASSERT_TRUE(submission->merging);
    EXPECT_FALSE(submission->conflicts());
    EXPECT_FALSE(submission->merging->merge.merged.empty()) << "the line is merged";
    EXPECT_FALSE(submission->revision);
    EXPECT_FALSE(submission->verdict.passes());
    EXPECT_EQ(store_->head(), 2);
    EXPECT_EQ(store_->find(other)->base, 2) << "it stands on the head, where what blocks is seen";
}

TEST_F(Submit, WhatCollidesIsNeitherJudgedNorChanged) {
    move(true);
    const std::string first = std::exchange(case_, opened("the same corner"));
    move(false);
    ASSERT_EQ(workflow::submit(*store_, *spec_, first, {"zhang", "outward", "", ""})->revision, 2);
    const auto submission = workflow::submit(*store_, *spec_, case_, {"li", "inward", "", ""});
    ASSERT_TRUE(submission) << submission.error().message.key;
    EXPECT_TRUE(submission->conflicts());
    EXPECT_EQ(submission->merging->merge.conflicts.size(), 5u);
    EXPECT_FALSE(submission->revision);
    EXPECT_EQ(store_->find(case_)->base, 1);
    EXPECT_EQ(store_->find(case_)->saves, 1);
}

TEST_F(Submit, AnUnknownCaseIsAnError) {
    const auto submission = workflow::submit(*store_, *spec_, "C99", {"zhang", "x", "", ""});
    ASSERT_FALSE(submission);
    EXPECT_EQ(submission.error().code, base::Error::Code::NotFound);
}

}  // namespace
