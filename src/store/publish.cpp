#include <optional>

#include "store/connection.h"
#include "store/filing.h"
#include "store/guards.h"
#include "store/tables.h"

namespace store {

using Code = base::Error::Code;
namespace fs = std::filesystem;

namespace {

// Brings the records of one store, `to`, within a write transaction, to what `from` has, within a read transaction.
// The database fails with a Conflict at the first record of `to` that `from` lacks.
class Publishing {
public:
    Publishing(Database& from, Database& to, Seal& seal, std::string share)
        : from_(from), to_(to), seal_(seal), share_(std::move(share)) {}

    void conflict(const char* key, const std::string& what) {
        to_.fail({Code::Conflict, base::message(key, share_, what), {}});
    }

    // Records that are numbered and never change: `to` has the first of them.
    void append(const std::string& table) {
        const auto last = to_.integer("SELECT max(number) FROM " + table).value_or(-1);
        if (last >= 0 && digestOf(to_, table, last) != digestOf(from_, table, last))
            return conflict("store.share_has_entry", table);
        Statement row = from_.prepare("SELECT * FROM " + table + " WHERE number > ? ORDER BY number");
        for (row.with(last); row.step();) copy(table, row, true);
    }

    // The pack that the structure goes by.
    void pack() {
        Statement row = from_.prepare("SELECT * FROM sanxian_meta WHERE key = 'spec'");
        if (!row.step()) return;
        seal_.before("sanxian_meta", "key = 'spec'");
        copy("sanxian_meta", row, true);
    }

    // Names, each once and for ever.
    void tags() {
        for (auto row = to_.prepare("SELECT name, revision FROM sanxian_tags"); row.step();)
            if (from_.integer("SELECT revision FROM sanxian_tags WHERE name = ?", row.text(0)) != row.integer(1))
                return conflict("store.share_has_tag", row.string(0));
        for (auto row = from_.prepare("SELECT * FROM sanxian_tags"); row.step();)
            if (!to_.integer("SELECT revision FROM sanxian_tags WHERE name = ?", row.text(0)))
                copy("sanxian_tags", row, true);
    }

    // Cases as they are now, and the saves that `to` lacks.
    void cases() {
        for (auto row = to_.prepare("SELECT number, space FROM sanxian_cases"); row.step();)
            if (from_.integer("SELECT space FROM sanxian_cases WHERE number = ?", row.integer(0)) != row.integer(1))
                return conflict("store.share_has_case", caseIdOf(row.integer(0)));
        for (auto row = from_.prepare("SELECT * FROM sanxian_cases"); row.step();) {
            const std::int64_t number = row.integer(0);
            const auto saved =
                to_.integer(R"(SELECT max(number) FROM sanxian_saves WHERE "case" = ?)", number).value_or(0);
            if (saved > 0 && saveDigest(to_, number, saved) != saveDigest(from_, number, saved))
                return conflict("store.share_has_save", caseIdOf(number));
            seal_.before("sanxian_cases", "number = ?1", number);
            copy("sanxian_cases", row, true);
            saves(number, saved);
        }
        for (const std::string table : {"sanxian_resolutions", "sanxian_verdicts", "sanxian_waivers"}) {
            seal_.before(table, "true");
            to_.run("DELETE FROM " + table);
            for (auto row = from_.prepare("SELECT * FROM " + table); row.step();) copy(table, row, true);
        }
    }

private:
    static std::optional<Digest> digestOf(Database& database, const std::string& table, std::int64_t number) {
        Statement row = database.prepare("SELECT digest FROM " + table + " WHERE number = ?");
        if (!row.with(number).step()) return {};
        return digestIn(row, 0);
    }
    static std::optional<Digest> saveDigest(Database& database, std::int64_t caseNumber, std::int64_t number) {
        Statement row = database.prepare(R"(SELECT digest FROM sanxian_saves WHERE "case" = ? AND number = ?)");
        if (!row.with(caseNumber, number).step()) return {};
        return digestIn(row, 0);
    }

    void saves(std::int64_t caseNumber, std::int64_t after) {
        Statement save = from_.prepare(
            R"(SELECT first, changes, "case", number, base, kind, time, author, message, digest FROM sanxian_saves
               WHERE "case" = ? AND number > ? ORDER BY number)");
        for (save.with(caseNumber, after); save.step();) {
            // The edits of other cases may lie between, so their numbers are given anew.
            const std::int64_t first = to_.integer("SELECT ifnull(max(number), 0) + 1 FROM sanxian_edits").value_or(1);
            Statement edit = from_.prepare(
                R"(SELECT number - ?1 + ?3, "case", layer, feature, before, after, state FROM sanxian_edits
                   WHERE number >= ?1 AND number < ?1 + ?2 ORDER BY number)");
            for (edit.with(save.integer(0), save.integer(1), first); edit.step();) copy("sanxian_edits", edit, false);
            to_.run(R"(INSERT INTO sanxian_saves
                       (first, changes, "case", number, base, kind, time, author, message, digest)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
                    first, save.integer(1), save.integer(2), save.integer(3), save.integer(4), save.text(5),
                    save.text(6), save.text(7), save.text(8), save.bytes(9));
            seal_.toggle(save.bytes(9));
        }
    }

