#include "store/connection.h"
#include "store/rows.h"

namespace store {

using Code = base::Error::Code;

namespace {

constexpr std::string_view table = "sanxian_waivers", byNumber = "number = ?1";

// The waiver that holds for the finding; none where none does.
std::optional<std::int64_t> holding(Database& database, std::int64_t caseNumber, const std::string& finding) {
    return database.integer(
        R"(SELECT number FROM sanxian_waivers WHERE "case" = ? AND finding = ? AND revoked IS NULL)", caseNumber,
        finding);
}

void end(Database& database, Seal& seal, std::int64_t number, const std::string& time) {
    seal.before(table, byNumber, number);
    database.run("UPDATE sanxian_waivers SET revoked = ? WHERE number = ?", time, number);
    seal.after(table, byNumber, number);
}

}  // namespace

base::Result<std::vector<Waiver>> Store::waivers(const std::string& caseId) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    std::vector<Waiver> all;
    // Files of older formats that are only read have no such table.
    if (database.integer("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'sanxian_waivers'")) {
        Statement row = database.prepare(R"(SELECT finding, measured, reason, document, author, time, revoked
                                            FROM sanxian_waivers WHERE "case" = ? ORDER BY number)");
        for (row.with(caseNumberOf(caseId)); row.step();)
            all.push_back({row.string(0), row.isNull(1) ? std::nullopt : std::optional(row.real(1)), row.string(2),
                           row.string(3), row.string(4), row.string(5), row.isNull(6) ? std::string() : row.string(6)});
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return all;
}

base::Result<> Store::waive(const std::string& caseId, const Waiver& waiver) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    requireOpen(database, findCase(database, c.layout, caseId));
    const std::int64_t caseNumber = caseNumberOf(caseId);
    const std::string time = timeOf(waiver.time);
    Seal seal(database, c.layout.digests);
    if (const auto before = holding(database, caseNumber, waiver.finding)) end(database, seal, *before, time);
    const std::int64_t number = database.integer("SELECT ifnull(max(number), 0) + 1 FROM sanxian_waivers").value_or(1);
    database.run(R"(INSERT INTO sanxian_waivers (number, "case", finding, measured, reason, document, author, time)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
                 number, caseNumber, waiver.finding, waiver.measured, waiver.reason, waiver.document, waiver.author,
                 time);
    seal.after(table, byNumber, number);
    seal.write();
    return transaction.commit();
}

base::Result<> Store::revoke(const std::string& caseId, const std::string& finding) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    requireOpen(database, findCase(database, c.layout, caseId));
    const auto number = holding(database, caseNumberOf(caseId), finding);
    if (database.ok() && !number)
        return transaction.abandon({Code::NotFound, base::message("store.no_waiver", caseId, finding), {}});
    Seal seal(database, c.layout.digests);
    if (number) end(database, seal, *number, timeOf({}));
    seal.write();
    return transaction.commit();
}

}  // namespace store
