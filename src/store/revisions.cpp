#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "store/connection.h"
#include "store/filing.h"

namespace store {

using Code = base::Error::Code;

namespace {

constexpr std::size_t rowsPerReport = 8192;

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || text[0] == '-' || error != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

bool byId(const plan::FeatureRef& a, const plan::FeatureRef& b) { return a->id < b->id; }

// The features of the statement's rows, in the order of ids. Two of one id are damage.
template <class... Arguments>
std::vector<plan::FeatureRef> readRows(Database& database, const Layout& layout, plan::LayerId layer,
                                       const std::string& where, const base::Task& task,
                                       const Arguments&... arguments) {
    std::vector<plan::FeatureRef> features;
    Statement row = database.prepare(selectRows(layout, layer) + " WHERE " + where);
    for (row.with(arguments...); row.step();) {
        auto feature = readRow(database, row, layout, layer);
        if (!feature) break;
        features.push_back(std::move(feature));
        if (features.size() % rowsPerReport == 0 && task.stopped()) {
            database.fail(base::cancelled().value());
            break;
        }
    }
    if (!std::is_sorted(features.begin(), features.end(), byId)) std::sort(features.begin(), features.end(), byId);
    const auto twice = std::adjacent_find(features.begin(), features.end(),
                                          [](const auto& a, const auto& b) { return a->id == b->id; });
    if (twice != features.end())
        database.fail({Code::Invalid,
                       base::message("store.damaged_row", layout.layer(layer.index).code, (*twice)->id.number()),
                       {}});
    return features;
}

plan::LayerId layerAt(std::size_t index) { return {static_cast<std::uint16_t>(index)}; }

// Both in the order of ids.
void join(const std::vector<plan::FeatureRef>& before, const std::vector<plan::FeatureRef>& after,
          plan::Changeset& into) {
    auto b = before.begin(), a = after.begin();
    while (b != before.end() || a != after.end()) {
        if (a == after.end() || (b != before.end() && byId(*b, *a))) {
            into.changes.push_back({*b++, nullptr});
        } else if (b == before.end() || byId(*a, *b)) {
            into.changes.push_back({nullptr, *a++});
        } else {
            if (!(**b == **a)) into.changes.push_back({*b, *a});
            ++b, ++a;
        }
    }
}

Revision readRevision(Database& database, Statement& row) {
    Revision revision;
    revision.number = row.integer(0);
    revision.parent = row.integer(1);
    revision.time = row.string(2);
    revision.author = row.string(3);
    revision.message = row.string(4);
    if (!row.isNull(5)) revision.caseId = "C" + std::to_string(row.integer(5));
    revision.changes = row.integer(6);
    revision.digest = hex(row.bytes(7));
    Statement tag = database.prepare("SELECT name FROM sanxian_tags WHERE revision = ? ORDER BY name");
    for (tag.with(revision.number); tag.step();) revision.tags.push_back(tag.string(0));
    return revision;
}

constexpr std::string_view selectRevisions =
    R"(SELECT number, ifnull(parent, 0), time, author, message, "case", changes, digest FROM sanxian_revisions )";

}  // namespace

RevisionNumber Store::head() const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    (void)transaction.commit();  // a file that cannot be read now says so at the next operation that can fail
    return c.head;
}

base::Result<RevisionNumber> Store::resolve(const std::string& name) const {
    Connection& c = *connection_;
    std::string base = name;
    std::int64_t back = 0;
    if (const auto at = name.rfind('~'); at != std::string::npos) {
        const auto steps = wholeNumber(std::string_view(name).substr(at + 1));
        if (steps) base = name.substr(0, at), back = *steps;
    }
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    std::optional<RevisionNumber> number = base == "head" ? c.head : wholeNumber(base);
    if (!number) number = c.database->integer("SELECT revision FROM sanxian_tags WHERE name = ?", base);
    std::vector<std::string> tags;
    for (auto row = c.database->prepare("SELECT name FROM sanxian_tags ORDER BY name"); row.step();)
        tags.push_back(row.string(0));
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    if (!number || *number > c.head || *number - back < 0) {
        if (tags.empty()) return base::fail(Code::NotFound, "store.no_revision", name, c.head);
        const std::string named = fmt::format("{}", fmt::join(tags, ", "));
        return base::fail(Code::NotFound, "store.no_revision_or_tag", name, c.head, named);
    }
    return *number - back;
}

