#include "app/workspace.h"

#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <tuple>

#include "app/drop.h"

namespace app {

namespace {
constexpr qint64 moment = 30;  // ms
}

std::size_t Workspace::unsaved() const {
    return std::max(history_->place(), savedPlace_) - std::min(history_->place(), savedPlace_);
}

void Workspace::begin(Opened opened) {
    waiting_.clear();
    previous_.reset();
    linesSince_.clear();
    history_ = opened.history;
    lines_ = opened.lines;
    saved_ = opened.saved;
    savedPlace_ = 0;
    journal_ = opened.work ? opened.work->journal : nullptr;
    journalOk_ = true;
    opened_ = std::move(opened);
    Q_EMIT begun();
}

void Workspace::close() {
    if (!opened_) return;
    waiting_.clear();
    if (journal_ && unsaved() == 0) journal_->discard();
    journal_.reset();
    previous_.reset();
    auto ended =
        std::tuple(std::move(*opened_), std::exchange(history_, std::make_shared<edit::History>(plan::Snapshot())),
                   std::exchange(saved_, {}), std::exchange(previousSaved_, {}));
    opened_.reset();
    Q_EMIT closed();
    dropBeside(std::move(ended));
}

void Workspace::runAll(const std::vector<edit::Command>& commands) {
    if (!opened_ || commands.empty()) return;
    const bool idle = waiting_.empty();
    waiting_.insert(waiting_.end(), commands.begin(), commands.end());
    if (!idle) return;
    runWaiting();
}

void Workspace::runWaiting() {
    if (waiting_.empty()) return;
    if (!opened_->work) {  // for what cannot be done no case is opened
        const auto changes = edit::apply(waiting_.front(), now());
        if (changes && !changes->empty()) return Q_EMIT caseWanted();
        waiting_.clear();
        return changes ? void() : refuse(changes.error());
    }
    QElapsedTimer timer;
    timer.start();
    while (!waiting_.empty() && timer.elapsed() < moment) {
        const edit::Command command = std::move(waiting_.front());
        waiting_.pop_front();
        if (!runNow(command)) waiting_.clear();
    }
    if (!waiting_.empty()) QTimer::singleShot(0, this, &Workspace::runWaiting);
}

bool Workspace::runNow(const edit::Command& command) {
    const auto refused = [this](const base::Error& error) {
        refuse(error);
        return false;
    };
    const plan::Snapshot before = now();
    const auto changes = edit::apply(command, before);
    if (!changes) return refused(changes.error());
    if (changes->empty()) return true;
    auto after = before.with(*changes);
    if (!after) return refused(after.error());
    record(edit::encode(command, schema()));
    history_->push(edit::describe(command, schema()), std::move(*after));
    lines_.resize(history_->place());
    lines_.push_back(edit::encode(command, schema()));
    Q_EMIT changed(before, now());
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
    if (place >= savedPlace_) {
        for (std::size_t at = history_->place(); at > place; --at) record("undo");
        for (std::size_t at = history_->place(); at < place; ++at) record(lines_[at + 1]);
        return move(place);
    }
    // Before the last save there is nothing that a journal could undo: what is there now becomes a save of its own.
    if (saving()) return refuse({base::Error::Code::Conflict, base::message("app.still_saving"), {}});
    move(place);
    Q_EMIT saveWanted();
}

void Workspace::move(std::size_t place) {
    const plan::Snapshot before = now();
    history_->goTo(place);
    Q_EMIT changed(before, now());
}

void Workspace::record(const std::string& line) {
    if (!journal_) return;
    const auto written = journal_->append(line);
    if (previous_) linesSince_.push_back(line);
    journalOk_ = written.has_value();
    if (!written) refuse(written.error());
}

void Workspace::joinCase(CaseWork work) {
    if (!opened_) return;
    journal_ = work.journal;
    const plan::Snapshot start = now().drawingFrom(work.described.first);
    *history_ = edit::History(start);
    lines_ = {""};
    saved_ = start;
    savedPlace_ = 0;
    opened_->work = std::move(work);
    Q_EMIT stateChanged();
    runWaiting();
}

base::Result<Workspace::Save> Workspace::beginSave() {
    const store::Case& work = opened_->work->described;
    auto journal = journalFor(opened_->file, work.id, work.saves + 1, now());
    if (!journal) return base::pass(journal.error());
    Save save{work.id, work.saves, plan::Snapshot::diff(saved_, now())};
    previous_ = std::exchange(journal_, std::move(*journal));
    linesSince_.clear();
    previousPlace_ = std::exchange(savedPlace_, history_->place());
    previousSaved_ = std::exchange(saved_, now());
    Q_EMIT stateChanged();
    return save;
}

void Workspace::endSave(bool written) {
    if (!previous_) return;
    if (written) {
        ++opened_->work->described.saves;
        previous_->discard();
    } else {  // as if it had not been begun
        for (const auto& line : linesSince_)
            if (auto kept = previous_->append(line); !kept) refuse(kept.error());
        journal_->discard();
        journal_ = previous_;
        savedPlace_ = previousPlace_;
        saved_ = previousSaved_;
    }
    previous_.reset();
    linesSince_.clear();
    Q_EMIT stateChanged();
}

void Workspace::filedAs(store::RevisionNumber head, std::vector<store::Revision> log) {
    if (!opened_) return;
    const plan::Snapshot before = now();
    if (journal_) journal_->discard();
    journal_.reset();
    opened_->work.reset();
    opened_->head = head;
    opened_->log = std::move(log);
    opened_->totals = opened_->filedTotals = opened_->filedTotals.after(plan::Snapshot::diff(opened_->filed, before));
    opened_->filed = before;
    *history_ = edit::History(before);
    lines_ = {""};
    saved_ = before;
    savedPlace_ = 0;
    Q_EMIT begun();
}

}  // namespace app
