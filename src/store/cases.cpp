#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "store/blob.h"
#include "store/connection.h"
#include "store/edits.h"
#include "store/filing.h"

namespace store {

using Code = base::Error::Code;

namespace {

constexpr std::size_t editsPerReport = 1024;

const char* nameOf(Stage stage) {
    switch (stage) {
        case Stage::Open: return "open";
        case Stage::Committed: return "committed";
        case Stage::Closed: break;
    }
    return "closed";
}
Stage stageOf(std::string_view name) {
    return name == "open" ? Stage::Open : name == "committed" ? Stage::Committed : Stage::Closed;
}

}  // namespace

std::string caseIdOf(std::int64_t number) { return "C" + std::to_string(number); }

std::int64_t caseNumberOf(const std::string& id) {
    std::int64_t number = 0;
    if (id.size() < 2 || id.size() > 18 || (id[0] != 'C' && id[0] != 'c')) return 0;
    for (const char c : id.substr(1)) {
        if (c < '0' || c > '9') return 0;
        number = number * 10 + (c - '0');
    }
    return number;
}

std::string encodeDocuments(const std::vector<std::string>& documents) {
    return nlohmann::json(documents).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}
std::vector<std::string> decodeDocuments(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    std::vector<std::string> documents;
    if (json.is_array())
        for (const auto& document : json)
            if (document.is_string()) documents.push_back(document.get<std::string>());
    return documents;
}

namespace {

constexpr std::string_view selectCases =
    R"(SELECT number, title, kind, unit, author, basis, extent, base, space, stage, committed, opened,
              (SELECT count(*) FROM sanxian_saves WHERE "case" = sanxian_cases.number) FROM sanxian_cases )";

Case readCase(Statement& row, const geometry::Grid& grid) {
    Case found;
    found.id = caseIdOf(row.integer(0));
    found.title = row.string(1);
    found.kind = row.string(2);
    found.unit = row.string(3);
    found.author = row.string(4);
    found.basis = decodeDocuments(row.text(5));
    if (auto extent = decodeBlob(row.bytes(6), grid)) found.extent = std::move(*extent);
    found.base = row.integer(7);
    found.first = {static_cast<std::uint32_t>(row.integer(8)), 1};
    found.stage = stageOf(row.text(9));
    if (!row.isNull(10)) found.committed = row.integer(10);
    found.opened = row.string(11);
    found.saves = row.integer(12);
    return found;
}

// Of the spaces of ids, baselines use the small ones.
constexpr std::uint32_t firstSpace = 1u << 24, lastSpace = (1u << 31) - 1;
bool isSpace(std::uint32_t space) { return space >= firstSpace && space <= lastSpace; }
bool isTaken(Database& database, std::uint32_t space) {
    return database.integer("SELECT 1 FROM sanxian_cases WHERE space = ?", std::int64_t{space}).has_value();
}

// A space of ids that no other case of this store draws from, nor, but for one chance in two thousand million, one of
// another seat.
std::uint32_t freshSpace(Database& database) {
    std::random_device device;
    std::uniform_int_distribution<std::uint32_t> spaces(firstSpace, lastSpace);
    std::uint32_t space = spaces(device);
    while (isTaken(database, space)) space = spaces(device);
    return space;
}

}  // namespace

Case findCase(Database& database, const Layout& layout, const std::string& id) {
    Statement row = database.prepare(std::string(selectCases) + "WHERE number = ?");
    if (row.with(caseNumberOf(id)).step()) return readCase(row, layout.schema->grid);
    database.fail(base::fail(Code::NotFound, "store.no_case", id).value());
    return {};
}

void requireOpen(Database& database, const Case& found) {
    if (database.ok() && found.stage != Stage::Open)
        database.fail(base::fail(Code::Conflict, "store.case_not_open", found.id, found.committed.value_or(0)).value());
}

void requireSaves(Database& database, const Case& found, std::int64_t saves) {
    if (database.ok() && found.saves != saves)
        database.fail(base::fail(Code::Conflict, "store.other_saves", found.id, found.saves, saves).value());
}

base::Result<Case> Store::openCase(Case described) {
    Connection& c = *connection_;
    Database& database = *c.database;
    const geometry::Box box = geometry::boxOf(described.extent);
    if (!isStorable(box)) return base::fail(Code::Invalid, "store.extent_far_away");
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    if (!database.ok()) return base::pass(transaction.commit().error());
    std::vector<std::uint8_t> extent;
    encodeBlob(described.extent, box, c.layout.schema->grid, c.layout.srid, extent);
    const std::uint32_t space = described.first.space == 0 ? freshSpace(database) : described.first.space;
    if (!isSpace(space) || isTaken(database, space))
        database.fail({Code::Conflict, base::message("store.space_taken", space), {}});
    if (!database.ok()) return base::pass(transaction.commit().error());
    const std::int64_t number = database.integer("SELECT ifnull(max(number), 0) + 1 FROM sanxian_cases").value_or(1);
    database.run(
        "INSERT INTO sanxian_cases (number, title, kind, unit, author, basis, extent, base, space, stage, opened) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)",
        number, described.title, described.kind, described.unit, described.author, encodeDocuments(described.basis),
        extent.empty() ? std::nullopt : std::optional(Bytes(extent)), c.head, std::int64_t{space},
        timeOf(described.opened));
    Seal seal(database, c.layout.digests);
    seal.after("sanxian_cases", "number = ?1", number);
    seal.write();
    Case made = findCase(database, c.layout, caseIdOf(number));
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return made;
}

