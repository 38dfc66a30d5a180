#pragma once

#include <map>
#include <optional>

#include "store/rows.h"
#include "store/store.h"

namespace store {

// One revision in the making, within a transaction: its changes one by one, in the order of layers and ids, then its
// record. The first thing that does not fit fails the transaction.
class Filing {
public:
    Filing(Database& database, const Layout& layout, RevisionNumber number);
    // `before`: the digest of the state that the change found; `after`: null where it removes the feature.
    void change(plan::LayerId layer, plan::FeatureId id, const std::optional<Digest>& before,
                const plan::FeatureRef& after);
    // Writes the record, linked to the parent's digest.
    void finish(const Note& note, const std::string& time, std::optional<std::int64_t> caseNumber);

private:
    struct Contents {
        std::int64_t added = 0, changed = 0, removed = 0;
        Digester digester;
    };
    void closeLayer();
    Database& database_;
    const Layout& layout_;
    RevisionNumber number_;
    std::optional<plan::LayerId> layer_;
    std::optional<RowWriter> writer_;
    std::optional<plan::FeatureId> last_;
    Contents contents_;
    Digester revision_;  // what the record's digest covers, as it comes
    StateDigester states_;
    std::int64_t changes_ = 0;
};

// Revision 0, the empty plan that the chain of digests begins with.
void fileEmptyPlan(Database& database, const std::string& time);
// Writes the layout as the structure that holds from revision `since` on.
void fileLayout(Database& database, const std::string& body, RevisionNumber since, const std::string& time);

// Names a revision for ever. Fails the transaction where the name has another meaning or another revision.
void fileTag(Database& database, const std::string& name, RevisionNumber number, const std::string& time);

}  // namespace store