base::Result<Revision> Store::revision(RevisionNumber number) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    Revision revision;
    {
        Statement row = c.database->prepare(std::string(selectRevisions) + "WHERE number = ?");
        if (row.with(number).step())
            revision = readRevision(*c.database, row);
        else if (c.database->ok())
            c.database->fail(base::fail(Code::NotFound, "store.no_revision", number, c.head).value());
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return revision;
}

base::Result<std::vector<Revision>> Store::log() const {
    Database& database = *connection_->database;
    Transaction transaction(database, Transaction::Kind::Read);
    std::vector<Revision> revisions;
    {
        Statement row = database.prepare(std::string(selectRevisions) + "WHERE number > 0 ORDER BY number DESC");
        while (row.step()) revisions.push_back(readRevision(database, row));
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return revisions;
}

base::Result<> Store::tag(const std::string& name, RevisionNumber number) {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Write);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    fileTag(*c.database, name, number, timeOf({}));
    return transaction.commit();
}

base::Result<plan::Snapshot> Store::Connection::load(RevisionNumber number, const base::Task& task) {
    std::vector<plan::FeatureRef> features;
    const std::size_t layers = layout.tables.size();
    for (std::size_t i = 0; i < layers && database->ok(); ++i) {
        task.report(static_cast<double>(i) / static_cast<double>(layers),
                    base::message("store.reading", layout.layer(i).name.in("zh"), layout.layer(i).name.in("en")));
        // The plus keeps SQLite from the index on _born: nearly every row is wanted.
        auto rows =
            readRows(*database, layout, layerAt(i), "+_born <= ?1 AND (_died IS NULL OR _died > ?1)", task, number);
        if (features.empty())
            features = std::move(rows);
        else
            features.insert(features.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    if (!database->ok()) return base::pass(database->outcome().error());
    return plan::Snapshot(layout.schema, features);
}

base::Result<plan::Snapshot> Store::load(RevisionNumber number, const base::Task& task) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    auto snapshot = c.load(number, task);
    if (!snapshot) return snapshot;
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return snapshot;
}

base::Result<plan::Changeset> Store::changes(RevisionNumber from, RevisionNumber to) const {
    if (from > to) {
        auto changes = this->changes(to, from);
        if (changes) *changes = changes->inverse();
        return changes;
    }
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    for (const auto number : {from, to})
        if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    plan::Changeset changes;
    for (std::size_t i = 0; i < c.layout.tables.size() && c.database->ok(); ++i) {
        const auto ended =
            readRows(*c.database, c.layout, layerAt(i), "_died > ?1 AND _died <= ?2 AND +_born <= ?1", {}, from, to);
        const auto begun = readRows(*c.database, c.layout, layerAt(i),
                                    "_born > ?1 AND _born <= ?2 AND (_died IS NULL OR +_died > ?2)", {}, from, to);
        join(ended, begun, changes);
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return changes;
}

base::Result<RevisionNumber> Store::baseline(const plan::Changeset& changes, const Note& note, const base::Task& task) {
    Connection& c = *connection_;
    Database& database = *c.database;
    if (changes.empty()) return base::fail(Code::Invalid, "store.nothing_to_commit");
    std::vector<const plan::Change*> ordered;
    ordered.reserve(changes.changes.size());
    for (const auto& change : changes.changes) ordered.push_back(&change);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return std::pair(a->layer(), a->id()) < std::pair(b->layer(), b->id());
    });
    Transaction transaction(database, Transaction::Kind::Write);
    c.refresh();
    const RevisionNumber number = c.head + 1;
    {
        Filing filing(database, c.layout, number);
        StateDigester states;
        for (std::size_t i = 0; i < ordered.size() && database.ok(); ++i) {
            const plan::Change& change = *ordered[i];
            for (const auto& state : {change.before, change.after})
                if (auto storable = state ? checkStorable(c.layout, *state) : base::Result<>(); !storable)
                    return transaction.abandon(std::move(storable.error()));
            std::optional<Digest> before;
            if (change.before) before = states.of(c.layout, *change.before);
            filing.change(change.layer(), change.id(), before, change.after);
            if (i % rowsPerReport != 0) continue;
            if (task.stopped()) return transaction.abandon(base::cancelled().value());
            task.report(static_cast<double>(i) / static_cast<double>(ordered.size()), base::message("store.writing"));
        }
        const std::string time = timeOf(note.time);
        filing.finish(note, time, {});
        if (!note.tag.empty()) fileTag(database, note.tag, number, time);
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return c.head = number;
}

}  // namespace store
