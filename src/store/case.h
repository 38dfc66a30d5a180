#pragma once

#include "store/digest.h"
#include "store/revision.h"

namespace store {

enum class Stage { Open, Committed, Closed };

// A maintenance case (维护案件): work on the plan from one revision on.
struct Case {
    std::string id;  // C1, C2, …
    std::string title, kind, unit, author;
    std::vector<std::string> basis;  // documents
    geometry::Shape extent;
    RevisionNumber base = 0;  // the revision it stands on: that it began from, or was rebased onto
    std::int64_t saves = 0;
    plan::FeatureId first;  // where its space of ids begins
    Stage stage = Stage::Open;
    std::optional<RevisionNumber> committed;
    std::string opened;  // time
};

// What was chosen for one feature on which a case and a head collide.
struct Resolution {
    RevisionNumber head = 0;
    plan::LayerId layer;
    plan::FeatureId feature;
    std::string choice;  // mine, theirs, base
    std::string author;
    std::string time;  // empty: now
};

// Another open case that has changed some of the same features.
struct CaseTouch {
    std::string caseId, title, author;
    std::vector<std::pair<plan::LayerId, plan::FeatureId>> features;
};

// A process that has a case open.
struct Presence {
    std::string caseId, author, host;
    std::int64_t pid = 0;
    std::string since;
};

// What the rules said of a case. `rules` stands for the rules, the settings and the program that judged.
struct VerdictRecord {
    Digest rules{};
    std::int64_t saves = 0;   // how many it had, and
    RevisionNumber head = 0;  // the revision that it was judged against
    std::int64_t blocking = 0, warnings = 0;
    std::string time;  // empty: now
};

// That a finding of a case was approved (豁免): by whom, why, by which document.
struct Waiver {
    std::string finding;             // its key
    std::optional<double> measured;  // how large it was; what has grown since is not approved
    std::string reason, document, author;
    std::string time;     // empty: now
    std::string revoked;  // the time from which it no longer holds; empty: it holds
};

}  // namespace store
