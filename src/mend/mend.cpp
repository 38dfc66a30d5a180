#include "mend/mend.h"

#include <algorithm>

#include "rules/indicator.h"

namespace mend {

namespace {

const rules::Finding* find(const rules::Findings& findings, const std::string& key) {
    const auto at = std::find_if(findings.begin(), findings.end(),
                                 [&](const rules::Finding& finding) { return finding.key() == key; });
    return at == findings.end() ? nullptr : &*at;
}

const plan::RuleSpec* ruleOf(const rules::RuleSet& rules, const rules::Finding& finding) {
    for (const auto& rule : rules.rules())
        if (rule->spec().id == finding.rule) return &rule->spec();
    return nullptr;
}

// The first finding that is worse than before; none where all is well. Both are in the order of their keys.
const rules::Finding* worsened(const rules::Findings& before, const rules::Findings& after) {
    auto old = before.begin();
    for (const rules::Finding& now : after) {
        const std::string key = now.key();
        while (old != before.end() && old->key() < key) ++old;
        const bool known = old != before.end() && old->key() == key;
        if (!known && now.severity != rules::Severity::Info) return &now;
        if (known && now.severity < old->severity) return &now;
        if (known && now.severity != rules::Severity::Info && now.exceeds(old->size())) return &now;
    }
    return nullptr;
}

class Attempt {
public:
    Attempt(const rules::RuleSet& rules, const plan::Spec& spec, const rules::Plan& plan, Mending& mending,
            const base::Task& task)
        : rules_(rules), spec_(spec), plan_(plan), mending_(mending), task_(task) {
        if (plan.totals) totals_ = *plan.totals;
    }

    // Why not, where it is not mended.
    std::optional<base::Message> mend(const rules::Finding& finding, const std::string& how) {
        const plan::RuleSpec* rule = ruleOf(rules_, finding);
        const rules::Plan now = planOf(mending_.after, totals_);
        std::optional<base::Message> reason;
        if (rule)
            for (const Remedy& remedy : remedies({*rule, finding, now, spec_})) {
                if (!how.empty() && remedy.how != how) continue;
                auto refused = tryOut(finding, remedy);
                if (!refused) return {};
                if (!reason) reason = std::move(refused);
            }
        return reason ? reason : base::message(how.empty() ? "mend.by_hand" : "mend.not_this_way", how);
    }

private:
    rules::Plan planOf(const plan::Snapshot& now, const std::optional<rules::Totals>& totals) const {
        return {now, plan_.filed, plan_.settings, totals ? &*totals : nullptr, plan_.filedTotals, plan_.file};
    }

    std::optional<base::Message> tryOut(const rules::Finding& finding, const Remedy& remedy) {
        edit::Batch batch{remedy.commands};
        const auto changes = edit::apply(batch, mending_.after, task_);
        if (!changes) return changes.error().message;
        for (const auto& change : changes->changes) {
            const std::string& layer = mending_.after.schema().layer(change.layer()).code;
            if (std::find(spec_.foreignLayers.begin(), spec_.foreignLayers.end(), layer) != spec_.foreignLayers.end())
                return base::message("mend.foreign", layer);
        }
        auto after = mending_.after.with(*changes);
        if (!after) return after.error().message;
        auto totals = totals_ ? std::optional(totals_->after(*changes)) : std::nullopt;
        auto findings = rules::recheck(rules_, planOf(*after, totals), *changes, mending_.findings, task_);
        if (!findings) return findings.error().message;
        const std::string key = finding.key();
        if (find(*findings, key)) return base::message("mend.still_there");
        if (const auto* worse = worsened(mending_.findings, *findings))
            return base::message("mend.would_worsen", worse->rule, worse->key());
        mending_.after = *std::move(after);
        mending_.findings = *std::move(findings);
        totals_ = std::move(totals);
        mending_.mended.push_back({key, remedy.how, *changes});
        std::move(batch.steps.begin(), batch.steps.end(), std::back_inserter(mending_.batch.steps));
        return {};
    }

    const rules::RuleSet& rules_;
    const plan::Spec& spec_;
    const rules::Plan& plan_;
    Mending& mending_;
    const base::Task& task_;
    std::optional<rules::Totals> totals_;  // of mending_.after, where they are kept
};

}  // namespace

base::Result<Mending> mend(const rules::RuleSet& rules, const plan::Spec& spec, const rules::Plan& plan,
                           const rules::Findings& findings, const std::vector<std::string>& keys,
                           const std::string& how, const base::Task& task) {
    Mending mending;
    mending.after = plan.now;
    mending.findings = findings;
    Attempt attempt(rules, spec, plan, mending, task);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (task.stopped()) return base::cancelled();
        task.report(static_cast<double>(i) / static_cast<double>(keys.size()), base::message("mend.mending"));
        if (!find(findings, keys[i])) return base::fail(base::Error::Code::NotFound, "mend.no_such_finding", keys[i]);
        const rules::Finding* now = find(mending.findings, keys[i]);
        if (!now) {
            mending.gone.push_back(keys[i]);
            continue;
        }
        const rules::Finding finding = *now;
        if (auto reason = attempt.mend(finding, how)) mending.refused.push_back({keys[i], *std::move(reason)});
    }
    return mending;
}

}  // namespace mend
