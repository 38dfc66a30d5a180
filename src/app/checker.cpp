#include "app/checker.h"

#include <algorithm>

namespace app {

Checker::Checker(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), work_(QThreadPool::globalInstance()) {
    connect(&workspace, &Workspace::begun, this, &Checker::checkAll);
    connect(&workspace, &Workspace::changed, this, &Checker::recheck);
    connect(&workspace, &Workspace::closed, this, [this] {
        stop();
        findings_ = std::make_shared<const rules::Findings>();
        checked_.reset();
        totals_.reset();
        Q_EMIT updated();
    });
}

std::size_t Checker::count(rules::Severity severity) const {
    return static_cast<std::size_t>(std::count_if(findings_->begin(), findings_->end(),
                                                  [&](const rules::Finding& f) { return f.severity == severity; }));
}

void Checker::stop() {
    work_.stop();
    current_ = false;
}

void Checker::checkAll() {
    checked_.reset();
    current_ = false;
    Q_EMIT updated();
    const auto& opened = workspace_.opened();
    const plan::Snapshot now = workspace_.now();
    work_.start(
        [rules = opened.rules, spec = opened.spec, settings = opened.settings, facts = opened.facts,
         filed = opened.filed, filedTotals = opened.filedTotals, now](const base::Task& task) -> base::Result<Checked> {
            auto totals = rules::Totals::of(*spec, now);
            const rules::Plan plan{now, filed, settings, &totals, &filedTotals, facts ? &*facts : nullptr};
            auto report = rules::check(rules, plan, task);
            if (!report) return base::pass(std::move(report.error()));
            return Checked{std::move(report->findings), std::move(totals)};
        },
        [this, now](base::Result<Checked> checked) { take(now, std::move(checked)); });
}

void Checker::recheck() {
    if (!checked_) return checkAll();
    current_ = false;
    Q_EMIT updated();
    const auto& opened = workspace_.opened();
    const plan::Snapshot now = workspace_.now();
    work_.start(
        [rules = opened.rules, settings = opened.settings, facts = opened.facts, filed = opened.filed,
         filedTotals = opened.filedTotals, now, before = *checked_, totals = *totals_,
         old = findings_](const base::Task& task) -> base::Result<Checked> {
            const plan::Changeset changes = plan::Snapshot::diff(before, now);
            auto after = totals.after(changes);
            const rules::Plan plan{now, filed, settings, &after, &filedTotals, facts ? &*facts : nullptr};
            auto findings = rules::recheck(rules, plan, changes, *old, task);
            if (!findings) return base::pass(std::move(findings.error()));
            return Checked{*std::move(findings), std::move(after)};
        },
        [this, now](base::Result<Checked> checked) { take(now, std::move(checked)); });
}

void Checker::take(const plan::Snapshot& of, base::Result<Checked> checked) {
    if (!checked) return Q_EMIT failed(checked.error());
    findings_ = std::make_shared<const rules::Findings>(std::move(checked->findings));
    totals_ = std::move(checked->totals);
    checked_ = of;
    current_ = true;
    Q_EMIT updated();
}

}  // namespace app
