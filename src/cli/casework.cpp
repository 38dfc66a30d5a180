#include "cli/casework.h"

#include "cli/answers.h"
#include "workflow/facts.h"
#include "workflow/record.h"

namespace cli {

base::Result<CaseWork> openCase(const std::string& store, const std::string& caseId, const base::Task& task) {
    auto opened = open(store, store::Store::Mode::ReadWrite);
    if (!opened) return base::pass(opened.error());
    auto file = opened->store.find(caseId);
    if (!file) return base::pass(file.error());
    if (file->stage != store::Stage::Open)
        return base::fail(base::Error::Code::Conflict, "cli.edit.case_closed", caseId);
    auto state = stateOf(opened->store, "case:" + caseId, task);
    if (!state) return base::pass(state.error());
    auto filed = filedBefore(opened->store, *state, task);
    if (!filed) return base::pass(filed.error());
    auto settings = opened->store.settings();
    if (!settings) return base::pass(settings.error());
    auto facts = workflow::factsOf(opened->store, *file);
    if (!facts) return base::pass(facts.error());
    return CaseWork{*std::move(opened), *std::move(file),     std::move(state->now),
                    *std::move(filed),  *std::move(settings), *std::move(facts)};
}

base::Result<workflow::Verdict> judged(const CaseWork& work, const plan::Snapshot& now, const base::Task& task) {
    return workflow::judge(*work.opened.spec, work.settings, work.filed, now, task, &work.facts);
}

base::Result<> save(CaseWork& work, const plan::Snapshot& now, const workflow::Verdict& verdict,
                    const store::Note& note) {
    const plan::Changeset changes = plan::Snapshot::diff(work.now, now);
    if (changes.empty()) return {};
    store::Store& store = work.opened.store;
    if (auto done = store.save(work.file.id, work.file.saves, changes, note); !done) return done;
    return workflow::record(store, *work.opened.spec, work.settings, work.file.id, work.file.saves + 1, verdict);
}

Json changedJson(const plan::Changeset& changes, const plan::Schema& schema) {
    Json changed = Json::array();
    for (const auto& change : changes.changes)
        changed.push_back({{"layer", schema.layer(change.layer()).code},
                           {"feature", plan::nameOf(schema, change.after ? *change.after : *change.before)},
                           {"before_area", change.before ? Json(change.before->area.squareMetres()) : Json()},
                           {"after_area", change.after ? Json(change.after->area.squareMetres()) : Json()}});
    return changed;
}

std::string changedText(const plan::Changeset& changes, const plan::Schema& schema) {
    const auto area = [](const plan::FeatureRef& feature) {
        return feature ? areaText(feature->area) : std::string("–");
    };
    std::string text;
    for (const auto& change : changes.changes)
        text += (text.empty() ? "  " : "\n  ") + schema.layer(change.layer()).code + " " +
                plan::nameOf(schema, change.after ? *change.after : *change.before) + "  " + area(change.before) +
                " → " + area(change.after);
    return text;
}

}  // namespace cli
