#pragma once

#include <QObject>

#include "app/background.h"
#include "app/workspace.h"
#include "rules/check.h"
#include "rules/indicator.h"

namespace app {

// The rules beside the hand: everything at the start, then what each edit can have changed. What it holds may be of an
// older state until it is current again.
class Checker : public QObject {
    Q_OBJECT
public:
    Checker(Workspace& workspace, QObject* parent = nullptr);

    using Shared = std::shared_ptr<const rules::Findings>;
    const rules::Findings& findings() const { return *findings_; }
    const Shared& shared() const { return findings_; }  // another pointer where they are others
    bool current() const { return current_; }
    std::size_t count(rules::Severity severity) const;
    void checkAll();
    void stop();
    Background& work() { return work_; }

Q_SIGNALS:
    void updated();
    void failed(const base::Error& error);

private:
    // What was found in a state, and the sums that its indicators are made of.
    struct Checked {
        rules::Findings findings;
        rules::Totals totals;
    };
    void recheck();
    void take(const plan::Snapshot& of, base::Result<Checked> checked);

    Workspace& workspace_;
    Background work_;
    Shared findings_ = std::make_shared<const rules::Findings>();
    std::optional<plan::Snapshot> checked_;  // the state that the findings are of
    std::optional<rules::Totals> totals_;    // of that state
    bool current_ = false;
};

}  // namespace app
