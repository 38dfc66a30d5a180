#pragma once

#include <string>
#include <vector>

#include "app/ground.h"
#include "mend/mend.h"

namespace app {

// What would become of the plan, and of what the rules say of it, if findings were mended. Nothing has changed yet.
struct Outlook {
    plan::Snapshot before;
    mend::Mending mending;
    plan::Changeset changes;                       // all of it
    std::size_t gone = 0;                          // findings that would no longer be there
    std::size_t blockingBefore = 0, blocking = 0;  // that are not approved
};
// Mends the findings with these keys, `how` alone where it is not empty.
base::Result<Outlook> outlookOf(const Ground& ground, const std::vector<std::string>& keys, const std::string& how,
                                const base::Task& task);

// A way to mend one finding (处理办法), tried. Where it is refused, its outlook has the reason and no changes.
struct Way {
    std::string how;
    Outlook outlook;
    bool refused() const { return outlook.mending.mended.empty(); }
};
// The usual one first.
base::Result<std::vector<Way>> waysOf(const Ground& ground, const rules::Finding& finding, const base::Task& task);

}  // namespace app
