#include "app/opening.h"

#include <QCryptographicHash>
#include <QDir>
#include <QStandardPaths>
#include <algorithm>

#include "base/paths.h"
#include "edit/script.h"

namespace app {

namespace {

std::filesystem::path packs() { return base::home() / "data" / "spec"; }

// What a journal left by a session that did not end well gives back: as many of its lines as can be done.
void recover(Opened& opened, const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        const std::size_t before = opened.history->place();
        const auto step = edit::run(*opened.history, line);
        if (!step) {
            opened.unrecovered = step.error();
            return;
        }
        ++opened.recovered;
        if (step->op == "undo" || step->op == "redo" || opened.history->place() == before) continue;
        opened.lines.resize(opened.history->place());
        opened.lines.push_back(line);
    }
}

base::Result<> resumeCase(Opened& opened, const store::Store& store, const std::string& caseId,
                          const base::Task& task) {
    const auto last = store.find(caseId);
    if (!last) return base::pass(last.error());
    if (last->stage != store::Stage::Open) return base::fail(base::Error::Code::Conflict, "app.case_not_open", caseId);
    if (last->base != opened.head) {
        auto base = store.load(last->base, task);
        if (!base) return base::pass(base.error());
        opened.filed = std::move(*base);
    }
    auto saved = store.loadCase(last->id, task);
    if (!saved) return base::pass(saved.error());
    opened.saved = std::move(*saved);
    opened.filed = opened.filed.under(opened.saved.schemaRef());
    opened.history = std::make_shared<edit::History>(opened.saved);
    CaseWork work{*last, nullptr};
    const auto file = journalFile(opened.file, last->id, last->saves);
    std::vector<std::string> lines;
    std::error_code absent;
    if (std::filesystem::exists(file, absent))
        if (auto content = edit::Journal::read(file)) lines = std::move(content->lines);
    // A save that was cut off leaves a second journal, which continues the first.
    const auto nextFile = journalFile(opened.file, last->id, last->saves + 1);
    std::vector<std::string> more;
    if (std::filesystem::exists(nextFile, absent))
        if (auto content = edit::Journal::read(nextFile)) more = std::move(content->lines);
    lines.insert(lines.end(), more.begin(), more.end());
    recover(opened, lines);
    if (opened.unrecovered) {  // kept for a person to look at; what could be done goes on in a journal of its own
        std::filesystem::rename(file, file.string() + ".rejected", absent);
        lines.resize(opened.recovered);
        more = lines;
    }
    auto journal = [&]() -> base::Result<std::shared_ptr<edit::Journal>> {
        if (lines.size() == more.size()) return journalFor(opened.file, last->id, last->saves, opened.saved);
        auto reopened = edit::Journal::reopen(file);
        if (!reopened) return base::pass(reopened.error());
        return std::make_shared<edit::Journal>(std::move(*reopened));
    }();
    if (!journal) return base::pass(journal.error());
    for (const auto& line : more)
        if (auto written = (*journal)->append(line); !written) return written;
    std::filesystem::remove(nextFile, absent);
    work.journal = std::move(*journal);
    opened.work = std::move(work);
    return {};
}

}  // namespace

std::filesystem::path journalFile(const std::filesystem::path& store, const std::string& caseId, std::int64_t saves) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + "/journals";
    QDir().mkpath(folder);
    std::error_code none;
    const auto whole = std::filesystem::weakly_canonical(store, none);
    const QByteArray digest =
        QCryptographicHash::hash(QByteArray::fromStdString(whole.string()), QCryptographicHash::Sha1).toHex().left(12);
    return std::filesystem::path(folder.toStdString()) / (store.stem().string() + "-" + digest.toStdString() + "-" +
                                                          caseId + "-" + std::to_string(saves) + ".journal");
}

