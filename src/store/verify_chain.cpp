#include <algorithm>

#include "store/connection.h"
#include "store/edits.h"
#include "store/guards.h"
#include "store/records.h"
#include "store/rows.h"
#include "store/state.h"
#include "store/verifying.h"

namespace store {

namespace {

// Whether the columns are of these kinds: i integer, t text, b blob, - null; capital: or null.
bool kinds(const Statement& row, std::string_view wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto kind = row.kind(static_cast<int>(i));
        switch (wanted[i]) {
            case 'i':
                if (kind != Statement::Kind::Integer) return false;
                break;
            case 't':
                if (kind != Statement::Kind::Text) return false;
                break;
            case 'b':
                if (kind != Statement::Kind::Blob) return false;
                break;
            case 'I':
                if (kind != Statement::Kind::Integer && kind != Statement::Kind::Null) return false;
                break;
            case 'B':
                if (kind != Statement::Kind::Blob && kind != Statement::Kind::Null) return false;
                break;
            default: return false;
        }
    }
    return true;
}

void verifyStructures(Verifying& verifying) {
    Digester digester(verifying.layout.digests);
    Statement row =
        verifying.database.prepare("SELECT number, since, time, body, digest FROM sanxian_schemas ORDER BY number");
    for (std::int64_t number = 1; row.step(); ++number)
        if (!kinds(row, "iittb") || row.integer(0) != number ||
            !same(row.bytes(4), digester.add(row.integer(1)).add(row.text(2)).add(row.text(3)).finish()))
            verifying.problem(row.integer(1), "", {}, "structure", "store.verify.structure", row.integer(0));
}

// Adds what a revision did to the layers, in their order; their sum.
std::int64_t addContents(Verifying& verifying, Digester& digester, std::int64_t revision) {
    struct Row {
        std::size_t layer;
        std::string code;
        std::int64_t added, changed, removed;
        std::vector<std::uint8_t> digest;
    };
    std::vector<Row> rows;
    Statement row = verifying.database.prepare(
        "SELECT layer, added, changed, removed, digest FROM sanxian_contents WHERE revision = ?");
    for (row.with(revision); row.step();) {
        const auto layer = verifying.layout.schema->find(row.text(0));
        if (!layer || !kinds(row, "tiiib"))
            verifying.problem(revision, row.string(0), {}, "contents", "store.verify.contents");
        const Bytes digest = row.bytes(4);
        rows.push_back({layer ? layer->index : verifying.layout.tables.size(),
                        row.string(0),
                        row.integer(1),
                        row.integer(2),
                        row.integer(3),
                        {digest.begin(), digest.end()}});
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.layer < b.layer; });
    std::int64_t changes = 0;
    for (const Row& each : rows) {
        digester.add(each.code).add(each.added).add(each.changed).add(each.removed).add(Bytes(each.digest));
        changes += each.added + each.changed + each.removed;
    }
    return changes;
}

struct EditSum {
    bool whole = true;
    std::int64_t count = 0;
};

// Adds the changes of a save, each compared with the state it holds.
EditSum addEdits(Verifying& verifying, Digester& digester, std::int64_t caseNumber, std::int64_t first,
                 std::int64_t changes) {
    EditSum sum;
    StateDigester states(verifying.layout.digests);
    std::vector<std::uint8_t> bytes;
    Statement edit = verifying.database.prepare(
        "SELECT number, \"case\", layer, feature, before, after, state FROM sanxian_edits "
        "WHERE number >= ?1 AND number < ?1 + ?2 ORDER BY number");
    for (edit.with(first, changes); edit.step(); ++sum.count) {
        const auto before = digestIn(edit, 4), after = digestIn(edit, 5);
        digester.add(edit.text(2)).add(edit.integer(3)).orNone(before).orNone(after);
        const auto layer = verifying.layout.schema->find(edit.text(2));
        bool good = layer && kinds(edit, "iitiBBB") && edit.integer(1) == caseNumber && edit.isNull(6) == !after &&
                    (!before || edit.bytes(4).size() == before->size()) &&
                    (!after || edit.bytes(5).size() == after->size());
        if (good && after) {
            const auto state = decodeState(edit.bytes(6), plan::FeatureId::of(edit.integer(3)), *layer);
            bytes.clear();
            if (state) encodeState(*state, bytes);
            good = state && std::ranges::equal(bytes, edit.bytes(6)) && states.of(verifying.layout, *state) == *after;
        }
        if (!good)
            verifying.problem({}, edit.string(2), edit.integer(3), "edit", "store.verify.edit", edit.integer(0),
                              caseIdOf(caseNumber));
    }
    return sum;
}

}  // namespace

