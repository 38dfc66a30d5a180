#include <algorithm>
#include <map>

#include "store/connection.h"
#include "store/edits.h"

namespace store {

using Code = base::Error::Code;

namespace {

constexpr std::string_view choices = "sanxian_resolutions";
constexpr std::string_view chosen = R"("case" = ?1 AND head = ?2 AND layer = ?3 AND feature = ?4)";

// Reads the states that features have in one revision, one by one by their ids.
class FiledStates {
public:
    FiledStates(Database& database, const Layout& layout, RevisionNumber number)
        : database_(database), layout_(layout), number_(number) {}

    plan::FeatureRef of(plan::LayerId layer, plan::FeatureId id) {
        if (layer_ != layer) {
            layer_ = layer;
            find_.emplace(database_.prepare(selectRows(layout_, layer) +
                                            " WHERE _feature = ?1 AND _born <= ?2 AND (_died IS NULL OR _died > ?2)"));
        }
        if (!find_->with(id.number(), number_).step()) return nullptr;
        return readRow(database_, *find_, layout_, layer);
    }

private:
    Database& database_;
    const Layout& layout_;
    RevisionNumber number_;
    std::optional<plan::LayerId> layer_;
    std::optional<Statement> find_;
};

}  // namespace

base::Result<plan::Changeset> Store::caseChanges(const std::string& caseId) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    plan::Changeset changes;
    if (database.ok()) {
        plan::FeatureId next = found.first;
        StateDigester states(c.layout.digests);
        EditedStates edited(database);
        FiledStates filed(database, c.layout, found.base);
        for (const Edit& edit : netEdits(database, c.layout, caseNumberOf(caseId), next)) {
            const auto before = edit.before ? filed.of(edit.layer, edit.id) : nullptr;
            const auto after = edited.of(edit);
            const bool fits = before ? edit.before == states.of(c.layout, *before) : !edit.before;
            if (!fits) database.fail(base::fail(Code::Invalid, "store.damaged_case", caseId).value());
            if (!database.ok()) break;
            changes.changes.push_back({before, after});
        }
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return changes;
}

base::Result<> Store::rebase(const std::string& caseId, std::int64_t saves, RevisionNumber onto,
                             const plan::Changeset& changes, const Note& note) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    requireOpen(database, found);
    requireSaves(database, found, saves);
    if (database.ok() && onto != c.head)
        database.fail(base::fail(Code::Conflict, "store.not_the_head", onto, c.head).value());
    const std::int64_t number = caseNumberOf(caseId);
    Seal seal(database, c.layout.digests);
    if (database.ok())
        writeSave(database, c.layout, {number, saves + 1, onto, SaveKind::Rebase}, changes, note, timeOf(note.time),
                  seal);
    seal.before("sanxian_cases", "number = ?1", number);
    database.run("UPDATE sanxian_cases SET base = ? WHERE number = ?", onto, number);
    seal.after("sanxian_cases", "number = ?1", number);
    seal.write();
    return transaction.commit();
}

base::Result<std::vector<Resolution>> Store::resolutions(const std::string& caseId) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    std::vector<Resolution> all;
    {
        Statement row = c.database->prepare(R"(SELECT head, layer, feature, choice, author, time FROM
                                               sanxian_resolutions WHERE "case" = ? ORDER BY head, layer, feature)");
        for (row.with(caseNumberOf(caseId)); row.step();)
            if (const auto layer = c.layout.schema->find(row.text(1)))
                all.push_back({row.integer(0), *layer, plan::FeatureId::of(row.integer(2)), row.string(3),
                               row.string(4), row.string(5)});
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return all;
}

base::Result<> Store::resolve(const std::string& caseId, const std::vector<Resolution>& resolutions) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    requireOpen(database, findCase(database, c.layout, caseId));
    const std::int64_t number = caseNumberOf(caseId);
    Seal seal(database, c.layout.digests);
    for (const Resolution& one : resolutions) {
        if (database.ok() && one.layer.index >= c.layout.tables.size())
            database.fail(base::fail(Code::Invalid, "store.no_such_layer", one.layer.index).value());
        if (!database.ok()) return transaction.commit();
        const std::string& layer = c.layout.layer(one.layer.index).code;
        seal.before(choices, chosen, number, one.head, layer, one.feature.number());
        database.run(
            R"(INSERT OR REPLACE INTO sanxian_resolutions ("case", head, layer, feature, choice, author, time)
               VALUES (?, ?, ?, ?, ?, ?, ?))",
            number, one.head, layer, one.feature.number(), one.choice, one.author, timeOf(one.time));
        seal.after(choices, chosen, number, one.head, layer, one.feature.number());
    }
    seal.write();
    return transaction.commit();
}

void forgetChoices(Database& database, const Layout& layout, std::int64_t caseNumber, const plan::Changeset& changes,
                   Seal& seal) {
    constexpr std::string_view where = R"("case" = ?1 AND layer = ?2 AND feature = ?3)";
    if (!database.integer(R"(SELECT 1 FROM sanxian_resolutions WHERE "case" = ? LIMIT 1)", caseNumber)) return;
    for (const auto& change : changes.changes) {
        const std::string& layer = layout.layer(change.layer().index).code;
        seal.before(choices, where, caseNumber, layer, change.id().number());
        database.run("DELETE FROM sanxian_resolutions WHERE " + std::string(where), caseNumber, layer,
                     change.id().number());
    }
}

base::Result<std::vector<CaseTouch>> Store::touching(const std::string& caseId) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    std::map<std::int64_t, CaseTouch> others;
    if (database.ok()) {
        plan::FeatureId next = found.first;
        Statement other = database.prepare(
            R"(SELECT DISTINCT e."case", c.title, c.author FROM sanxian_edits e JOIN sanxian_cases c ON c.number = e."case"
               WHERE e.feature = ? AND e."case" <> ? AND e.layer = ? AND c.stage = 'open')");
        for (const Edit& edit : netEdits(database, c.layout, caseNumberOf(caseId), next))
            for (other.with(edit.id.number(), caseNumberOf(caseId), c.layout.layer(edit.layer.index).code);
                 other.step();) {
                CaseTouch& touch = others[other.integer(0)];
                if (touch.caseId.empty()) touch = {caseIdOf(other.integer(0)), other.string(1), other.string(2), {}};
                touch.features.emplace_back(edit.layer, edit.id);
            }
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    std::vector<CaseTouch> all;
    for (auto& [number, touch] : others) all.push_back(std::move(touch));
    return all;
}

}  // namespace store
