#include <algorithm>

#include "store/connection.h"
#include "store/edits.h"
#include "store/state.h"
#include "store/verifying.h"

namespace store {

namespace {

struct Save {
    std::int64_t caseNumber = 0, number = 0, base = 0, first = 0, changes = 0;
    bool rebase = false;
};

class Saves {
public:
    explicit Saves(Verifying& verifying) : verifying_(verifying), save_(digests()), state_(digests()) {}

    void verify() {
        Database& database = verifying_.database;
        std::vector<std::uint8_t> before;
        Save last;
        Statement row = database.prepare(
            R"(SELECT "case", number, base, kind, time, author, message, first, changes, digest FROM sanxian_saves
               ORDER BY "case", number)");
        while (row.step() && !verifying_.task.stopped()) {
            const bool kinds = hasKinds(row, "iiittttiib");  // before any of them is read as something else
            const Save save{row.integer(0), row.integer(1), row.integer(2),
                            row.integer(7), row.integer(8), row.text(3) == "rebase"};
            if (save.caseNumber != last.caseNumber) last = {}, before.clear();
            beginSaveDigest(save_, before, save.caseNumber, save.number, save.base, row.text(3), row.text(4),
                            row.text(5), row.text(6));
            const std::int64_t found = edits(save);
            if (const Digest digest = save_.finish();
                !kinds || save.number != last.number + 1 || found != save.changes || !same(row.bytes(9), digest)) {
                verifying_.problem(save.base, "", {}, "save", "store.verify.save", caseIdOf(save.caseNumber),
                                   save.number);
                findStranger(save);
            }
            const Bytes bytes = row.bytes(9);
            before.assign(bytes.begin(), bytes.end());
            last = save;
        }
        if (verifying_.task.stopped()) return;
        const auto all = database.integer("SELECT count(*) FROM sanxian_edits");
        if (all && *all != edits_) verifying_.problem({}, "", {}, "edit", "store.verify.edits", *all - edits_);
    }

private:
    DigestMethod digests() const { return verifying_.layout.digests; }

    void report(const Save& save, const Statement& edit, const char* detail) {
        verifying_.problem(save.base, edit.text(2), edit.integer(3), "edit", detail, edit.integer(0),
                           caseIdOf(save.caseNumber));
    }

    // Adds the changes of a save to its digest, each compared with the state it holds. How many there are.
    std::int64_t edits(const Save& save) {
        std::int64_t count = 0;
        Statement edit = verifying_.database.prepare(
            "SELECT number, \"case\", layer, feature, before, after, state FROM sanxian_edits "
            "WHERE number >= ?1 AND number < ?1 + ?2 ORDER BY number");
        for (edit.with(save.first, save.changes); edit.step(); ++count) {
            const bool kinds = hasKinds(edit, "iitiBBB");
            const auto before = digestIn(edit, 4), after = digestIn(edit, 5);
            save_.add(edit.text(2)).add(edit.integer(3)).orNone(before).orNone(after);
            const auto layer = verifying_.layout.schema->find(edit.text(2));
            bool good = layer && kinds && edit.integer(0) == save.first + count && edit.integer(1) == save.caseNumber &&
                        edit.isNull(6) == !after && (!before || edit.bytes(4).size() == before->size()) &&
                        (!after || edit.bytes(5).size() == after->size());
            if (good && after)
                good = state_.add(edit.text(2)).add(edit.integer(3)).add(edit.bytes(6)).finish() == *after;
            if (good && after && verifying_.full)
                good = decodeState(edit.bytes(6), plan::FeatureId::of(edit.integer(3)), *layer) != nullptr;
            if (!good) report(save, edit, "store.verify.edit");
        }
        edits_ += count;
        return count;
    }

    // Names the edits of a save that is not what it was, where they do not go on from what their case had.
    void findStranger(const Save& save) {
        Statement earlier = verifying_.database.prepare(
            R"(SELECT e.after FROM sanxian_edits e JOIN sanxian_saves s
               ON s."case" = e."case" AND e.number >= s.first AND e.number < s.first + s.changes
               WHERE e.feature = ?1 AND e."case" = ?2 AND e.layer = ?3 AND s.number < ?4 AND s.number >= ifnull(
                 (SELECT max(number) FROM sanxian_saves WHERE "case" = ?2 AND number < ?4 AND kind = 'rebase'), 1)
               ORDER BY e.number DESC LIMIT 1)");
        Statement edit = verifying_.database.prepare(
            "SELECT number, \"case\", layer, feature, before FROM sanxian_edits "
            "WHERE number >= ?1 AND number < ?1 + ?2 ORDER BY number");
        for (edit.with(save.first, save.changes); edit.step();) {
            std::optional<Digest> held;
            if (!save.rebase && earlier.with(edit.integer(3), save.caseNumber, edit.text(2), save.number).step())
                held = digestIn(earlier, 0);
            else
                held = filed(edit.text(2), edit.integer(3), save.base);
            if (digestIn(edit, 4) != held) report(save, edit, "store.verify.edit");
        }
    }

    // The digest of the state that a revision has of a feature.
    std::optional<Digest> filed(std::string_view layer, std::int64_t feature, RevisionNumber base) {
        const auto id = verifying_.layout.schema->find(layer);
        if (!id) return {};
        Statement row =
            verifying_.database.prepare("SELECT _digest FROM " + identifier(verifying_.layout.tables[id->index].name) +
                                        " WHERE _feature = ?1 AND _born <= ?2 AND (_died IS NULL OR _died > ?2)");
        return row.with(feature, base).step() ? digestIn(row, 0) : std::nullopt;
    }

    Verifying& verifying_;
    Digester save_, state_;
    std::int64_t edits_ = 0;
};

}  // namespace

void verifySaves(Verifying& verifying) { Saves(verifying).verify(); }

}  // namespace store
