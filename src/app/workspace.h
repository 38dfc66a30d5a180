#pragma once

#include <QObject>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/opening.h"
#include "edit/command.h"
#include "edit/history.h"

namespace app {

// The one object of the program that changes: the plan that is worked on, with its history. What it hands out are
// values.
class Workspace : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    bool isOpen() const { return opened_.has_value(); }
    const Opened& opened() const { return *opened_; }
    const plan::Snapshot& now() const { return history_->now(); }
    const plan::Snapshot& filed() const { return opened_->filed; }
    const plan::Schema& schema() const { return now().schema(); }
    const plan::Spec& spec() const { return *opened_->spec; }
    const edit::History& history() const { return *history_; }
    const store::Case* openCase() const { return opened_->work ? &opened_->work->described : nullptr; }
    std::size_t unsaved() const { return history_->unsaved(); }  // steps since the case was last saved
    bool journalOk() const { return !journal_ || !journal_->trouble(); }
    bool saving() const { return savedBefore_.has_value(); }

    void begin(Opened opened);
    void close();

    // Does it, unless it cannot be done; without a case, one is asked for first, and the command waits for it.
    void run(const edit::Command& command) { runAll({command}); }
    // One after the other, each a step; where that takes longer than a moment, the rest follows between the events of
    // the hand. The first that cannot be done ends them.
    void runAll(const std::vector<edit::Command>& commands);
    // A command of which is known what it makes of a plan. While that is the plan as it is, it need not be found out
    // again, however long that took; else it is done like any other.
    struct Tried {
        edit::Command command;
        plan::Snapshot before, after;
    };
    void run(Tried tried);
    void undo();
    void redo();
    void goTo(std::size_t place);
    // What the command would change.
    base::Result<plan::Changeset> trial(const edit::Command& command) const { return edit::apply(command, now()); }

    // These come from the store's thread; where the plan was closed meanwhile they do nothing.
    void joinCase(CaseWork work);
    void setFacts(const std::string& caseId, rules::CaseFacts facts);  // nothing where another case is in the hand
    void caseFailed() { waiting_.clear(); }                            // what waited for it is given up
    void refuse(const base::Error& error) { Q_EMIT refused(error); }

    // A save of everything since the last, to be written by the store's thread while the hand goes on.
    struct Save {
        std::string caseId;
        std::int64_t saves = 0;
        plan::Changeset changes;
    };
    Save beginSave();
    void endSave(bool written);
    // All steps of the case are saved, and it no longer stands on what they began from: they are done with.
    void endJournal();
    // The case has become a revision: what is now, is filed.
    void filedAs(store::RevisionNumber head, std::vector<store::Revision> log);

Q_SIGNALS:
    void begun();
    void closed();
    void changed(const plan::Snapshot& before, const plan::Snapshot& after);  // the only signal of the model
    void stateChanged();                                                      // case, saves or journal; not the plan
    void factsChanged(bool ofAnotherCase);  // what the rules are told of the case; else its approvals alone
    void refused(const base::Error& error);
    void caseWanted();

private:
    struct Waiting {
        edit::Command command;
        std::optional<plan::Snapshot> before, after;  // where they are known
    };
    void wait(std::vector<Waiting> more);
    void runWaiting();
    bool runNow(const Waiting& waiting);
    // What it makes of the plan; nothing where it changes nothing.
    base::Result<std::optional<plan::Snapshot>> outcomeOf(const Waiting& waiting) const;
    void move(std::size_t place);
    void record(const std::vector<std::string>& lines);
    void tellTrouble();

    std::optional<Opened> opened_;
    std::shared_ptr<edit::History> history_;
    std::deque<Waiting> waiting_;
    std::shared_ptr<edit::Journal> journal_;
    std::optional<edit::History::Saved> savedBefore_;  // until the save that is under way is written
};

}  // namespace app
