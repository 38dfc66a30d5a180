#include "store/connection.h"
#include "store/rows.h"

namespace store {

namespace {

// The digest of the case's last save; nothing where it has none.
std::optional<Digest> lastSave(Database& database, std::int64_t caseNumber, std::int64_t saves) {
    Statement row = database.prepare(R"(SELECT digest FROM sanxian_saves WHERE "case" = ? AND number = ?)");
    if (!row.with(caseNumber, saves).step()) return {};
    return digestIn(row, 0);
}

}  // namespace

base::Result<std::optional<VerdictRecord>> Store::verdict(const std::string& caseId, const Digest& rules) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    std::optional<VerdictRecord> verdict;
    if (database.ok() && found.base == c.head) {
        Statement row = database.prepare(R"(SELECT save_digest, head, rules_digest, blocking, warnings, time
                                            FROM sanxian_verdicts WHERE "case" = ?)");
        if (row.with(caseNumberOf(caseId)).step() && row.integer(1) == c.head && same(row.bytes(2), rules) &&
            digestIn(row, 0) == lastSave(database, caseNumberOf(caseId), found.saves))
            verdict = VerdictRecord{rules, found.saves, c.head, row.integer(3), row.integer(4), row.string(5)};
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return verdict;
}

base::Result<> Store::recordVerdict(const std::string& caseId, const VerdictRecord& verdict) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    requireOpen(database, found);
    requireSaves(database, found, verdict.saves);
    const std::int64_t number = caseNumberOf(caseId);
    constexpr std::string_view table = "sanxian_verdicts", where = R"("case" = ?1)";
    const auto save = lastSave(database, number, verdict.saves);
    Seal seal(database, c.layout.digests);
    seal.before(table, where, number);
    database.run(R"(INSERT OR REPLACE INTO sanxian_verdicts
                    ("case", save_digest, head, rules_digest, blocking, warnings, time) VALUES (?, ?, ?, ?, ?, ?, ?))",
                 number, save ? std::optional(Bytes(*save)) : std::nullopt, verdict.head, Bytes(verdict.rules),
                 verdict.blocking, verdict.warnings, timeOf(verdict.time));
    seal.after(table, where, number);
    seal.write();
    return transaction.commit();
}

}  // namespace store
