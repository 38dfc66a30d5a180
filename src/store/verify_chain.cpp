#include <algorithm>

#include "store/connection.h"
#include "store/verifying.h"

namespace store {

namespace {

void verifyStructures(Verifying& verifying) {
    Digester digester(verifying.layout.digests);
    Statement row =
        verifying.database.prepare("SELECT number, since, time, body, digest FROM sanxian_schemas ORDER BY number");
    for (std::int64_t number = 1; row.step(); ++number)
        if (!hasKinds(row, "iittb") || row.integer(0) != number ||
            !same(row.bytes(4), digester.add(row.integer(1)).add(row.text(2)).add(row.text(3)).finish()))
            verifying.problem(row.integer(1), "", {}, "structure", "store.verify.structure", row.integer(0));
}

// What a revision did to the layers, as sanxian_contents has it, in their order.
struct LayerContent {
    std::size_t layer = 0;
    std::string code;
    Content content;
    bool sound = true;
};
std::vector<LayerContent> contentsOf(Verifying& verifying, std::int64_t revision) {
    std::vector<LayerContent> contents;
    Statement row = verifying.database.prepare(
        "SELECT layer, added, changed, removed, digest FROM sanxian_contents WHERE revision = ?");
    for (row.with(revision); row.step();) {
        const bool kinds = hasKinds(row, "tiiib");
        const auto layer = verifying.layout.schema->find(row.text(0));
        const auto digest = digestIn(row, 4).value_or(Digest{});
        contents.push_back({layer ? layer->index : verifying.layout.tables.size(), row.string(0),
                            Content{row.integer(1), row.integer(2), row.integer(3), digest},
                            layer && kinds && row.bytes(4).size() == digest.size()});
    }
    return contents;
}

constexpr const char* columns =
    R"(SELECT number, parent, time, author, message, "case", changes, documents, digest FROM sanxian_revisions )";

// The digest of a revision, by its row and what it did.
Digest digestOf(Verifying& verifying, const Statement& row, const std::optional<Digest>& parent,
                std::vector<LayerContent> contents) {
    Digester digester(verifying.layout.digests);
    const std::int64_t number = row.integer(0);
    if (parent) digester.add(Bytes(*parent));
    Statement structure =
        verifying.database.prepare("SELECT digest FROM sanxian_schemas WHERE since <= ? ORDER BY number DESC LIMIT 1");
    if (structure.with(number).step()) digester.add(Bytes(digestIn(structure, 0).value_or(Digest{})));
    std::stable_sort(contents.begin(), contents.end(),
                     [](const LayerContent& a, const LayerContent& b) { return a.layer < b.layer; });
    for (const auto& [layer, code, content, sound] : contents)
        digester.add(code).add(content.added).add(content.changed).add(content.removed).add(Bytes(content.digest));
    if (number > 0) digester.add(number);
    digester.add(row.text(2));
    if (number > 0) digester.add(row.text(3)).add(row.text(4)).add(row.integer(5));
    if (row.text(7) != encodeDocuments({})) digester.add(row.text(7));
    return digester.finish();
}

// What the digest does not cover, because it follows.
bool isConsistent(const Statement& row, std::int64_t expected, const std::vector<LayerContent>& contents) {
    const std::int64_t number = row.integer(0);
    std::int64_t changes = 0;
    for (const auto& each : contents) changes += each.content.added + each.content.changed + each.content.removed;
    if (!hasKinds(row, "iItttIitb") || number != expected || changes != row.integer(6)) return false;
    if (number == 0)
        return row.isNull(1) && row.isNull(5) && row.text(3).empty() && row.text(4).empty() && contents.empty();
    return !row.isNull(1) && row.integer(1) == number - 1 && (row.isNull(5) || row.integer(5) > 0);
}

}  // namespace

bool hasKinds(const Statement& row, std::string_view wanted) {
    using Kind = Statement::Kind;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Kind kind = row.kind(static_cast<int>(i));
        const char c = wanted[i];
        const Kind named = c == 'i' || c == 'I' ? Kind::Integer : c == 't' ? Kind::Text : Kind::Blob;
        const bool maybeNull = c == 'I' || c == 'B';
        if (kind != named && !(maybeNull && kind == Kind::Null)) return false;
    }
    return true;
}

bool wouldChain(Verifying& verifying, RevisionNumber number, std::string_view layer, const Content& content) {
    Statement row = verifying.database.prepare(std::string(columns) + "WHERE number = ?");
    if (!row.with(number).step()) return false;
    Statement before = verifying.database.prepare("SELECT digest FROM sanxian_revisions WHERE number = ?");
    std::optional<Digest> parent;
    if (before.with(number - 1).step()) parent = digestIn(before, 0);
    auto contents = contentsOf(verifying, number);
    std::erase_if(contents, [&](const LayerContent& each) { return each.code == layer || !each.sound; });
    const auto id = verifying.layout.schema->find(layer);
    if (id && content.added + content.changed + content.removed > 0)
        contents.push_back({id->index, std::string(layer), content, true});
    return same(row.bytes(8), digestOf(verifying, row, parent, std::move(contents)));
}

void verifyChain(Verifying& verifying) {
    verifyStructures(verifying);
    Database& database = verifying.database;
    Statement row = database.prepare(std::string(columns) + "ORDER BY number");
    std::optional<Digest> parent;
    std::int64_t expected = 0;
    for (; row.step() && !verifying.task.stopped(); ++expected) {
        const std::int64_t number = row.integer(0);
        auto contents = contentsOf(verifying, number);
        for (const LayerContent& each : contents)
            if (!each.sound) verifying.problem(number, each.code, {}, "contents", "store.verify.contents_record");
        if (!isConsistent(row, expected, contents) ||
            !same(row.bytes(8), digestOf(verifying, row, parent, std::move(contents))))
            verifying.problem(number, "", {}, "revision", "store.verify.revision", number);
        parent = digestIn(row, 8).value_or(Digest{});
    }
    if (!database.ok() || verifying.task.stopped()) return;
    if (expected == 0) verifying.problem(0, "", {}, "revision", "store.verify.revision", 0);
    Statement stray = database.prepare(
        "SELECT revision, layer FROM sanxian_contents WHERE revision NOT IN (SELECT number FROM sanxian_revisions)");
    while (stray.step())
        verifying.problem(stray.integer(0), stray.string(1), {}, "contents", "store.verify.no_revision");
}

}  // namespace store
