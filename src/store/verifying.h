#pragma once

#include <map>

#include "store/layout.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace store {

// What the parts of a verification share, within one reading transaction.
struct Verifying {
    Database& database;
    const Layout& layout;
    Verified& found;
    bool full = false;
    const base::Task& task;

    template <class... Arguments>
    void problem(std::optional<RevisionNumber> revision, const std::string& layer, std::optional<std::int64_t> feature,
                 const char* kind, std::string_view detail, const Arguments&... arguments) {
        found.problems.push_back({revision, layer, feature, kind, base::message(detail, arguments...)});
    }
};

// The states of one layer, and what the revisions say that they did to it.
void verifyLayer(Verifying& verifying, std::size_t layer);
// The structures and the chain of revisions.
void verifyChain(Verifying& verifying);
// The saves of the cases and their edits.
void verifySaves(Verifying& verifying);
// The tables that carry a digest per row, the seal, and the definitions of all objects.
void verifyRecords(Verifying& verifying);

}  // namespace store
