#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "app/workspace.h"
#include "rules/indicator.h"

namespace app {

// The indicators as they follow the hand: each edit, and each trial before it, costs the features it touches.
class Ledger : public QObject {
    Q_OBJECT
public:
    Ledger(Workspace& workspace, QObject* parent = nullptr);

    const std::vector<rules::Indicator>& indicators() const { return shown_; }
    bool onTrial() const { return trial_; }
    // What the indicators would be after the changes; none: the plan as it is.
    void tryOut(const plan::Changeset* changes);

Q_SIGNALS:
    void updated();

private:
    void begin();
    void show(const rules::Totals& totals);

    Workspace& workspace_;
    std::optional<rules::Totals> now_;
    std::vector<rules::Indicator> shown_;
    bool trial_ = false;
};

}  // namespace app