base::Result<std::vector<Case>> Store::cases() const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    std::vector<Case> all;
    for (auto row = c.database->prepare(std::string(selectCases) + "ORDER BY number"); row.step();)
        all.push_back(readCase(row, c.layout.schema->grid));
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return all;
}

base::Result<Case> Store::find(const std::string& caseId) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    Case found = findCase(*c.database, c.layout, caseId);
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return found;
}

base::Result<plan::Snapshot> Store::loadCase(const std::string& caseId, const base::Task& task) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    if (!database.ok()) return base::pass(transaction.commit().error());
    auto loaded = c.load(found.base, c.layout, task);
    if (!loaded) return loaded;
    plan::FeatureId next = found.first;
    plan::Changeset changes;
    StateDigester states(c.layout.digests);
    EditedStates edited(database);
    for (const Edit& edit : netEdits(database, c.layout, caseNumberOf(caseId), next)) {
        const auto before = loaded->find(edit.layer, edit.id);
        const auto after = edited.of(edit);
        const bool fits = before ? edit.before == states.of(c.layout, *before) : !edit.before;
        if (!fits) database.fail(base::fail(Code::Invalid, "store.damaged_case", caseId).value());
        if (!database.ok()) break;
        changes.changes.push_back({before, after});
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return loaded->drawingFrom(next).with(changes);
}

base::Result<> Store::save(const std::string& caseId, std::int64_t saves, const plan::Changeset& changes,
                           const Note& note, const plan::Schema* wider) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    Seal seal(database, c.layout.digests);
    if (wider) c.widen(*wider, c.head + 1, seal);
    const Case found = findCase(database, c.layout, caseId);
    requireOpen(database, found);
    requireSaves(database, found, saves);
    if (database.ok())
        writeSave(database, c.layout, {caseNumberOf(caseId), saves + 1, found.base, SaveKind::Edit}, changes, note,
                  timeOf(note.time), seal);
    if (database.ok()) forgetChoices(database, c.layout, caseNumberOf(caseId), changes, seal);
    seal.write();
    auto done = transaction.commit();
    if (!done) c.forget();
    return done;
}

base::Result<RevisionNumber> Store::commit(const std::string& caseId, const Note& note, const base::Task& task,
                                           std::optional<std::int64_t> saves) {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    const Case found = findCase(database, c.layout, caseId);
    requireOpen(database, found);
    if (saves) requireSaves(database, found, *saves);
    if (database.ok() && found.base != c.head)
        database.fail(base::fail(Code::Conflict, "store.head_moved", found.id, found.base, c.head).value());
    if (!database.ok()) return base::pass(transaction.commit().error());
    plan::FeatureId next = found.first;
    const auto edits = netEdits(database, c.layout, caseNumberOf(caseId), next);
    if (edits.empty() && database.ok())
        return transaction.abandon(base::fail(Code::Invalid, "store.nothing_to_commit").value());
    const RevisionNumber number = c.head + 1;
    Note filed = note;
    filed.documents = found.basis;
    filed.time = timeOf(note.time);
    Seal seal(database, c.layout.digests);
    {
        Filing filing(database, c.layout, number);
        EditedStates edited(database);
        for (std::size_t i = 0; i < edits.size() && database.ok(); ++i) {
            filing.change(edits[i].layer, edits[i].id, edits[i].before, edited.of(edits[i]));
            if (i % editsPerReport != 0) continue;
            if (task.stopped()) return transaction.abandon(base::cancelled().value());
            task.report(static_cast<double>(i) / static_cast<double>(edits.size()), base::message("store.writing"));
        }
        filing.finish(filed, filed.time, caseNumberOf(caseId), seal);
    }
    if (!note.tag.empty()) fileTag(database, note.tag, number, filed.time, seal);
    // Nobody works on it any more.
    seal.before("sanxian_presence", R"("case" = ?1)", caseNumberOf(caseId));
    database.run(R"(DELETE FROM sanxian_presence WHERE "case" = ?)", caseNumberOf(caseId));
    seal.before("sanxian_cases", "number = ?1", caseNumberOf(caseId));
    database.run("UPDATE sanxian_cases SET stage = ?, committed = ? WHERE number = ?", nameOf(Stage::Committed), number,
                 caseNumberOf(caseId));
    seal.after("sanxian_cases", "number = ?1", caseNumberOf(caseId));
    seal.write();
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return c.head = number;
}

}  // namespace store
