#include <limits>

#include "store/connection.h"
#include "store/filing.h"
#include "store/guards.h"
#include "store/tables.h"

namespace store {

using Code = base::Error::Code;

namespace {

// Whether layers and fields have the same places in both, as far as `wanted` goes: features of it name them by these.
bool agrees(const plan::Schema& held, const plan::Schema& wanted) {
    for (std::size_t i = 0; i < wanted.layers.size(); ++i) {
        const auto &ours = held.layers[i], &theirs = wanted.layers[i];
        if (ours.code != theirs.code) return false;
        for (std::size_t j = 0; j < theirs.fields.size(); ++j)
            if (ours.fields[j].code != theirs.fields[j].code) return false;
    }
    return true;
}

}  // namespace

const Layout& Store::Connection::layoutAt(RevisionNumber number) {
    const auto wanted =
        database->integer("SELECT max(number) FROM sanxian_schemas WHERE since <= ?", number).value_or(structure);
    if (wanted == structure || !database->ok()) return layout;
    if (const auto known = structures.find(wanted); known != structures.end()) return known->second;
    const auto body = database->text("SELECT body FROM sanxian_schemas WHERE number = ?", wanted);
    auto read = decodeLayout(body.value_or(""));
    if (!read) {
        database->fail(std::move(read.error()).in(file.string()));
        return layout;
    }
    read->digests = layout.digests;
    return structures[wanted] = std::move(*read);
}

bool Store::Connection::widen(const plan::Schema& schema, RevisionNumber since, Seal& seal, bool places) {
    if (!database->ok()) return false;
    Layout wider = extended(layout, schema, takenNames(*database));
    if (places && !agrees(*wider.schema, schema)) {
        database->fail({Code::Conflict, base::message("store.structure_moved", file.string()), {}});
        return false;
    }
    if (wider.tables == layout.tables) return false;
    restructure(std::move(wider), since, seal);
    return true;
}

void Store::Connection::restructure(Layout wider, RevisionNumber since, Seal& seal) {
    if (!database->ok()) return;
    if (wider.tables.size() > std::numeric_limits<std::uint16_t>::max())
        return database->fail({Code::Unsupported, base::message("store.too_many_layers"), {}});
    const auto body = encodeLayout(wider);
    if (!body) return database->fail(body.error());
    const ObjectNames others = strangers(*database, layout.digests);
    if (!database->ok()) return;
    createLayers(*database, layout, wider);
    fileLayout(*database, wider, *body, since, timeOf({}), seal);
    guardTables(*database, others);
    recordObjects(*database, layout.digests, seal, others);
    if (!database->ok()) return;
    structures[structure] = std::move(layout);
    layout = std::move(wider);
    structure = database->integer("SELECT max(number) FROM sanxian_schemas").value_or(0);
}

base::Result<plan::SchemaRef> Store::schema(RevisionNumber number) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    const Layout& by = c.layoutAt(number);
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return by.schema;
}

base::Result<> Store::extend(const plan::Schema& schema) {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Write);
    c.refresh();
    Seal seal(*c.database, c.layout.digests);
    if (c.widen(schema, c.head + 1, seal, false)) seal.write();
    auto done = transaction.commit();
    if (!done) c.forget();
    return done;
}

base::Result<std::optional<RevisionNumber>> Store::adopt(const plan::Spec& spec, const std::string& packFolder,
                                                         const Note& note) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    if (!database.ok()) return base::pass(transaction.commit().error());
    auto wider = adopted(c.layout, spec, takenNames(database));
    if (!wider) return transaction.abandon(std::move(wider.error()));
    Seal seal(database, c.layout.digests);
    std::optional<RevisionNumber> number;
    if (encodeLayout(*wider).value_or("") != encodeLayout(c.layout).value_or("")) {
        number = c.head + 1;
        c.restructure(std::move(*wider), *number, seal);
        Filing(database, c.layout, *number).finish(note, timeOf(note.time), {}, seal);
    }
    if (packFolder != c.spec) {
        seal.before("sanxian_meta", "key = 'spec'");
        database.run("UPDATE sanxian_meta SET value = ? WHERE key = 'spec'", packFolder);
        seal.after("sanxian_meta", "key = 'spec'");
    }
    seal.write();
    if (auto done = transaction.commit(); !done) {
        c.forget();
        return base::pass(std::move(done.error()));
    }
    c.spec = packFolder;
    if (number) c.head = *number;
    return number;
}

}  // namespace store
