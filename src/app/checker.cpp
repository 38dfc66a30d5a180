#include "app/checker.h"

#include <algorithm>
#include <set>

namespace app {

namespace {

Checker::Shared foundBy(const rules::RuleSet& rules, const rules::Findings& findings) {
    std::set<std::string_view> ids;
    for (const auto& rule : rules.rules()) ids.insert(rule->spec().id);
    rules::Findings theirs;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(theirs),
                 [&](const rules::Finding& finding) { return ids.contains(finding.rule); });
    return std::make_shared<const rules::Findings>(std::move(theirs));
}

// Both in the order of their keys.
Checker::Trial compared(const rules::Findings& before, rules::Findings after) {
    Checker::Trial trial;
    std::size_t kept = 0;
    auto old = before.begin();
    for (const rules::Finding& now : after) {
        const std::string key = now.key();
        while (old != before.end() && old->key() < key) ++old;
        const bool known = old != before.end() && old->key() == key;
        kept += known ? 1 : 0;
        if (!known || now.severity < old->severity || now.exceeds(old->size())) trial.worse.push_back(now);
    }
    trial.gone = before.size() - kept;
    trial.findings = std::make_shared<const rules::Findings>(std::move(after));
    return trial;
}

}  // namespace

Checker::Checker(Workspace& workspace, QObject* parent)
    : QObject(parent),
      workspace_(workspace),
      work_(QThreadPool::globalInstance()),
      trialWork_(QThreadPool::globalInstance()) {
    connect(&trialWork_, &Background::runningChanged, this, &Checker::tried);
    connect(&workspace, &Workspace::begun, this, &Checker::checkAll);
    connect(&workspace, &Workspace::changed, this, &Checker::recheck);
    // Rules that ask for the kind of the case were not asked before there was one.
    connect(&workspace, &Workspace::factsChanged, this,
            [this](bool ofAnotherCase) { ofAnotherCase ? checkAll() : recheck(); });
    connect(&workspace, &Workspace::closed, this, [this] {
        work_.stop();
        current_ = false;
        tryOut(nullptr);
        findings_ = std::make_shared<const rules::Findings>();
        live_.reset();
        checked_.reset();
        totals_.reset();
        Q_EMIT updated();
    });
}

std::size_t Checker::count(rules::Severity severity) const {
    return static_cast<std::size_t>(std::count_if(findings_->begin(), findings_->end(), [&](const rules::Finding& f) {
        return f.severity == severity && !f.approved;
    }));
}

std::size_t Checker::approved() const {
    return static_cast<std::size_t>(std::count_if(findings_->begin(), findings_->end(),
                                                  [](const rules::Finding& f) { return f.approved.has_value(); }));
}

Ground Checker::groundOf(const plan::Snapshot& now, rules::Totals totals) const {
    const auto& opened = workspace_.opened();
    return {
        opened.rules, opened.spec, opened.settings,    opened.work ? std::optional(opened.work->facts) : std::nullopt,
        opened.filed, now,         opened.filedTotals, std::move(totals),
        findings_};
}

std::optional<Ground> Checker::ground() const {
    if (!current_ || !workspace_.isOpen()) return {};
    return groundOf(*checked_, *totals_);
}

void Checker::stop() {
    work_.stop();
    current_ = false;
    Q_EMIT updated();
}

void Checker::checkAll() {
    tryOut(nullptr);
    checked_.reset();
    current_ = false;
    work_.start(
        [asked = groundOf(workspace_.now(), {})](const base::Task& task) -> base::Result<Checked> {
            Ground ground = asked;
            ground.totals = rules::Totals::of(*ground.spec, ground.now);
            auto report = rules::check(ground.rules, ground.plan(), task);
            if (!report) return base::pass(std::move(report.error()));
            return Checked{std::move(report->findings), std::move(ground.totals)};
        },
        [this, now = workspace_.now()](base::Result<Checked> checked) { take(now, std::move(checked)); });
    Q_EMIT updated();
}

void Checker::recheck() {
    if (!checked_) return checkAll();
    tryOut(nullptr);
    current_ = false;
    work_.start(
        [asked = groundOf(workspace_.now(), *totals_),
         before = *checked_](const base::Task& task) -> base::Result<Checked> {
            Ground ground = asked;
            const plan::Changeset changes = plan::Snapshot::diff(before, ground.now);
            ground.totals = ground.totals.after(changes);
            auto findings = rules::recheck(ground.rules, ground.plan(), changes, *ground.findings, task);
            if (!findings) return base::pass(std::move(findings.error()));
            return Checked{*std::move(findings), std::move(ground.totals)};
        },
        [this, now = workspace_.now()](base::Result<Checked> checked) { take(now, std::move(checked)); });
    Q_EMIT updated();
}

void Checker::take(const plan::Snapshot& of, base::Result<Checked> checked) {
    if (!checked) return Q_EMIT failed(checked.error());
    findings_ = std::make_shared<const rules::Findings>(std::move(checked->findings));
    live_.reset();
    totals_ = std::move(checked->totals);
    checked_ = of;
    current_ = true;
    Q_EMIT updated();
}

void Checker::tryOut(const plan::Changeset* changes) {
    if (!changes || !current_) {
        trialWork_.stop();
        if (std::exchange(trial_, nullptr)) Q_EMIT tried();
        return;
    }
    struct Judged {
        Shared before;
        Trial trial;
    };
    trialWork_.start(
        [asked = *ground(), known = live_, changes = *changes](const base::Task& task) -> base::Result<Judged> {
            Ground ground = asked;
            const rules::RuleSet live = ground.rules.scheme("live");
            const Shared before = known ? known : foundBy(live, *ground.findings);
            auto after = ground.now.with(changes);
            if (!after) return base::pass(after.error());
            ground.now = *std::move(after);
            ground.totals = ground.totals.after(changes);
            auto findings = rules::recheck(live, ground.plan(), changes, *before, task);
            if (!findings) return base::pass(findings.error());
            return Judged{before, compared(*before, *std::move(findings))};
        },
        [this](base::Result<Judged> judged) {
            if (!judged) return;  // it was no state that could be
            live_ = std::move(judged->before);
            trial_ = std::make_shared<const Trial>(std::move(judged->trial));
            Q_EMIT tried();
        });
}

}  // namespace app