void verifyChain(Verifying& verifying) {
    verifyStructures(verifying);
    Database& database = verifying.database;
    Statement structure =
        database.prepare("SELECT digest FROM sanxian_schemas WHERE since <= ? ORDER BY number DESC LIMIT 1");
    Statement row = database.prepare(
        R"(SELECT number, parent, time, author, message, "case", changes, documents, digest FROM sanxian_revisions
           ORDER BY number)");
    const std::string none = encodeDocuments({});
    Digester digester(verifying.layout.digests);
    std::optional<Digest> parent;
    std::int64_t expected = 0;
    for (; row.step(); ++expected) {
        const std::int64_t number = row.integer(0);
        if (parent) digester.add(Bytes(*parent));
        if (structure.with(number).step()) digester.add(Bytes(digestIn(structure, 0).value_or(Digest{})));
        const std::int64_t changes = number > 0 ? addContents(verifying, digester, number) : 0;
        if (number > 0) digester.add(number);
        digester.add(row.text(2));
        if (number > 0) digester.add(row.text(3)).add(row.text(4)).add(row.integer(5));
        if (row.text(7) != none) digester.add(row.text(7));
        const bool right = kinds(row, "iItttIitb") && number == expected && changes == row.integer(6) &&
                           (number == 0 ? row.isNull(1) : !row.isNull(1) && row.integer(1) == number - 1) &&
                           (row.isNull(5) || row.integer(5) > 0) &&
                           (number > 0 || (row.text(3).empty() && row.text(4).empty() && row.isNull(5)));
        if (const Digest digest = digester.finish(); !right || !same(row.bytes(8), digest))
            verifying.problem(number, "", {}, "revision", "store.verify.revision", number);
        parent = digestIn(row, 8).value_or(Digest{});
    }
    if (expected == 0) verifying.problem(0, "", {}, "revision", "store.verify.revision", 0);
    Statement stray =
        database.prepare("SELECT revision, layer FROM sanxian_contents WHERE revision <= 0 OR revision >= ?1");
    for (stray.with(expected); stray.step();)
        verifying.problem(stray.integer(0), stray.string(1), {}, "contents", "store.verify.no_revision");
    Statement unknown = database.prepare("SELECT revision, layer FROM sanxian_contents");
    while (unknown.step())
        if (!verifying.layout.schema->find(unknown.text(1)))
            verifying.problem(unknown.integer(0), unknown.string(1), {}, "contents", "store.verify.no_rows");
}

void verifySaves(Verifying& verifying) {
    Database& database = verifying.database;
    Digester digester(verifying.layout.digests);
    std::vector<std::uint8_t> before;
    std::int64_t lastCase = 0, expected = 1, edits = 0;
    Statement row = database.prepare(
        R"(SELECT "case", number, base, kind, time, author, message, first, changes, digest FROM sanxian_saves
           ORDER BY "case", number)");
    while (row.step()) {
        const std::int64_t caseNumber = row.integer(0), number = row.integer(1);
        if (caseNumber != lastCase) before.clear(), expected = 1;
        lastCase = caseNumber;
        beginSaveDigest(digester, before, caseNumber, number, row.integer(2), row.text(3), row.text(4), row.text(5),
                        row.text(6));
        const EditSum sum = addEdits(verifying, digester, caseNumber, row.integer(7), row.integer(8));
        edits += sum.count;
        const Digest digest = digester.finish();
        if (!kinds(row, "iiittttiib") || number != expected || sum.count != row.integer(8) ||
            !same(row.bytes(9), digest))
            verifying.problem(row.integer(2), "", {}, "save", "store.verify.save", caseIdOf(caseNumber), number);
        const Bytes bytes = row.bytes(9);
        before.assign(bytes.begin(), bytes.end());
        ++expected;
    }
    if (const auto all = database.integer("SELECT count(*) FROM sanxian_edits"); all && *all != edits)
        verifying.problem({}, "", {}, "edit", "store.verify.edits", *all - edits);
}

void verifyRecords(Verifying& verifying) {
    Database& database = verifying.database;
    Digester digester(verifying.layout.digests);
    Digest sum{};
    std::string sealed;
    for (const RecordTable& table : recordTables()) {
        if (!table.sealed) continue;
        const std::string name = table.name;
        Statement row = database.prepare("SELECT * FROM " + name);
        while (row.step()) {
            const int last = row.columns() - 1;
            const bool seal = name == "sanxian_meta" && row.text(0) == "seal";
            if (table.digested && !same(row.bytes(last), recordDigest(digester, name, row))) {
                std::optional<std::int64_t> revision;
                if (name == "sanxian_tags") revision = row.integer(1);
                verifying.problem(revision, "", {}, "record", "store.verify.record", name, row.string(0));
            }
            if (seal) {
                sealed = row.string(1);
                continue;
            }
            const Bytes digest = row.bytes(last);
            for (std::size_t i = 0; i < std::min(sum.size(), digest.size()); ++i) sum[i] ^= digest[i];
        }
    }
    if (database.ok() && sealed != hex(sum)) verifying.problem({}, "", {}, "seal", "store.verify.seal");
    for (const Difference& each : alteredObjects(database, verifying.layout.digests)) {
        if (each.difference == Difference::Kind::Foreign && each.kind != "trigger")
            verifying.found.foreign.push_back(each.name);
        else
            verifying.problem({}, "", {}, "object",
                              each.difference == Difference::Kind::Missing   ? "store.verify.missing"
                              : each.difference == Difference::Kind::Altered ? "store.verify.altered"
                                                                             : "store.verify.foreign_trigger",
                              each.kind, each.name);
    }
}

}  // namespace store
