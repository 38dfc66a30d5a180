#include "app/session.h"

#include <QCoreApplication>

#include "workflow/facts.h"

namespace app {

Session::Session(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
    connect(&workspace, &Workspace::caseWanted, this, [this] { startCase({}); });
}

std::string Session::author() {
    for (const char* name : {"SANXIAN_USER", "USER", "USERNAME"})
        if (qEnvironmentVariableIsSet(name)) return qEnvironmentVariable(name).toStdString();
    return "sanxian";
}

void Session::open(const std::filesystem::path& file) {
    store_.run(
        this, [file](std::optional<store::Store>&, const base::Task&) { return openCases(file); },
        [this](base::Result<Offer> offer) {
            if (!offer) return Q_EMIT failed(offer.error());
            if (offer->cases.size() > 1) return Q_EMIT casesOffered(*offer);
            open(offer->file, offer->cases.empty() ? std::string() : offer->cases.front().id);
        });
}

void Session::open(const std::filesystem::path& file, const std::string& caseId, std::function<void()> done) {
    std::error_code none;
    if (workspace_.isOpen() &&
        (workspace_.opened().file == file || std::filesystem::equivalent(workspace_.opened().file, file, none))) {
        const auto* now = workspace_.openCase();
        if (now && now->id == caseId) return;  // it is in the hand, and so is its journal
        if (now && workspace_.unsaved() > 0) save();
    }
    load(file, caseId, [done = std::move(done)](bool there) {
        if (there && done) done();
    });
}

void Session::load(const std::filesystem::path& file, const std::string& caseId,
                   std::function<void(bool there)> ended) {
    store_.run(
        this,
        [file, caseId](std::optional<store::Store>& store, const base::Task& task) {
            auto opened = openStore(store, file, caseId, task);
            // For others to see; what hinders that hinders no work.
            if (opened && opened->work) (void)store->enter(opened->work->described.id, author());
            return opened;
        },
        [this, ended = std::move(ended)](base::Result<Opened> opened) {
            if (opened) {
                workspace_.close();
                workspace_.begin(std::move(*opened));
            } else {
                Q_EMIT failed(opened.error());
            }
            ended(opened.has_value());
        });
}

void Session::offerCases() {
    store_.run(
        this,
        [file = workspace_.opened().file](std::optional<store::Store>&, const base::Task&) { return openCases(file); },
        [this](base::Result<Offer> offer) {
            if (!offer) return Q_EMIT failed(offer.error());
            Q_EMIT casesOffered(*offer);
        });
}

void Session::openSample(const std::filesystem::path& file, const sample::Options& options) {
    store_.run(
        this,
        [file, options](std::optional<store::Store>&, const base::Task& task) {
            return makeSample(file, options, task);
        },
        [this, file](base::Result<> made) {
            if (!made) return Q_EMIT failed(made.error());
            open(file, {});
        });
}

void Session::startCase(const std::string& title) {
    store_.run(
        this,
        [title](std::optional<store::Store>& store, const base::Task&) {
            auto work = openCase(*store, title, author());
            if (work) (void)store->enter(work->described.id, author());
            return work;
        },
        [this](base::Result<CaseWork> work) {
            if (!work) {
                workspace_.caseFailed();
                return Q_EMIT failed(work.error());
            }
            workspace_.joinCase(std::move(*work));
        });
}

void Session::save() {
    if (!workspace_.isOpen() || !workspace_.openCase() || workspace_.saving()) return;
    store_.run(
        this,
        [save = workspace_.beginSave()](std::optional<store::Store>& store, const base::Task&) {
            return store->save(save.caseId, save.saves, save.changes, {author(), "", "", ""});
        },
        [this](base::Result<> written) {
            workspace_.endSave(written.has_value());
            if (!written) return Q_EMIT failed(written.error());
            Q_EMIT saved();
        });
}

void Session::merging(std::function<void(base::Result<std::optional<workflow::Merging>>)> done) {
    using Answer = base::Result<std::optional<workflow::Merging>>;
    if (workspace_.unsaved() > 0) save();
    store_.run(
        this,
        [caseId = workspace_.openCase()->id](std::optional<store::Store>& store, const base::Task&) -> Answer {
            auto merging = workflow::mergeWithHead(*store, caseId);
            if (!merging) return base::pass(merging.error());
            if (!merging->moved()) return std::optional<workflow::Merging>();
            return std::optional(std::move(*merging));
        },
        std::move(done));
}

namespace {

struct Outcome {
    base::Result<workflow::Submission> submission;
    bool moved = false;  // the case stands on another revision than before
    store::RevisionNumber head = 0;
    std::vector<store::Revision> log;
};

base::Result<workflow::Submission> submitted(store::Store& store, const plan::Spec& spec, const std::string& caseId,
                                             const store::Note& note, const review::Choices& choices,
                                             const base::Task& task) {
    if (!choices.empty()) {
        auto merging = workflow::mergeWithHead(store, caseId);
        if (!merging) return base::pass(merging.error());
        if (auto done = workflow::choose(*merging, choices); !done) return base::pass(done.error());
        if (auto done = workflow::remember(store, *merging, note.author); !done) return base::pass(done.error());
    }
    return workflow::submit(store, spec, caseId, note, task);
}

}  // namespace

void Session::accept(const store::Note& note, const review::Choices& choices,
                     std::function<void(base::Result<workflow::Submission>)> done) {
    if (workspace_.unsaved() > 0) save();
    const std::string caseId = workspace_.openCase()->id;
    store_.run(
        this,
        [caseId, note, choices, spec = workspace_.opened().spec](std::optional<store::Store>& store,
                                                                 const base::Task& task) -> Outcome {
            const auto before = store->find(caseId);
            Outcome outcome{submitted(*store, *spec, caseId, note, choices, task), false, 0, {}};
            const auto after = store->find(caseId);
            outcome.moved = before && after && before->base != after->base;
            outcome.head = store->head();
            if (auto log = store->log()) outcome.log = std::move(*log);
            if (outcome.submission)  // two whole plans, which would end on the hand's thread
                outcome.submission->filed = outcome.submission->now = {};
            return outcome;
        },
        [this, caseId, done = std::move(done)](Outcome outcome) {
            const bool filed = outcome.submission && outcome.submission->revision;
            if (!outcome.moved) {
                if (filed) workspace_.filedAs(outcome.head, std::move(outcome.log));
                return done(std::move(outcome.submission));
            }
            // What is in the hand stands on a revision that is no longer the head.
            workspace_.endJournal();
            const auto told = std::make_shared<base::Result<workflow::Submission>>(std::move(outcome.submission));
            load(workspace_.opened().file, filed ? std::string() : caseId,
                 [done, told](bool) { done(std::move(*told)); });
        });
}

void Session::load(store::RevisionNumber before, store::RevisionNumber after,
                   std::function<void(base::Result<std::pair<plan::Snapshot, plan::Snapshot>>)> done) {
    using Pair = std::pair<plan::Snapshot, plan::Snapshot>;
    store_.run(
        this,
        [before, after](std::optional<store::Store>& store, const base::Task& task) -> base::Result<Pair> {
            auto first = store->load(before, task);
            if (!first) return base::pass(first.error());
            const auto changes = store->changes(before, after);
            if (!changes) return base::pass(changes.error());
            const auto schema = store->schema(std::max(before, after));
            if (!schema) return base::pass(schema.error());
            first = first->under(*schema);
            auto second = first->with(*changes);
            if (!second) return base::pass(second.error());
            return Pair{std::move(*first), std::move(*second)};
        },
        std::move(done));
}

void Session::alterApprovals(Approving alter, std::function<void(base::Result<>)> done) {
    const std::string caseId = workspace_.openCase()->id;
    store_.run(
        this,
        [caseId, alter = std::move(alter)](std::optional<store::Store>& store,
                                           const base::Task&) -> base::Result<rules::CaseFacts> {
            if (auto altered = alter(*store, caseId); !altered) return base::pass(altered.error());
            const auto file = store->find(caseId);
            if (!file) return base::pass(file.error());
            return workflow::factsOf(*store, *file);
        },
        [this, caseId, done = std::move(done)](base::Result<rules::CaseFacts> facts) {
            if (!facts) return done(base::pass(facts.error()));
            workspace_.setFacts(caseId, std::move(*facts));
            done({});
        });
}

void Session::approve(const rules::Findings& findings, const rules::Approval& approval,
                      std::function<void(base::Result<>)> done) {
    alterApprovals(
        [findings, approval, spec = workspace_.opened().spec](store::Store& store, const std::string& caseId) {
            return workflow::approve(store, caseId, *spec, findings, approval);
        },
        std::move(done));
}

void Session::withdraw(const std::vector<std::string>& keys, std::function<void(base::Result<>)> done) {
    alterApprovals(
        [keys](store::Store& store, const std::string& caseId) -> base::Result<> {
            for (const std::string& key : keys)
                if (auto ended = store.revoke(caseId, key); !ended) return ended;
            return {};
        },
        std::move(done));
}

void Session::course(std::function<void(base::Result<std::vector<workflow::Moment>>)> done) {
    store_.run(
        this,
        [spec = workspace_.opened().spec, settings = workspace_.opened().settings](std::optional<store::Store>& store,
                                                                                   const base::Task& task) {
            return workflow::courseOf(*store, *spec, settings, store->head(), task);
        },
        std::move(done));
}

}  // namespace app