base::Result<std::shared_ptr<edit::Journal>> journalFor(const std::filesystem::path& store, const std::string& caseId,
                                                        std::int64_t saves, const plan::Snapshot& start) {
    const edit::Journal::Header header{store.string(), caseId, saves, std::to_string(start.nextId().number())};
    auto journal = edit::Journal::create(journalFile(store, caseId, saves), header);
    if (!journal) return base::pass(journal.error());
    return std::make_shared<edit::Journal>(std::move(*journal));
}

base::Result<Offer> openCases(const std::filesystem::path& file) {
    const auto store = store::Store::open(file);
    if (!store) return base::pass(store.error());
    auto cases = store->cases();
    if (!cases) return base::pass(cases.error());
    std::erase_if(*cases, [](const store::Case& each) { return each.stage != store::Stage::Open; });
    std::reverse(cases->begin(), cases->end());  // of the same second, the one made last first
    std::stable_sort(cases->begin(), cases->end(),
                     [](const store::Case& a, const store::Case& b) { return a.opened > b.opened; });
    return Offer{file, store->head(), std::move(*cases)};
}

base::Result<Opened> openStore(std::optional<store::Store>& connection, const std::filesystem::path& file,
                               const std::string& caseId, const base::Task& task) {
    task.report(0, base::message("app.doing.open", file.filename().string()));
    auto store = store::Store::open(file);
    if (!store) return base::pass(store.error());
    Opened opened;
    opened.file = file;
    auto spec = plan::loadSpec(store->spec(), packs());
    if (!spec) return base::pass(spec.error());
    opened.spec = *spec;
    auto rules = rules::RuleSet::of(**spec);
    if (!rules) return base::pass(rules.error());
    opened.rules = std::move(*rules);
    auto settings = store->settings();
    if (!settings) return base::pass(settings.error());
    opened.settings = std::move(*settings);
    auto log = store->log();
    if (!log) return base::pass(log.error());
    opened.log = std::move(*log);
    opened.head = store->head();
    auto filed = store->load(opened.head, task);
    if (!filed) return base::pass(filed.error());
    opened.filed = opened.saved = std::move(*filed);
    opened.history = std::make_shared<edit::History>(opened.saved);
    opened.lines = {""};
    if (!caseId.empty())
        if (auto resumed = resumeCase(opened, *store, caseId, task); !resumed) return base::pass(resumed.error());
    opened.filedTotals = rules::Totals::of(**spec, opened.filed);
    opened.totals = opened.work ? rules::Totals::of(**spec, opened.history->now()) : opened.filedTotals;
    if (task.stopped()) return base::cancelled();
    connection = std::move(*store);
    return opened;
}

base::Result<> makeSample(const std::filesystem::path& file, const sample::Options& options, const base::Task& task) {
    const std::string pack = "county-2021";
    auto spec = plan::loadSpec(pack, packs());
    if (!spec) return base::pass(spec.error());
    auto county = sample::make(**spec, options, task);
    if (!county) return base::pass(county.error());
    auto store = store::Store::init(file, **spec, pack, (*spec)->crs, (*spec)->region);
    if (!store) return base::pass(store.error());
    task.report(0.5, base::message("app.doing.file"));
    const plan::Snapshot empty(county->snapshot.schemaRef());
    const auto filed =
        store->baseline(plan::Snapshot::diff(empty, county->snapshot), {"sanxian", "sample county", "", ""}, task);
    if (!filed) return base::pass(filed.error());
    return {};
}

base::Result<CaseWork> openCase(store::Store& store, const std::string& title, const std::string& author) {
    store::Case wanted;
    wanted.title = title;
    wanted.author = author;
    wanted.kind = "adjustment";
    auto made = store.openCase(wanted);
    if (!made) return base::pass(made.error());
    auto journal = journalFor(store.file(), made->id, made->saves, plan::Snapshot().drawingFrom(made->first));
    if (!journal) return base::pass(journal.error());
    return CaseWork{std::move(*made), std::move(*journal)};
}

}  // namespace app
