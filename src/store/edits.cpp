#include "store/edits.h"

#include <algorithm>

#include "store/state.h"

namespace store {

using Code = base::Error::Code;

namespace {

std::optional<Bytes> bytesOf(const std::optional<Digest>& digest) {
    return digest ? std::optional(Bytes(*digest)) : std::nullopt;
}

const char* nameOf(SaveKind kind) { return kind == SaveKind::Edit ? "edit" : "rebase"; }

// The save that what a case does begins with, its first or the last rebase.
std::int64_t firstSave(Database& database, std::int64_t caseNumber) {
    return database.integer(R"(SELECT max(number) FROM sanxian_saves WHERE "case" = ? AND kind = 'rebase')", caseNumber)
        .value_or(1);
}

// The row of sanxian_edits that it begins with.
std::int64_t firstEdit(Database& database, std::int64_t caseNumber) {
    return database
        .integer(R"(SELECT first FROM sanxian_saves WHERE "case" = ? AND number = ?)", caseNumber,
                 firstSave(database, caseNumber))
        .value_or(0);
}

// Finds the state that a case has of a feature: after its last edit, or in the revision it stands on.
class CaseStates {
public:
    CaseStates(Database& database, const Layout& layout, const SavePlace& place)
        : database_(database),
          layout_(layout),
          place_(place),
          first_(firstEdit(database, place.caseNumber)),
          edited_(database.prepare(R"(SELECT after FROM sanxian_edits
                                      WHERE feature = ? AND "case" = ? AND number >= ? AND layer = ?
                                      ORDER BY number DESC LIMIT 1)")) {}

    std::optional<Digest> of(plan::LayerId layer, plan::FeatureId id) {
        edited_.with(id.number(), place_.caseNumber, first_, layout_.layer(layer.index).code);
        if (place_.number > 1 && place_.kind == SaveKind::Edit && edited_.step()) return digestIn(edited_, 0);
        if (layer_ != layer) {
            layer_ = layer;
            filed_.emplace(database_.prepare("SELECT _digest FROM " + identifier(layout_.tables[layer.index].name) +
                                             " WHERE _feature = ?1 AND _born <= ?2 AND (_died IS NULL OR _died > ?2)"));
        }
        if (!filed_->with(id.number(), place_.base).step()) return {};
        return digestIn(*filed_, 0);
    }

private:
    Database& database_;
    const Layout& layout_;
    SavePlace place_;
    std::int64_t first_;
    Statement edited_;
    std::optional<plan::LayerId> layer_;
    std::optional<Statement> filed_;
};

void readEdits(Database& database, const Layout& layout, std::int64_t first, std::int64_t count,
               std::vector<Edit>& into) {
    Statement row = database.prepare(
        "SELECT layer, feature, before, after, number FROM sanxian_edits WHERE number >= ?1 AND number < ?1 + ?2 "
        "ORDER BY number");
    std::optional<plan::LayerId> layer;
    for (row.with(first, count); row.step();) {
        if (!layer || layout.layer(layer->index).code != row.text(0)) layer = layout.schema->find(row.text(0));
        if (!layer) return database.fail(base::fail(Code::Invalid, "store.damaged_edit", row.integer(4)).value());
        into.push_back(
            {*layer, plan::FeatureId::of(row.integer(1)), digestIn(row, 2), digestIn(row, 3), row.integer(4)});
    }
}

auto placeOf(const Edit& edit) { return std::pair(edit.layer, edit.id); }

}  // namespace

std::vector<Edit> netEdits(Database& database, const Layout& layout, std::int64_t caseNumber, plan::FeatureId& next) {
    // A space of ids belongs to one case, so those that were drawn from it are a range of the index.
    const auto from = plan::FeatureId{next.space, 0}.number(), last = plan::FeatureId{next.space, ~0u}.number();
    if (const auto drawn =
            database.integer("SELECT max(feature) FROM sanxian_edits WHERE feature BETWEEN ? AND ?", from, last))
        next.serial = std::max(next.serial, plan::FeatureId::of(*drawn).serial + 1);
    std::vector<Edit> edits;
    Statement save = database.prepare(
        R"(SELECT first, changes FROM sanxian_saves WHERE "case" = ? AND number >= ? ORDER BY number)");
    for (save.with(caseNumber, firstSave(database, caseNumber)); save.step();)
        readEdits(database, layout, save.integer(0), save.integer(1), edits);
    std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return placeOf(a) < placeOf(b); });
    std::vector<Edit> net;
    for (std::size_t at = 0; at < edits.size();) {
        Edit edit = edits[at];
        for (; at < edits.size() && placeOf(edits[at]) == placeOf(edit); ++at)
            edit.after = edits[at].after, edit.row = edits[at].row;
        if (edit.before != edit.after) net.push_back(edit);
    }
    return net;
}

