#include "workflow/submit.h"

#include "workflow/facts.h"
#include "workflow/record.h"

namespace workflow {

base::Result<Verdict> judge(const plan::Spec& spec, const plan::Settings& settings, const plan::Snapshot& filed,
                            const plan::Snapshot& now, const base::Task& task, const rules::CaseFacts* file) {
    const auto rules = rules::RuleSet::of(spec);
    if (!rules) return base::pass(rules.error());
    const auto filedTotals = rules::Totals::of(spec, filed), totals = rules::Totals::of(spec, now);
    auto report = rules::check(*rules, {now, filed, settings, &totals, &filedTotals, file}, task);
    if (!report) return base::pass(report.error());
    return Verdict{std::move(*report), rules::indicators(spec, settings, filedTotals, totals)};
}

base::Result<Submission> submit(store::Store& store, const plan::Spec& spec, const std::string& caseId,
                                const store::Note& note, const base::Task& task) {
    Submission submission;
    auto file = store.find(caseId);
    if (!file) return base::pass(file.error());
    if (file->stage == store::Stage::Open && file->base != store.head()) {
        auto merging = mergeWithHead(store, caseId);
        if (!merging) return base::pass(merging.error());
        submission.merging = std::move(*merging);
        if (submission.conflicts()) return submission;
        const store::Note moved{note.author, note.message, {}, {}};
        if (auto done = bring(store, *submission.merging, moved); !done) return base::pass(done.error());
        file = store.find(caseId);
        if (!file) return base::pass(file.error());
    }
    const auto settings = store.settings();
    if (!settings) return base::pass(settings.error());
    const auto facts = factsOf(store, *file);
    if (!facts) return base::pass(facts.error());
    const auto known = store.verdict(caseId, rulesDigest(spec, *settings, *facts));
    if (!known) return base::pass(known.error());
    if (*known && (*known)->blocking == 0) {
        submission.onRecord = **known;
    } else {
        const auto filed = store.load(file->base, task);
        if (!filed) return base::pass(filed.error());
        auto now = store.loadCase(caseId, task);
        if (!now) return base::pass(now.error());
        submission.now = std::move(*now);
        submission.filed = filed->under(submission.now.schemaRef());
        auto verdict = judge(spec, *settings, submission.filed, submission.now, task, &*facts);
        if (!verdict) return base::pass(verdict.error());
        submission.verdict = std::move(*verdict);
        if (!submission.verdict.passes()) return submission;
    }
    const auto revision = store.commit(caseId, note, task, file->saves);
    if (!revision) return base::pass(revision.error());
    submission.revision = *revision;
    return submission;
}

}  // namespace workflow
