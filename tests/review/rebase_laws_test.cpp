#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "edit/random_edit.h"
#include "review/rebase.h"

// Law 8 on random plans that two cases change by random edits: what is merged holds, and nothing is lost in silence.
namespace {

using namespace squares;
namespace layer = support::layer;
using plan::Changeset;
using review::Choice;
using review::Choices;
using support::Dice;

FeatureRef in(const Snapshot& plan, plan::FeatureId id) { return plan.find(id); }
bool same(const FeatureRef& a, const FeatureRef& b) { return a == b || (a && b && *a == *b); }

std::set<plan::FeatureId> idsOf(const std::vector<review::Conflict>& conflicts) {
    std::set<plan::FeatureId> ids;
    for (const auto& conflict : conflicts) ids.insert(conflict.id);
    return ids;
}

// Where both cases begin a ring at another corner, it begins as in the one that is merged; no corner depends on it.
geometry::Shape begunAlike(geometry::Shape shape) {
    if (auto* area = std::get_if<MultiPolygon>(&shape))
        geometry::eachRing(*area, [](Ring& ring) {
            std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
        });
    return shape;
}

struct Two {
    Snapshot base;
    Changeset mine, theirs;
    Snapshot here, head;
};
Two twoCases(Dice& dice) {
    const Snapshot base = support::randomPlan(static_cast<std::uint64_t>(dice.roll(0, 1'000'000)));
    const int edits = static_cast<int>(dice.roll(1, 6));
    Changeset mine = someCase(dice, base, 7, edits), theirs = someCase(dice, base, 8, edits);
    const Snapshot here = base.with(mine).value(), head = base.with(theirs).value();
    return {base, std::move(mine), std::move(theirs), here, head};
}

RC_GTEST_PROP(Law8, OnAHeadThatDidNotMoveACaseIsAsItWas, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Two two = twoCases(dice);
    const auto merge = review::rebase(two.base.schema(), two.mine, {}).value();
    RC_ASSERT(merge.conflicts.empty() && merge.merged.empty() && merge.renamed.empty());
    RC_ASSERT(merge.applied.changes.size() == two.mine.changes.size());
    RC_ASSERT(two.base.with(merge.applied).value() == two.here);
    const auto nothing = review::rebase(two.base.schema(), {}, two.theirs).value();
    RC_ASSERT(nothing.applied.empty() && nothing.conflicts.empty());
    const auto again = review::rebase(two.base.schema(), two.mine, two.mine).value();
    RC_ASSERT(again.applied.empty() && again.conflicts.empty() && again.merged.empty());
}

RC_GTEST_PROP(Law8, EveryChangeIsAppliedOrListed, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Two two = twoCases(dice);
    const auto merge = review::rebase(two.base.schema(), two.mine, two.theirs).value();
    const Snapshot result = two.head.with(merge.applied).value();
    RC_ASSERT(isWhole(two.base, result));
    const auto open = idsOf(merge.conflicts);
    std::set<plan::FeatureId> renamed, listed;
    for (const auto& one : merge.renamed) renamed.insert(one.id);
    for (const auto& one : merge.merged) listed.insert(one.id);
    RC_ASSERT(merge.resolved.empty());
    for (const auto& change : two.mine.changes) {
        const auto id = change.id();
        const FeatureRef theirs = in(two.head, id), now = in(result, id);
        if (open.contains(id) || renamed.contains(id)) continue;
        if (same(theirs, change.before)) {
            RC_ASSERT(same(now, change.after));
            continue;
        }
        // Both changed it, and nothing of it is open: it has what each changed.
        if (!change.after || !theirs) {
            RC_ASSERT(same(now, change.after));
            continue;
        }
        RC_ASSERT(static_cast<bool>(now));
        for (const std::size_t field : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{4}}) {
            if (change.after->value(field) != change.before->value(field))
                RC_ASSERT(now->value(field) == change.after->value(field));
            else
                RC_ASSERT(now->value(field) == theirs->value(field));
        }
        if (now->shape != change.after->shape && now->shape != theirs->shape) {
            RC_ASSERT(listed.contains(id));
            RC_ASSERT(now->area == two.base.schema().measure.area(now->shape));
        }
    }
    // What is contested is as the head has it, field by field; what mine did not touch is as the head has it.
    for (const auto& conflict : merge.conflicts)
        for (const std::size_t field : conflict.fields)
            RC_ASSERT(in(result, conflict.id)->value(field) == conflict.theirs->value(field));
    std::set<plan::FeatureId> touched;
    for (const auto& change : two.mine.changes) touched.insert(change.id());
    for (const auto& change : merge.applied.changes) RC_ASSERT(touched.contains(change.id()));
    RC_CLASSIFY(!merge.conflicts.empty(), "conflicts");
    RC_CLASSIFY(!merge.merged.empty(), "merged boundaries");
}

