#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "edit/journal.h"
#include "rules/indicator.h"
#include "rules/rule.h"
#include "sample/county.h"
#include "store/store.h"

namespace app {

// The case that is worked on, where its edits are kept until they are saved, and what the rules are told of it.
struct CaseWork {
    store::Case described;
    std::shared_ptr<edit::Journal> journal;
    rules::CaseFacts facts;
};

// A store as it was found: what the workspace begins with.
struct Opened {
    std::filesystem::path file;
    plan::SpecRef spec;
    rules::RuleSet rules;
    plan::Settings settings;
    store::RevisionNumber head = 0;
    std::vector<store::Revision> log;
    plan::Snapshot filed;  // the revision that the case began from
    std::optional<CaseWork> work;
    std::shared_ptr<edit::History> history;  // of the case, with what its journal gave back
    std::size_t recovered = 0;               // steps that were in no save
    std::string since;                       // when the save before them was
    std::optional<base::Error> unrecovered;  // why the journal's rest could not be done again
    bool undoEndsAtSave = false;             // the journal does not lead to the last save
    rules::Totals filedTotals, totals;       // of `filed`, and of where the history stands
};

// What there is to work on in a store: its open cases, youngest first, and the revision that is the head.
struct Offer {
    std::filesystem::path file;
    store::RevisionNumber head = 0;
    std::vector<store::Case> cases;
};
// Looks into the store; costs milliseconds whatever its size.
base::Result<Offer> openCases(const std::filesystem::path& file);
// Opens the store and everything the window needs, with the open case of that id and what its journal holds; without a
// case where the id is empty.
base::Result<Opened> openStore(std::optional<store::Store>& connection, const std::filesystem::path& file,
                               const std::string& caseId, const base::Task& task);
// Makes a new store with a made-up county, filed as revision 1.
base::Result<> makeSample(const std::filesystem::path& file, const sample::Options& options, const base::Task& task);
// Makes a case in the store and its journal.
base::Result<CaseWork> openCase(store::Store& store, const std::string& title, const std::string& author);

}  // namespace app