EditedStates::EditedStates(Database& database)
    : database_(database), find_(database.prepare("SELECT state FROM sanxian_edits WHERE number = ?")) {}

plan::FeatureRef EditedStates::of(const Edit& edit) {
    if (!edit.after) return nullptr;
    plan::FeatureRef state;
    if (find_.with(edit.row).step()) state = decodeState(find_.bytes(0), edit.id, edit.layer);
    if (!state) database_.fail(base::fail(Code::Invalid, "store.damaged_edit", edit.row).value());
    find_.reset();
    return state;
}

void beginSaveDigest(Digester& digester, Bytes digestBefore, std::int64_t caseNumber, std::int64_t number,
                     RevisionNumber base, std::string_view kind, std::string_view time, std::string_view author,
                     std::string_view message) {
    digester.add(digestBefore).add(caseNumber).add(number).add(base).add(kind).add(time).add(author).add(message);
}

void writeSave(Database& database, const Layout& layout, const SavePlace& place, const plan::Changeset& changes,
               const Note& note, const std::string& time, Seal& seal) {
    std::vector<const plan::Change*> ordered;
    for (const auto& change : changes.changes) ordered.push_back(&change);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return std::pair(a->layer(), a->id()) < std::pair(b->layer(), b->id());
    });
    Digester save(layout.digests);
    {
        Statement last = database.prepare(R"(SELECT digest FROM sanxian_saves WHERE "case" = ? AND number = ?)");
        const Bytes before = last.with(place.caseNumber, place.number - 1).step() ? last.bytes(0) : Bytes();
        beginSaveDigest(save, before, place.caseNumber, place.number, place.base, nameOf(place.kind), time, note.author,
                        note.message);
    }

    const std::int64_t first = database.integer("SELECT ifnull(max(number), 0) + 1 FROM sanxian_edits").value_or(1);
    CaseStates here(database, layout, place);
    StateDigester states(layout.digests);
    Statement insert = database.prepare(R"(INSERT INTO sanxian_edits ("case", layer, feature, before, after, state)
                                           VALUES (?, ?, ?, ?, ?, ?))");
    std::vector<std::uint8_t> bytes;
    std::optional<plan::FeatureId> previous;
    for (const plan::Change* change : ordered) {
        for (const auto& state : {change->before, change->after})
            if (auto storable = state ? checkStorable(layout, *state) : base::Result<>(); !storable)
                return database.fail(std::move(storable.error()));
        const std::string& code = layout.layer(change->layer().index).code;
        const auto digestOf = [&](const plan::FeatureRef& state) {
            return state ? std::optional(states.of(layout, *state)) : std::nullopt;
        };
        const auto before = digestOf(change->before), after = digestOf(change->after);
        if (previous == change->id() || here.of(change->layer(), change->id()) != before) {
            const std::string name = plan::nameOf(*layout.schema, change->before ? *change->before : *change->after);
            return database.fail(base::fail(Code::Conflict, "store.changed_meanwhile", code, name).value());
        }
        previous = change->id();
        bytes.clear();
        if (change->after) encodeState(*change->after, bytes);
        const auto state = change->after ? std::optional(Bytes(bytes)) : std::nullopt;
        insert.with(place.caseNumber, code, change->id().number(), bytesOf(before), bytesOf(after), state).run();
        save.add(code).add(change->id().number()).orNone(before).orNone(after);
    }
    const Digest digest = save.finish();
    database.run(
        R"(INSERT INTO sanxian_saves ("case", number, base, kind, time, author, message, first, changes, digest)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
        place.caseNumber, place.number, place.base, nameOf(place.kind), time, note.author, note.message, first,
        static_cast<std::int64_t>(ordered.size()), Bytes(digest));
    seal.toggle(digest);
}

}  // namespace store