    // The row as it is; `sealed`: its last column is a digest that the seal counts.
    void copy(const std::string& table, const Statement& row, bool sealed) {
        std::string places = "?";
        for (int column = 1; column < row.columns(); ++column) places += ", ?";
        Statement insert = to_.prepare("INSERT OR REPLACE INTO " + table + " VALUES (" + places + ")");
        for (int column = 0; column < row.columns(); ++column) {
            const int at = column + 1;
            switch (row.kind(column)) {
                case Statement::Kind::Integer: insert.bind(at, row.integer(column)); break;
                case Statement::Kind::Real: insert.bind(at, row.real(column)); break;
                case Statement::Kind::Text: insert.bind(at, row.text(column)); break;
                case Statement::Kind::Blob: insert.bind(at, row.bytes(column)); break;
                case Statement::Kind::Null: insert.bind(at, nullptr); break;
            }
        }
        insert.run();
        if (sealed) seal_.toggle(row.bytes(row.columns() - 1));
    }

    Database& from_;
    Database& to_;
    Seal& seal_;
    std::string share_;
};

// Files one revision again, from its changes; the digest that comes out must be the one that it has.
void refile(Database& to, const Layout& layout, const Revision& revision, const plan::Changeset& changes, Seal& seal,
            const base::Task& task) {
    Filing filing(to, layout, revision.number);
    StateDigester states(layout.digests);
    for (const plan::Change& change : changes.changes) {
        if (task.stopped()) return to.fail(base::cancelled().value());
        std::optional<Digest> before;
        if (change.before) before = states.of(layout, *change.before);
        filing.change(change.layer(), change.id(), before, change.after);
    }
    const Note note{revision.author, revision.message, {}, {}, revision.documents};
    const auto caseNumber =
        revision.caseId.empty() ? std::optional<std::int64_t>() : std::optional(caseNumberOf(revision.caseId));
    filing.finish(note, revision.time, caseNumber, seal);
    Statement made = to.prepare("SELECT digest FROM sanxian_revisions WHERE number = ?");
    if (to.ok() && made.with(revision.number).step() && hex(made.bytes(0)) != revision.digest)
        to.fail({Code::Invalid, base::message("store.revision_does_not_verify", revision.number), {}});
}

}  // namespace

base::Result<std::int64_t> Store::publish(const fs::path& share, const base::Task& task) const {
    std::error_code none;
    if (!fs::exists(share, none)) {
        if (auto made = backup(share, task); !made) return base::pass(std::move(made.error()));
        return head();
    }
    auto other = Store::open(share);
    if (!other) return base::pass(std::move(other.error()));
    Connection &c = *connection_, &there = *other->connection_;
    Database& to = *there.database;
    if (there.layout.digests != c.layout.digests)
        return base::fail(Code::Conflict, "store.share_differs", share.string());

    const RevisionNumber last = head();
    Transaction writing(to, Transaction::Kind::Write);
    there.refresh();
    if (!to.ok()) return base::pass(writing.commit().error());
    const RevisionNumber first = there.head;
    const auto held = to.text("SELECT lower(hex(digest)) FROM sanxian_revisions WHERE number = ?", first);
    const auto ours = first <= last ? revision(first) : base::Result<Revision>(Revision{});
    if (!ours) return writing.abandon(ours.error());
    if (held != ours->digest)
        return writing.abandon({Code::Conflict, base::message("store.share_has_revision", share.string(), first), {}});

    Seal seal(to, there.layout.digests);
    {
        Transaction reading(*c.database, Transaction::Kind::Read);
        c.refresh();
        Publishing publishing(*c.database, to, seal, share.string());
        publishing.pack();
        publishing.append("sanxian_schemas");
        publishing.append("sanxian_settings");
        publishing.append("sanxian_signatures");
        publishing.tags();
        publishing.cases();
        const ObjectNames others = strangers(to, there.layout.digests);
        if (to.ok()) {
            createLayers(to, there.layout, c.layout);
            guardTables(to, others);
            recordObjects(to, there.layout.digests, seal, others);
        }
        if (auto read = reading.commit(); !read) return writing.abandon(std::move(read.error()));
    }
    for (RevisionNumber number = first + 1; number <= last && to.ok(); ++number) {
        task.report(static_cast<double>(number - first) / static_cast<double>(last - first + 1),
                    base::message("store.publishing", number));
        const auto filed = revision(number);
        if (!filed) return writing.abandon(filed.error());
        const auto between = changes(number - 1, number);
        if (!between) return writing.abandon(between.error());
        refile(to, c.layout, *filed, *between, seal, task);
    }
    seal.write();
    if (auto done = writing.commit(); !done) return base::pass(std::move(done.error()));
    return last - first;
}

}  // namespace store