RC_GTEST_PROP(Law8, WhateverIsChosenNothingTears, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Two two = twoCases(dice);
    const auto& schema = two.base.schema();
    const auto first = review::rebase(schema, two.mine, two.theirs).value();
    if (first.conflicts.empty()) return;
    std::map<std::size_t, Choice> groups;
    Choices wanted;
    for (const auto& conflict : first.conflicts) {
        const auto choice = groups.emplace(conflict.group, static_cast<Choice>(dice.roll(0, 2)));
        if (choice.second) wanted[conflict.id] = choice.first->second;
    }
    std::vector<plan::FeatureId> unknown;
    Choices choices = review::chosenFor(first, wanted, unknown);
    RC_ASSERT(unknown.empty());
    RC_ASSERT(choices.size() == idsOf(first.conflicts).size());
    auto merge = review::rebase(schema, two.mine, two.theirs, choices).value();
    // A choice may bring to light what was not contested before; it is listed, then theirs is chosen.
    for (int round = 0; round < 10 && !merge.conflicts.empty(); ++round) {
        for (const auto& conflict : merge.conflicts) choices[conflict.id] = Choice::Theirs;
        for (const auto& conflict : merge.resolved) choices.emplace(conflict.id, Choice::Theirs);
        merge = review::rebase(schema, two.mine, two.theirs, choices).value();
    }
    RC_ASSERT(merge.conflicts.empty());
    RC_ASSERT(idsOf(merge.resolved).size() >= idsOf(first.conflicts).size());
    const Snapshot result = two.head.with(merge.applied).value();
    RC_ASSERT(isWhole(two.base, result));
    for (const auto& conflict : merge.resolved)
        for (const std::size_t field : conflict.fields) {
            const Choice choice = choices.at(conflict.id);
            const FeatureRef& chosen = choice == Choice::Mine   ? conflict.mine
                                       : choice == Choice::Base ? conflict.base
                                                                : conflict.theirs;
            RC_ASSERT(in(result, conflict.id)->value(field) == chosen->value(field));
        }
}

RC_GTEST_PROP(Law8, WhoComesFirstDoesNotMatter, ()) {
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    const Two two = twoCases(dice);
    const auto& schema = two.base.schema();
    const auto mine = review::rebase(schema, two.mine, two.theirs).value();
    const auto theirs = review::rebase(schema, two.theirs, two.mine).value();
    if (!mine.renamed.empty() || !theirs.renamed.empty()) return;
    RC_ASSERT(idsOf(mine.conflicts) == idsOf(theirs.conflicts));
    if (!mine.conflicts.empty()) return;  // contested places are as the head has them, which is not the same for both
    RC_ASSERT(mine.merged.size() == theirs.merged.size());
    const Snapshot a = two.head.with(mine.applied).value(), b = two.here.with(theirs.applied).value();
    for (const FeatureRef& feature : all(a)) {
        const FeatureRef other = in(b, feature->id);
        RC_ASSERT(other && feature->values == other->values);
        RC_ASSERT(begunAlike(feature->shape) == begunAlike(other->shape));
    }
    RC_ASSERT(all(a).size() == all(b).size());
}

}  // namespace
