#pragma once

#include "base/text.h"
#include "plan/spec.h"
#include "report/document.h"
#include "store/case.h"

// What several documents say of the plan that they are about.
namespace report {

// A state of the plan as the store records it: a revision (number 0: the empty plan), or a case that stands on it.
struct Stand {
    store::Revision revision;
    std::optional<store::Case> file;
};

// What the plan is and how it is measured. `database`: the name of the store's file.
std::vector<Fact> planFacts(const std::string& database, const plan::Schema& schema, const plan::Spec& spec,
                            const base::Texts& texts);
// Which state it is, with its digest; `key` is the text that names it ("report.state").
std::vector<Fact> standFacts(const Stand& stand, const std::string& key, const plan::Spec& spec,
                             const base::Texts& texts);

// The parts with the language's comma between; of more than `most` the first, and how many there are in all.
std::string listed(const std::vector<std::string>& parts, const base::Texts& texts, std::size_t most = 20);

}  // namespace report
