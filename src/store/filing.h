#pragma once

#include <map>
#include <optional>

#include "store/records.h"
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
    void finish(const Note& note, const std::string& time, std::optional<std::int64_t> caseNumber, Seal& seal);

private:
    struct Counts {
        std::int64_t added = 0, changed = 0, removed = 0;
        std::int64_t area = 0;  // by which the layer's total grows, in totalUnits
    };
    struct Begun {
        plan::FeatureRef feature;
        Digest digest;
    };
    void begin(const plan::FeatureRef& feature, const Digest& digest);
    void writeBegun();
    void closeLayer();
    Database& database_;
    const Layout& layout_;
    RevisionNumber number_;
    std::optional<plan::LayerId> layer_;
    std::optional<RowWriter> writer_;
    std::optional<plan::FeatureId> last_;
    std::vector<Begun> begun_;      // not written yet
    std::size_t begunCorners_ = 0;  // that their shapes have
    Counts counts_;
    Digester contents_;  // of the layer's changes
    Digester revision_;  // what the record's digest covers, as it comes
    StateDigester states_;
    std::int64_t changes_ = 0;
    std::vector<std::pair<std::string, std::int64_t>> grown_;  // layers, and by how much
};

// Revision 0, the empty plan that the chain of digests begins with.
void fileEmptyPlan(Database& database, DigestMethod method, const std::string& time, Seal& seal);
// Writes the layout, which encodes as `body`, as the structure that holds from revision `since` on.
void fileLayout(Database& database, const Layout& layout, const std::string& body, RevisionNumber since,
                const std::string& time, Seal& seal);

// Names a revision for ever. Fails the transaction where the name has another meaning or another revision.
void fileTag(Database& database, const std::string& name, RevisionNumber number, const std::string& time, Seal& seal);

}  // namespace store
