#include <unistd.h>

#include "store/connection.h"
#include "store/writer.h"

namespace store {

namespace {

bool isAlive(const Presence& presence) { return store::isAlive(presence.host, presence.pid); }

std::vector<Presence> readAll(Database& database, std::int64_t caseNumber) {
    std::vector<Presence> all;
    Statement row = database.prepare(
        R"(SELECT "case", author, host, pid, since FROM sanxian_presence WHERE "case" = ? ORDER BY since)");
    for (row.with(caseNumber); row.step();)
        all.push_back({caseIdOf(row.integer(0)), row.string(1), row.string(2), row.integer(3), row.string(4)});
    return all;
}

constexpr std::string_view table = "sanxian_presence", where = R"("case" = ?1 AND host = ?2 AND pid = ?3)";

void remove(Database& database, Seal& seal, const Presence& presence) {
    seal.before(table, where, caseNumberOf(presence.caseId), presence.host, presence.pid);
    database.run(R"(DELETE FROM sanxian_presence WHERE "case" = ? AND host = ? AND pid = ?)",
                 caseNumberOf(presence.caseId), presence.host, presence.pid);
}

}  // namespace

base::Result<std::vector<Presence>> Store::present(const std::string& caseId) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    auto all = readAll(*c.database, caseNumberOf(caseId));
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    std::erase_if(all, [](const Presence& presence) { return !isAlive(presence); });
    return all;
}

base::Result<> Store::enter(const std::string& caseId, const std::string& author) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    requireOpen(database, findCase(database, c.layout, caseId));
    Seal seal(database, c.layout.digests);
    const Presence mine{caseId, author, hostName(), getpid(), timeOf({})};
    for (const Presence& presence : readAll(database, caseNumberOf(caseId)))
        if (!isAlive(presence) || (presence.host == mine.host && presence.pid == mine.pid))
            remove(database, seal, presence);
    database.run(R"(INSERT INTO sanxian_presence ("case", author, host, pid, since) VALUES (?, ?, ?, ?, ?))",
                 caseNumberOf(caseId), mine.author, mine.host, mine.pid, mine.since);
    seal.after(table, where, caseNumberOf(caseId), mine.host, mine.pid);
    seal.write();
    auto done = transaction.commit();
    if (done) c.entered.insert(caseId);
    return done;
}

base::Result<> Store::leave(const std::string& caseId) {
    Connection& c = *connection_;
    Database& database = *c.database;
    c.entered.erase(caseId);
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    Seal seal(database, c.layout.digests);
    remove(database, seal, {caseId, "", hostName(), getpid(), ""});
    seal.write();
    return transaction.commit();
}

}  // namespace store
