#include "app/workspace.h"

#include <QElapsedTimer>
#include <QTimer>
#include <tuple>

#include "app/drop.h"
#include "base/decimal.h"

namespace app {

namespace {
constexpr qint64 moment = 30;  // ms
}

void Workspace::begin(Opened opened) {
    waiting_.clear();
    savedBefore_.reset();
    history_ = opened.history;
    journal_ = opened.work ? opened.work->journal : nullptr;
    opened_ = std::move(opened);
    Q_EMIT begun();
    tellTrouble();
}

void Workspace::close() {
    if (!opened_) return;
    waiting_.clear();
    journal_.reset();
    savedBefore_.reset();
    auto ended =
        std::tuple(std::move(*opened_), std::exchange(history_, std::make_shared<edit::History>(plan::Snapshot())));
    opened_.reset();
    Q_EMIT closed();
    dropBeside(std::move(ended));
}

void Workspace::runAll(const std::vector<edit::Command>& commands) {
    std::vector<Waiting> more;
    for (const auto& command : commands) more.push_back({command, {}, {}});
    wait(std::move(more));
}

void Workspace::run(Tried tried) {
    wait({{std::move(tried.command), std::move(tried.before), std::move(tried.after)}});
}

void Workspace::wait(std::vector<Waiting> more) {
    if (!opened_ || more.empty()) return;
    const bool idle = waiting_.empty();
    std::move(more.begin(), more.end(), std::back_inserter(waiting_));
    if (idle) runWaiting();
}

base::Result<std::optional<plan::Snapshot>> Workspace::outcomeOf(const Waiting& waiting) const {
    // What draws ids is done anew: they depend on the case.
    if (waiting.before && waiting.after->nextId() == waiting.before->nextId() && *waiting.before == now())
        return std::optional(waiting.after->drawingFrom(now().nextId()));
    const auto changes = edit::apply(waiting.command, now());
    if (!changes) return base::pass(changes.error());
    if (changes->empty()) return std::optional<plan::Snapshot>();
    auto after = now().with(*changes);
    if (!after) return base::pass(after.error());
    return std::optional(std::move(*after));
}

void Workspace::runWaiting() {
    if (waiting_.empty()) return;
    if (!opened_->work) {  // for what cannot be done no case is opened
        const auto outcome = outcomeOf(waiting_.front());
        if (outcome && *outcome) return Q_EMIT caseWanted();
        waiting_.clear();
        return outcome ? void() : refuse(outcome.error());
    }
    QElapsedTimer timer;
    timer.start();
    while (!waiting_.empty() && timer.elapsed() < moment) {
        const Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        if (!runNow(next)) waiting_.clear();
    }
    if (!waiting_.empty()) QTimer::singleShot(0, this, &Workspace::runWaiting);
}

bool Workspace::runNow(const Waiting& waiting) {
    auto outcome = outcomeOf(waiting);
    if (!outcome) {
        refuse(outcome.error());
        return false;
    }
    if (!*outcome) return true;
    const plan::Snapshot before = now();
    record({edit::encode(waiting.command, schema())});
    history_->push(edit::describe(waiting.command, schema()), std::move(**outcome));
    Q_EMIT changed(before, now());
    tellTrouble();
    return true;
}

void Workspace::undo() {
    if (opened_ && history_->canUndo()) goTo(history_->place() - 1);
}

void Workspace::redo() {
    if (opened_ && history_->canRedo()) goTo(history_->place() + 1);
}

void Workspace::goTo(std::size_t place) {
    if (!opened_ || place >= history_->states().size() || place == history_->place()) return;
    const std::size_t from = history_->place();
    record(std::vector<std::string>(std::max(from, place) - std::min(from, place), place < from ? "undo" : "redo"));
    move(place);
    tellTrouble();
}

void Workspace::move(std::size_t place) {
    const plan::Snapshot before = now();
    history_->goTo(place);
    Q_EMIT changed(before, now());
}

// Before the plan changes, so that no state is seen that a crash could take.
void Workspace::record(const std::vector<std::string>& lines) {
    if (journal_) (void)journal_->append(lines);
}

// After it has changed, so that nothing hides what is said.
void Workspace::tellTrouble() {
    if (!journalOk()) refuse(*journal_->trouble());
}

void Workspace::joinCase(CaseWork work) {
    if (!opened_) return;
    journal_ = work.journal;
    const plan::Snapshot start = now().drawingFrom(work.described.first);
    *history_ = edit::History(start);
    opened_->work = std::move(work);
    Q_EMIT stateChanged();
    Q_EMIT factsChanged(true);
    tellTrouble();
    runWaiting();
}

void Workspace::setFacts(const std::string& caseId, rules::CaseFacts facts) {
    if (!opened_ || !openCase() || openCase()->id != caseId) return;
    opened_->work->facts = std::move(facts);
    Q_EMIT factsChanged(false);
}

Workspace::Save Workspace::beginSave() {
    const store::Case& work = opened_->work->described;
    savedBefore_ = history_->saved();
    Save save{work.id, work.saves, plan::Snapshot::diff(savedBefore_->snapshot, now())};
    record({edit::Journal::lineOf({work.saves + 1, base::isoTime(std::chrono::system_clock::now())})});
    history_->markSaved();
    Q_EMIT stateChanged();
    return save;
}

void Workspace::endSave(bool written) {
    if (!savedBefore_) return;
    if (written)
        ++opened_->work->described.saves;
    else  // as if it had not been begun
        history_->unmarkSaved(std::move(*savedBefore_));
    savedBefore_.reset();
    Q_EMIT stateChanged();
}

void Workspace::endJournal() {
    if (journal_) journal_->discard();
    journal_.reset();
    if (opened_ && opened_->work) opened_->work->journal.reset();
}

void Workspace::filedAs(store::RevisionNumber head, std::vector<store::Revision> log) {
    if (!opened_) return;
    const plan::Snapshot before = now();
    endJournal();
    opened_->work.reset();
    opened_->head = head;
    opened_->log = std::move(log);
    opened_->totals = opened_->filedTotals = opened_->filedTotals.after(plan::Snapshot::diff(opened_->filed, before));
    opened_->filed = before;
    *history_ = edit::History(before);
    Q_EMIT begun();
}

}  // namespace app
