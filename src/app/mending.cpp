#include "app/mending.h"

#include <algorithm>

namespace app {

namespace {

std::size_t blockingOf(const rules::Findings& findings) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const rules::Finding& finding) {
        return finding.severity == rules::Severity::Block && !finding.approved;
    }));
}

// Both in the order of their keys.
std::size_t goneOf(const rules::Findings& before, const rules::Findings& after) {
    std::size_t gone = 0;
    auto now = after.begin();
    for (const rules::Finding& old : before) {
        const std::string key = old.key();
        while (now != after.end() && now->key() < key) ++now;
        gone += now == after.end() || now->key() != key ? 1 : 0;
    }
    return gone;
}

}  // namespace

base::Result<Outlook> outlookOf(const Ground& ground, const std::vector<std::string>& keys, const std::string& how,
                                const base::Task& task) {
    auto mending = mend::mend(ground.rules, *ground.spec, ground.plan(), *ground.findings, keys, how, task);
    if (!mending) return base::pass(mending.error());
    Outlook outlook;
    outlook.before = ground.now;
    outlook.changes = plan::Snapshot::diff(ground.now, mending->after);
    outlook.gone = goneOf(*ground.findings, mending->findings);
    outlook.blockingBefore = blockingOf(*ground.findings);
    outlook.blocking = blockingOf(mending->findings);
    outlook.mending = *std::move(mending);
    return outlook;
}

base::Result<std::vector<Way>> waysOf(const Ground& ground, const rules::Finding& finding, const base::Task& task) {
    const auto& rules = ground.rules.rules();
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const auto& each) { return each->spec().id == finding.rule; });
    std::vector<Way> ways;
    if (rule == rules.end()) return ways;
    const rules::Plan plan = ground.plan();
    for (const mend::Remedy& remedy : mend::remedies({(*rule)->spec(), finding, plan, *ground.spec})) {
        if (task.stopped()) return base::cancelled();
        if (std::any_of(ways.begin(), ways.end(), [&](const Way& way) { return way.how == remedy.how; })) continue;
        auto outlook = outlookOf(ground, {finding.key()}, remedy.how, task);
        if (!outlook) return base::pass(outlook.error());
        ways.push_back({remedy.how, *std::move(outlook)});
    }
    return ways;
}

}  // namespace app
