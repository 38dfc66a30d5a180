#include "store/filing.h"

#include <algorithm>

#include "store/connection.h"
#include "store/totals.h"

namespace store {

using Code = base::Error::Code;

namespace {

Digest blobOf(Database& database, std::string_view sql, std::int64_t argument) {
    Digest digest{};
    Statement row = database.prepare(sql);
    if (row.with(argument).step()) {
        const Bytes bytes = row.bytes(0);
        std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    }
    return digest;
}

// So many states wait until those before them are ended.
constexpr std::size_t mostBegun = 20'000, mostCorners = 1'000'000;

// The structure that a revision was filed under is part of what it means.
Digest structureAt(Database& database, RevisionNumber number) {
    return blobOf(database, "SELECT digest FROM sanxian_schemas WHERE since <= ? ORDER BY number DESC LIMIT 1", number);
}

}  // namespace

Filing::Filing(Database& database, const Layout& layout, RevisionNumber number)
    : database_(database),
      layout_(layout),
      number_(number),
      contents_(layout.digests),
      revision_(layout.digests),
      states_(layout.digests) {
    revision_.add(blobOf(database, "SELECT digest FROM sanxian_revisions WHERE number = ?", number - 1));
    revision_.add(structureAt(database, number));
}

void Filing::change(plan::LayerId layer, plan::FeatureId id, const std::optional<Digest>& before,
                    const plan::FeatureRef& after) {
    if (!database_.ok()) return;
    if (layer_ != layer) {
        closeLayer();
        layer_ = layer;
        writer_.emplace(database_, layout_, layer, number_);
    }
    const auto alive = writer_->alive(id);
    if (alive != before || last_ == id) {
        const std::string name = after ? plan::nameOf(*layout_.schema, *after) : "#" + std::to_string(id.number());
        const std::string& code = layout_.layer(layer.index).code;
        return database_.fail({Code::Conflict, base::message("store.changed_meanwhile", code, name), {}});
    }
    last_ = id;
    if (alive) {
        writer_->end();
        counts_.area -= totalUnits(writer_->aliveArea());
    }
    std::optional<Digest> digest;
    if (after) {
        counts_.area += totalUnits(after->area);
        digest = states_.of(layout_, *after);
        begin(after, *digest);
    }
    ++(!alive ? counts_.added : after ? counts_.changed : counts_.removed);
    contents_.add(id.number()).orNone(before).orNone(digest);
    ++changes_;
}

// States are ended first and begun then: a pass from one end of the table to the other touches no page twice, and
// SQLite sums up anew all that it has written to the log since a page was written that has to be written again.
void Filing::begin(const plan::FeatureRef& feature, const Digest& digest) {
    if (writer_->fresh()) return writer_->begin(*feature, digest);
    begun_.push_back({feature, digest});
    begunCorners_ += geometry::vertexCount(feature->shape);
    if (begun_.size() >= mostBegun || begunCorners_ >= mostCorners) writeBegun();
}

void Filing::writeBegun() {
    for (const auto& [feature, digest] : begun_) writer_->begin(*feature, digest);
    begun_.clear();
    begunCorners_ = 0;
}

void Filing::closeLayer() {
    if (!layer_) return;
    writeBegun();
    writer_->finish();
    const std::string& code = layout_.layer(layer_->index).code;
    const Digest digest = contents_.finish();
    database_.run(
        "INSERT INTO sanxian_contents (revision, layer, added, changed, removed, digest) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        number_, code, counts_.added, counts_.changed, counts_.removed, Bytes(digest));
    revision_.add(code).add(counts_.added).add(counts_.changed).add(counts_.removed).add(Bytes(digest));
    grown_.emplace_back(code, counts_.area);
    counts_ = {};
    writer_.reset();
    last_.reset();
}

void Filing::finish(const Note& note, const std::string& time, std::optional<std::int64_t> caseNumber, Seal& seal) {
    closeLayer();
    revision_.add(number_).add(time).add(note.author).add(note.message).add(caseNumber.value_or(0));
    const std::string documents = encodeDocuments(note.documents);
    if (!note.documents.empty()) revision_.add(documents);  // format 1 had none
    const Digest digest = revision_.finish();
    database_.run(
        R"(INSERT INTO sanxian_revisions (number, parent, time, author, message, "case", changes, documents, digest)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
        number_, number_ - 1, time, note.author, note.message, caseNumber, changes_, documents, Bytes(digest));
    seal.toggle(digest);
    for (const auto& [layer, area] : grown_) fileTotal(database_, layer, number_, area, seal);
}

void fileTag(Database& database, const std::string& name, RevisionNumber number, const std::string& time, Seal& seal) {
    const bool digits = std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits || name == "head" || name.starts_with("case:") || name.find_first_of("~ \t\r\n") != std::string::npos)
        return database.fail({Code::Invalid, base::message("store.bad_tag", name), {}});
    const auto there = database.integer("SELECT revision FROM sanxian_tags WHERE name = ?", name);
    if (there == number) return;
    if (there) return database.fail({Code::Conflict, base::message("store.tag_taken", name, *there), {}});
    database.run("INSERT INTO sanxian_tags (name, revision, time) VALUES (?, ?, ?)", name, number, time);
    seal.after("sanxian_tags", "name = ?1", name);
}

void fileEmptyPlan(Database& database, DigestMethod method, const std::string& time, Seal& seal) {
    const Digest digest = Digester(method).add(structureAt(database, 0)).add(time).finish();
    database.run(
        "INSERT INTO sanxian_revisions (number, time, author, message, changes, documents, digest) "
        "VALUES (0, ?, '', '', 0, '[]', ?)",
        time, Bytes(digest));
    seal.toggle(digest);
}

void fileLayout(Database& database, const Layout& layout, const std::string& body, RevisionNumber since,
                const std::string& time, Seal& seal) {
    const Digest digest = Digester(layout.digests).add(since).add(time).add(body).finish();
    database.run("INSERT INTO sanxian_schemas (since, time, body, digest) VALUES (?, ?, ?, ?)", since, time, body,
                 Bytes(digest));
    seal.toggle(digest);
}

}  // namespace store
