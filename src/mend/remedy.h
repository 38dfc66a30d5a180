#pragma once

#include "edit/command.h"
#include "plan/spec.h"
#include "rules/rule.h"

namespace mend {

// The ways to mend there are.
enum class Way {
    Recompute,
    TakeFromFirst,
    TakeFromSecond,
    FillLongest,
    FillLargest,
    MergeLongest,
    MergeLargest,
    NewIdentifier,
    NameOfCode,
    Constant,
    DropVertex,
    InsertVertex
};
// Its name: recompute, take_from_first, … ; "mend.<name>" is its text.
std::string nameOf(Way way);
// The names of all.
std::vector<std::string> wayNames();

// A way to mend a finding (修复): edits as the hand could make them.
struct Remedy {
    std::string how;  // the name of the way
    std::vector<edit::Command> commands;
    bool operator==(const Remedy&) const = default;
};

// What a remedy is made from.
struct Sickness {
    const plan::RuleSpec& rule;
    const rules::Finding& finding;
    const rules::Plan& plan;
    const plan::Spec& spec;

    const plan::Schema& schema() const { return plan.now.schema(); }
    // The finding's subject as it is now; null where it is gone.
    plan::FeatureRef subject(std::size_t i) const;
};

// The safe ways to mend a finding, the usual one first; none for kinds where a person must decide. They are proposals:
// mend() tries them.
std::vector<Remedy> remedies(const Sickness& sickness);

// One function for each notion, in a file of its name; `kind` of the rule chooses.
std::vector<Remedy> separate(const Sickness& sickness);    // overlap: one side takes it
std::vector<Remedy> fill(const Sickness& sickness);        // gap: a neighbour takes it
std::vector<Remedy> absorb(const Sickness& sickness);      // sliver: a neighbour takes it
std::vector<Remedy> recompute(const Sickness& sickness);   // declared areas and what follows from them
std::vector<Remedy> renumber(const Sickness& sickness);    // identifiers
std::vector<Remedy> rename(const Sickness& sickness);      // names of codes, constants
std::vector<Remedy> straighten(const Sickness& sickness);  // repeated vertices, spikes
std::vector<Remedy> match(const Sickness& sickness);       // vertices that a neighbour lacks

}  // namespace mend
