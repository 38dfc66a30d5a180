#pragma once

#include <QObject>

#include "app/background.h"
#include "app/ground.h"
#include "app/workspace.h"

namespace app {

// The rules beside the hand: everything at the start, then what each edit can have changed; and what the hand is about
// to do. What it holds may be of an older state until it is current again.
class Checker : public QObject {
    Q_OBJECT
public:
    Checker(Workspace& workspace, QObject* parent = nullptr);

    using Shared = std::shared_ptr<const rules::Findings>;
    const rules::Findings& findings() const { return *findings_; }
    const Shared& shared() const { return findings_; }  // another pointer where they are others
    bool current() const { return current_; }
    std::size_t count(rules::Severity severity) const;  // of those that are not approved
    std::size_t approved() const;
    // What the findings are of; none while they are not those of the plan as it is.
    std::optional<Ground> ground() const;

    // What letting go would do to the findings of the rules that are live.
    struct Trial {
        Shared findings;        // of the plan as it would be
        rules::Findings worse;  // those of them that are new, or larger than they are
        std::size_t gone = 0;
    };
    // Judges the plan as it would be after the changes; none: nothing is tried any more.
    void tryOut(const plan::Changeset* changes);
    // Of what was tried last, as soon as it is judged; null while nothing is tried.
    const std::shared_ptr<const Trial>& trial() const { return trial_; }
    bool trying() const { return trialWork_.running(); }  // what trial() says is of a moment ago

    void checkAll();
    void stop();
    Background& work() { return work_; }
    const Background& work() const { return work_; }

Q_SIGNALS:
    void updated();
    void tried();  // trial() or trying()
    void failed(const base::Error& error);

private:
    // What was found in a state, and the sums that its indicators are made of.
    struct Checked {
        rules::Findings findings;
        rules::Totals totals;
    };
    Ground groundOf(const plan::Snapshot& now, rules::Totals totals) const;
    void recheck();
    void take(const plan::Snapshot& of, base::Result<Checked> checked);

    Workspace& workspace_;
    Background work_, trialWork_;
    Shared findings_ = std::make_shared<const rules::Findings>();
    Shared live_;                            // those of them that the live rules found
    std::optional<plan::Snapshot> checked_;  // the state that the findings are of
    std::optional<rules::Totals> totals_;    // of that state
    bool current_ = false;
    std::shared_ptr<const Trial> trial_;
};

}  // namespace app
