#pragma once

#include "report/facts.h"
#include "rules/check.h"

namespace report {

// What was inspected, by which rules, and what they found.
struct Inspection {
    std::string database;  // the name of the store's file
    const Stand& stand;
    const plan::Snapshot& now;    // that state, and
    const plan::Snapshot& filed;  // what it was judged against
    const plan::Spec& spec;
    const rules::RuleSet& rules;  // those that were asked
    std::string rulebook;         // the file that they are from; empty: the pack
    std::vector<plan::LayerId> layers;
    const rules::Findings& findings;  // of those layers
    bool blocked = false;
    std::string time;
};

// The quality-inspection record (质检记录, domain §6): its head with the verdict, a summary by rule, the list of
// findings, and who
// approved what and why. A rule lists at most `most` findings and says how many there are in all.
Document inspectionRecord(const Inspection& inspection, const base::Texts& texts, std::size_t most = 300);

// The kind of check that a rule's id stands for: the first digit of Q…, the letter of R-….
std::string categoryOf(const std::string& rule, const base::Texts& texts);

}  // namespace report
