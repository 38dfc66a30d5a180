#include "app/ledger.h"

namespace app {

Ledger::Ledger(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
    connect(&workspace, &Workspace::begun, this, &Ledger::begin);
    connect(&workspace, &Workspace::changed, this, [this](const plan::Snapshot& before, const plan::Snapshot& after) {
        now_ = now_->after(plan::Snapshot::diff(before, after));
        trial_ = false;
        show(*now_);
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        now_.reset();
        shown_.clear();
        Q_EMIT updated();
    });
}

void Ledger::begin() {
    now_ = workspace_.opened().totals;
    trial_ = false;
    show(*now_);
}

void Ledger::tryOut(const plan::Changeset* changes) {
    if (!now_ || (!changes && !trial_)) return;
    trial_ = changes != nullptr;
    show(changes ? now_->after(*changes) : *now_);
}

void Ledger::show(const rules::Totals& totals) {
    shown_ =
        rules::indicators(workspace_.spec(), workspace_.opened().settings, workspace_.opened().filedTotals, totals);
    Q_EMIT updated();
}

}  // namespace app
