#pragma once

#include <string>

#include "base/task.h"
#include "plan/spec.h"
#include "store/store.h"

namespace cli {

// A store with its spec pack.
struct Opened {
    store::Store store;
    plan::SpecRef spec;
};
base::Result<Opened> open(const std::string& file, store::Store::Mode mode);

// A state of the plan that a user names: "3", "head", "head~1", a tag, or "case:ID".
struct State {
    plan::Snapshot now;
    store::RevisionNumber revision = 0;  // its own, or the case's base
    std::string caseId;                  // empty for a revision
};
// `known`: a revision already loaded, from which another is reached by what changed between.
base::Result<State> stateOf(const store::Store& store, const std::string& name, const base::Task& task,
                            const State* known = nullptr);
// What a state is judged against: a case's base, a revision's parent.
base::Result<plan::Snapshot> filedBefore(const store::Store& store, const State& state, const base::Task& task);

// Who does it: as given, else the user of this machine.
std::string author(const std::string& given);

// Layers by code; all where none is named. NotFound lists the codes there are.
base::Result<std::vector<plan::LayerId>> layersNamed(const plan::Schema& schema, const std::vector<std::string>& codes);

}  // namespace cli
