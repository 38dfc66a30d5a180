#include "workflow/merging.h"

#include <set>

namespace workflow {

using base::Error;

namespace {

base::Result<> mergeAnew(Merging& merging) {
    auto merge = review::rebase(*merging.schema, merging.mine, merging.theirs, merging.choices);
    if (!merge) return base::pass(std::move(merge.error()));
    merging.merge = std::move(*merge);
    return {};
}

// The choices that hold: made for this head, or for an earlier one since which nobody has changed the feature.
base::Result<review::Choices> remembered(const store::Store& store, const Merging& merging) {
    const auto all = store.resolutions(merging.file.id);
    if (!all) return base::pass(Error(all.error()));
    review::Choices choices;
    std::map<store::RevisionNumber, std::set<plan::FeatureId>> changedSince;
    for (const store::Resolution& one : *all) {
        const auto choice = review::choiceNamed(one.choice);
        if (!choice || one.head <= merging.file.base || one.head > merging.head) continue;
        const auto [since, fresh] = changedSince.try_emplace(one.head);
        if (fresh && one.head != merging.head) {
            const auto changes = store.changes(one.head, merging.head);
            if (!changes) return base::pass(Error(changes.error()));
            for (const auto& change : changes->changes) since->second.insert(change.id());
        }
        if (!since->second.contains(one.feature)) choices[one.feature] = *choice;
    }
    return choices;
}

}  // namespace

base::Result<Merging> mergeWithHead(const store::Store& store, const std::string& caseId) {
    Merging merging;
    auto file = store.find(caseId);
    if (!file) return base::pass(std::move(file.error()));
    merging.file = std::move(*file);
    if (merging.file.stage != store::Stage::Open)
        return base::fail(Error::Code::Conflict, "store.case_not_open", merging.file.id,
                          merging.file.committed.value_or(0));
    merging.head = store.head();
    merging.schema = store.schema();
    auto mine = store.caseChanges(merging.file.id);
    if (!mine) return base::pass(std::move(mine.error()));
    auto theirs = store.changes(merging.file.base, merging.head);
    if (!theirs) return base::pass(std::move(theirs.error()));
    merging.mine = std::move(*mine);
    merging.theirs = std::move(*theirs);
    auto choices = remembered(store, merging);
    if (!choices) return base::pass(std::move(choices.error()));
    merging.choices = std::move(*choices);
    if (auto done = mergeAnew(merging); !done) return base::pass(std::move(done.error()));
    return merging;
}

base::Result<std::vector<plan::FeatureId>> choose(Merging& merging, const review::Choices& wanted) {
    std::vector<plan::FeatureId> unknown;
    for (const auto& [id, choice] : review::chosenFor(merging.merge, wanted, unknown)) merging.choices[id] = choice;
    if (auto done = mergeAnew(merging); !done) return base::pass(std::move(done.error()));
    return unknown;
}

base::Result<> remember(store::Store& store, const Merging& merging, const std::string& author) {
    std::vector<store::Resolution> resolutions;
    for (const auto* list : {&merging.merge.conflicts, &merging.merge.resolved})
        for (const review::Conflict& conflict : *list)
            if (const auto at = merging.choices.find(conflict.id); at != merging.choices.end())
                resolutions.push_back(
                    {merging.head, conflict.layer, conflict.id, review::nameOf(at->second), author, {}});
    if (resolutions.empty()) return {};
    return store.resolve(merging.file.id, resolutions);
}

base::Result<> bring(store::Store& store, const Merging& merging, const store::Note& note) {
    if (merging.open())
        return base::fail(Error::Code::Conflict, "workflow.conflicts", merging.file.id, merging.head,
                          merging.merge.conflicts.size());
    return store.rebase(merging.file.id, merging.file.saves, merging.head, merging.merge.applied, note);
}

}  // namespace workflow
