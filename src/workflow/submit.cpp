#include "workflow/submit.h"

#include "workflow/record.h"

namespace workflow {

base::Result<Verdict> judge(const plan::Spec& spec, const plan::Settings& settings, const plan::Snapshot& filed,
                            const plan::Snapshot& now, const base::Task& task) {
    const auto rules = rules::RuleSet::of(spec);
    if (!rules) return base::pass(rules.error());
    auto report = rules::check(*rules, {now, filed, settings}, task);
    if (!report) return base::pass(report.error());
    return Verdict{std::move(*report),
                   rules::indicators(spec, settings, rules::Totals::of(spec, filed), rules::Totals::of(spec, now))};
}

base::Result<Submission> submit(store::Store& store, const plan::Spec& spec, const std::string& caseId,
                                const store::Note& note, const base::Task& task) {
    const auto file = store.find(caseId);
    if (!file) return base::pass(file.error());
    const auto settings = store.settings();
    if (!settings) return base::pass(settings.error());
    const auto known = store.verdict(caseId, rulesDigest(spec, *settings));
    if (!known) return base::pass(known.error());
    if (*known && (*known)->blocking == 0) {
        const auto revision = store.commit(caseId, note, task, file->saves);
        if (!revision) return base::pass(revision.error());
        return Submission{{}, {}, {}, **known, *revision};
    }
    auto filed = store.load(file->base, task);
    if (!filed) return base::pass(filed.error());
    const auto now = store.loadCase(caseId, task);
    if (!now) return base::pass(now.error());
    filed = filed->under(now->schemaRef());
    auto verdict = judge(spec, *settings, *filed, *now, task);
    if (!verdict) return base::pass(verdict.error());
    if (!verdict->passes()) return Submission{*filed, *now, std::move(*verdict), {}, {}};
    const auto revision = store.commit(caseId, note, task, file->saves);
    if (!revision) return base::pass(revision.error());
    return Submission{*filed, *now, std::move(*verdict), {}, *revision};
}

}  // namespace workflow
