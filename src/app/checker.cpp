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
        [rules = opened.rules, settings = opened.settings, facts = opened.facts, filed = opened.filed,
         now](const base::Task& task) {
            return rules::check(rules, {now, filed, settings, nullptr, nullptr, facts ? &*facts : nullptr}, task)
                .map([](rules::Report report) { return std::move(report.findings); });
        },
        [this, now](base::Result<rules::Findings> findings) { take(now, std::move(findings)); });
}

void Checker::recheck() {
    if (!checked_) return checkAll();
    current_ = false;
    Q_EMIT updated();
    const auto& opened = workspace_.opened();
    const plan::Snapshot now = workspace_.now();
    work_.start(
        [rules = opened.rules, settings = opened.settings, facts = opened.facts, filed = opened.filed, now,
         before = *checked_, old = findings_](const base::Task& task) {
            const rules::Plan plan{now, filed, settings, nullptr, nullptr, facts ? &*facts : nullptr};
            return rules::recheck(rules, plan, plan::Snapshot::diff(before, now), *old, task);
        },
        [this, now](base::Result<rules::Findings> findings) { take(now, std::move(findings)); });
}

void Checker::take(const plan::Snapshot& of, base::Result<rules::Findings> findings) {
    if (!findings) return Q_EMIT failed(findings.error());
    findings_ = std::make_shared<const rules::Findings>(std::move(*findings));
    checked_ = of;
    current_ = true;
    Q_EMIT updated();
}

}  // namespace app
