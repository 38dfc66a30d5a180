#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <functional>
#include <utility>

#include "app/storethread.h"
#include "app/workspace.h"
#include "workflow/course.h"
#include "workflow/submit.h"

namespace app {

// What the workspace and the store have to say to each other: opening, cases, saves, acceptance, old revisions. Nothing
// here waits.
class Session : public QObject {
    Q_OBJECT
public:
    Session(Workspace& workspace, QObject* parent = nullptr);

    // With one open case that is resumed; where there are several, `casesOffered` asks which.
    void open(const std::filesystem::path& file);
    // With the open case of that id, or none where it is empty; `done` comes when it is there.
    void open(const std::filesystem::path& file, const std::string& caseId, std::function<void()> done = {});
    // Asks which case of the plan that is open is to be worked on.
    void offerCases();
    void openSample(const std::filesystem::path& file, const sample::Options& options);
    void startCase(const std::string& title);
    void save();
    // Saves what is not saved; what becomes of the case where the head has moved, none where it has not.
    void merging(std::function<void(base::Result<std::optional<workflow::Merging>>)> done);
    // Saves what is not saved, merges the case with a head that has moved, judges it and, where nothing blocks, makes
    // it a revision; where it was merged, the plan is there anew before `done` comes, unless it `failed`. What is told
    // has no snapshots.
    void accept(const store::Note& note, const review::Choices& choices,
                std::function<void(base::Result<workflow::Submission>)> done);
    // Two old revisions (equal ones: the plan is loaded once).
    void load(store::RevisionNumber before, store::RevisionNumber after,
              std::function<void(base::Result<std::pair<plan::Snapshot, plan::Snapshot>>)> done);
    // Approves findings of the case (豁免), or takes back what was approved; where that is done, the workspace knows
    // what holds now before `done` comes.
    void approve(const rules::Findings& findings, const rules::Approval& approval,
                 std::function<void(base::Result<>)> done);
    void withdraw(const std::vector<std::string>& keys, std::function<void(base::Result<>)> done);
    // The course of the indicators up to the head.
    void course(std::function<void(base::Result<std::vector<workflow::Moment>>)> done);
    void stop() { store_.stop(); }
    StoreThread& store() { return store_; }
    static std::string author();  // who sits here

Q_SIGNALS:
    void casesOffered(const Offer& offer);
    void saved();
    void failed(const base::Error& error);

private:
    // `ended` comes when the plan is there, and where it cannot be opened after `failed`.
    void load(const std::filesystem::path& file, const std::string& caseId, std::function<void(bool there)> ended);

    using Approving = std::function<base::Result<>(store::Store&, const std::string& caseId)>;
    void alterApprovals(Approving alter, std::function<void(base::Result<>)> done);

    Workspace& workspace_;
    StoreThread store_;
};

}  // namespace app
