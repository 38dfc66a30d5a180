#include "app/resume.h"

#include <QCryptographicHash>
#include <QDir>
#include <QStandardPaths>
#include <algorithm>
#include <iterator>

#include "base/decimal.h"

namespace app {

namespace {

namespace fs = std::filesystem;
using Code = base::Error::Code;
using edit::Journal;

// Steps before the last save are done again up to here, so that a case of many weeks opens soon, too.
constexpr std::size_t stepsDoneAgain = 2000;

// What was left of the case's journal.
struct Left {
    std::optional<Journal> journal;  // where it can be continued
    Journal::Header header;
    std::vector<std::string> lines;
    std::optional<std::size_t> tail;  // where the lines after the last save begin; nothing where none is of that save
};

base::Result<Left> leftOf(const fs::path& file, const store::Case& described) {
    Left left;
    std::error_code none;
    if (!fs::exists(file, none)) return left;
    auto content = Journal::read(file);
    if (!content) return left;
    auto journal = Journal::reopen(file);
    if (journal)
        left.journal = std::move(*journal);
    else if (journal.error().code == Code::Conflict)
        return base::pass(std::move(journal.error()));
    left.header = std::move(content->header);
    left.lines = std::move(content->lines);
    if (left.header.base != described.base) return left;
    if (left.header.saves == described.saves) left.tail = 0;
    std::int64_t last = left.header.saves;
    for (std::size_t i = 0; i < left.lines.size(); ++i) {
        const auto mark = Journal::markOf(left.lines[i]);
        if (!mark) continue;
        last = mark->save;
        // A save that is marked and was not made, was begun and cut off: what follows it is not saved.
        if (last == described.saves) left.tail = i + 1;
    }
    if (last > described.saves + 1) left.tail.reset();  // the store is older than the journal
    return left;
}

// The steps from the base of the case to its last save, done again, where they lead to what was saved.
std::optional<edit::History> wholeCourse(const Opened& opened, const store::Store& store, const store::Case& described,
                                         const Left& left) {
    if (left.header.saves != 0 || !left.tail || (described.saves > 0 && *left.tail > stepsDoneAgain)) return {};
    edit::History history(opened.filed.drawingFrom(described.first));
    std::size_t done = 0;
    if (!edit::replay(history, std::span(left.lines).first(*left.tail), done)) return {};
    const auto changes = store.caseChanges(described.id);
    const auto saved = changes ? opened.filed.with(*changes) : base::Result<plan::Snapshot>(opened.filed);
    if (!changes || !saved || !(*saved == history.now())) return {};
    return history;
}

// The file under a name that is free, for a person to look at.
void putAside(const fs::path& file) {
    std::error_code none;
    for (int number = 1; number < 1000; ++number) {
        const fs::path aside = file.string() + ".rejected-" + std::to_string(number);
        if (fs::exists(aside, none)) continue;
        fs::rename(file, aside, none);
        return;
    }
}

std::string sinceOf(const Left& left) {
    std::string since = left.header.time;
    for (std::size_t i = 0; i < left.tail.value_or(0); ++i)
        if (const auto mark = Journal::markOf(left.lines[i])) since = mark->time;
    return since;
}

}  // namespace

base::Result<> resumeCase(Opened& opened, const store::Store& store, const std::string& caseId,
                          const base::Task& task) {
    const auto found = store.find(caseId);
    if (!found) return base::pass(found.error());
    if (found->stage != store::Stage::Open) return base::fail(Code::Conflict, "app.case_not_open", caseId);
    const auto file = journalFile(opened.file, caseId);
    auto left = leftOf(file, *found);
    if (!left) return base::pass(std::move(left.error()));
    if (found->base != opened.head) {
        auto base = store.load(found->base, task);
        if (!base) return base::pass(base.error());
        opened.filed = std::move(*base);
    }
    opened.filed = opened.filed.under(store.schema());
    auto whole = wholeCourse(opened, store, *found, *left);
    if (whole) {
        opened.history = std::make_shared<edit::History>(std::move(*whole));
    } else {
        auto saved = store.loadCase(caseId, task);
        if (!saved) return base::pass(saved.error());
        opened.history = std::make_shared<edit::History>(std::move(*saved));
        // What should have led to the save, and does not, was overtaken by another hand: it is not put on top of it.
        if (left->header.saves == 0 && found->saves > 0 && left->tail && *left->tail <= stepsDoneAgain)
            left->tail.reset();
    }
    opened.history->markSaved();
    const auto begin = left->lines.begin() + static_cast<std::ptrdiff_t>(left->tail.value_or(left->lines.size()));
    std::vector<std::string> steps;  // without the marks of saves that were begun and cut off
    std::copy_if(begin, left->lines.end(), std::back_inserter(steps),
                 [](const auto& l) { return !Journal::markOf(l); });
    if (auto all = edit::replay(*opened.history, steps, opened.recovered); !all)
        opened.unrecovered = std::move(all.error());
    if (!left->tail && !left->lines.empty() && !Journal::markOf(left->lines.back()))
        opened.unrecovered = {Code::Conflict, base::message("app.journal_overtaken", caseId), {}};
    opened.since = sinceOf(*left);
    opened.undoEndsAtSave = !whole && found->saves > 0;
    CaseWork work{*found, nullptr, {}};
    if (left->journal && left->tail && !opened.unrecovered) {
        work.journal = std::make_shared<Journal>(std::move(*left->journal));
    } else {
        std::error_code none;
        if ((opened.unrecovered || !left->journal) && fs::exists(file, none)) putAside(file);
        std::vector<std::string> kept(left->lines.begin(), whole ? begin : left->lines.begin());
        kept.insert(kept.end(), steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(opened.recovered));
        store::Case from = *found;
        if (whole) from.saves = 0;
        work.journal = journalFor(opened.file, from, kept);
    }
    opened.work = std::move(work);
    return {};
}

fs::path journalFile(const fs::path& store, const std::string& caseId) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + "/journals";
    QDir().mkpath(folder);
    std::error_code none;
    const auto whole = fs::weakly_canonical(store, none);
    const QByteArray digest =
        QCryptographicHash::hash(QByteArray::fromStdString(whole.string()), QCryptographicHash::Sha1).toHex().left(12);
    return fs::path(folder.toStdString()) /
           (store.stem().string() + "-" + digest.toStdString() + "-" + caseId + ".journal");
}

std::shared_ptr<Journal> journalFor(const fs::path& store, const store::Case& described,
                                    const std::vector<std::string>& lines) {
    const Journal::Header header{store.string(),  described.id,
                                 described.saves, std::to_string(described.first.number()),
                                 described.base,  base::isoTime(std::chrono::system_clock::now())};
    return std::make_shared<Journal>(Journal::begin(journalFile(store, described.id), header, lines));
}

}  // namespace app
