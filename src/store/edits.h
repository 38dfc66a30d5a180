#pragma once

#include <optional>
#include <vector>

#include "plan/changeset.h"
#include "store/records.h"
#include "store/rows.h"
#include "store/store.h"

namespace store {

// What a case does to one feature: from the state that the base has to the state after its last save.
struct Edit {
    plan::LayerId layer;
    plan::FeatureId id;
    std::optional<Digest> before, after;
    std::int64_t row = 0;  // of sanxian_edits, where the state after is
};

// What a case does to the revision it stands on: its saves since the last rebase as one, in the order of layers and
// ids; what ends where it began is left out. `next` is moved beyond every id of its space that a save has used.
std::vector<Edit> netEdits(Database& database, const Layout& layout, std::int64_t caseNumber, plan::FeatureId& next);
// Reads the states after edits.
class EditedStates {
public:
    explicit EditedStates(Database& database);
    // Null where the edit removes the feature, and where the database fails.
    plan::FeatureRef of(const Edit& edit);

private:
    Database& database_;
    Statement find_;
};

// An edit goes on from the save before; a rebase holds all that the case does to a new base.
enum class SaveKind { Edit, Rebase };

struct SavePlace {
    std::int64_t caseNumber = 0, number = 0;
    RevisionNumber base = 0;
    SaveKind kind = SaveKind::Edit;
};
// Writes one save, linked to the digest of the one before. Fails the transaction where a change does not find what it
// expects in the case, or cannot be held.
void writeSave(Database& database, const Layout& layout, const SavePlace& place, const plan::Changeset& changes,
               const Note& note, const std::string& time, Seal& seal);

// What was chosen of features that the case now saves again was chosen of another state, and is forgotten.
void forgetChoices(Database& database, const Layout& layout, std::int64_t caseNumber, const plan::Changeset& changes,
                   Seal& seal);

// What the digest of a save covers before its changes; each of these then adds its layer's code, its feature and its
// two digests.
void beginSaveDigest(Digester& digester, Bytes digestBefore, std::int64_t caseNumber, std::int64_t number,
                     RevisionNumber base, std::string_view kind, std::string_view time, std::string_view author,
                     std::string_view message);

}  // namespace store
