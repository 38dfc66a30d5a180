#include <algorithm>

#include "store/connection.h"
#include "store/filing.h"

namespace store {

using Code = base::Error::Code;

namespace {

constexpr std::size_t rowsPerReport = 8192;

// While it lives, SQLite keeps few pages: those of a pass are wanted once, and to put each into the memory of one
// before is cheaper than to ask for more memory. A failure of the database leaves it so, which costs time alone.
class OnePass {
public:
    explicit OnePass(Database& database)
        : database_(database), pages_(database.integer("PRAGMA cache_size").value_or(pages)) {
        set(pages);
    }
    ~OnePass() { set(pages_); }
    OnePass(const OnePass&) = delete;
    OnePass& operator=(const OnePass&) = delete;

private:
    static constexpr std::int64_t pages = 500;
    void set(std::int64_t count) { database_.script("PRAGMA cache_size = " + std::to_string(count)); }
    Database& database_;
    std::int64_t pages_;  // negative: in KiB
};

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

constexpr std::string_view selectRevisions =
    R"(SELECT number, ifnull(parent, 0), time, author, message, "case", changes, documents, digest,
              number > 0 AND EXISTS (SELECT 1 FROM sanxian_schemas WHERE since = sanxian_revisions.number)
       FROM sanxian_revisions )";

// Reads revisions within one transaction; making its statements ready takes longer than reading one.
class RevisionReader {
public:
    RevisionReader(Database& database, std::string_view which)
        : row_(database.prepare(std::string(selectRevisions) + std::string(which))),
          tag_(database.prepare("SELECT name FROM sanxian_tags WHERE revision = ? ORDER BY name")),
          layer_(database.prepare("SELECT layer, added, changed, removed FROM sanxian_contents WHERE revision = ?")) {}

    // The next one that the arguments find.
    template <class... Arguments>
    void ask(const Arguments&... arguments) {
        row_.with(arguments...);
    }
    bool next(Revision& into) {
        if (!row_.step()) return false;
        into = read();
        return true;
    }

private:
    Revision read() {
        Revision revision;
        revision.number = row_.integer(0);
        revision.parent = row_.integer(1);
        revision.time = row_.string(2);
        revision.author = row_.string(3);
        revision.message = row_.string(4);
        if (!row_.isNull(5)) revision.caseId = caseIdOf(row_.integer(5));
        revision.changes = row_.integer(6);
        revision.documents = decodeDocuments(row_.text(7));
        revision.digest = hex(row_.bytes(8));
        revision.structure = row_.integer(9) != 0;
        for (tag_.with(revision.number); tag_.step();) revision.tags.push_back(tag_.string(0));
        for (layer_.with(revision.number); layer_.step();) {
            const LayerCounts counts{layer_.string(0), layer_.integer(1), layer_.integer(2), layer_.integer(3)};
            revision.added += counts.added, revision.changed += counts.changed, revision.removed += counts.removed;
            revision.layers.push_back(counts);
        }
        return revision;
    }

    Statement row_, tag_, layer_;
};

}  // namespace

RevisionNumber Store::head() const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    (void)transaction.commit();  // a file that cannot be read now says so at the next operation that can fail
    return c.head;
}

base::Result<Revision> Store::revision(RevisionNumber number) const {
    auto found = revisions({number});
    if (!found) return base::pass(std::move(found.error()));
    return std::move(found->front());
}

base::Result<std::vector<Revision>> Store::revisions(const std::vector<RevisionNumber>& numbers) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    std::vector<Revision> revisions(numbers.size());
    {
        RevisionReader reader(*c.database, "WHERE number = ?");
        for (std::size_t i = 0; i < numbers.size() && c.database->ok(); ++i) {
            reader.ask(numbers[i]);
            if (!reader.next(revisions[i]) && c.database->ok())
                c.database->fail(base::fail(Code::NotFound, "store.no_revision", numbers[i], c.head).value());
        }
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return revisions;
}

base::Result<std::vector<Revision>> Store::log() const {
    Database& database = *connection_->database;
    Transaction transaction(database, Transaction::Kind::Read);
    std::vector<Revision> revisions;
    {
        RevisionReader reader(database, "WHERE number > 0 ORDER BY number DESC");
        for (Revision revision; reader.next(revision);) revisions.push_back(std::move(revision));
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return revisions;
}

base::Result<> Store::tag(const std::string& name, RevisionNumber number) {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Write);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    Seal seal(*c.database, c.layout.digests);
    fileTag(*c.database, name, number, timeOf({}), seal);
    seal.write();
    return transaction.commit();
}

base::Result<plan::Snapshot> Store::Connection::load(RevisionNumber number, const Layout& by, const base::Task& task) {
    std::vector<plan::FeatureRef> features;
    const OnePass pass(*database);
    const std::size_t layers = by.tables.size();
    for (std::size_t i = 0; i < layers && database->ok(); ++i) {
        task.report(static_cast<double>(i) / static_cast<double>(layers),
                    base::message("store.reading", by.layer(i).name.in("zh"), by.layer(i).name.in("en")));
        // The plus keeps SQLite from the index on _born: nearly every row is wanted.
        auto rows = readRows(*database, by, layerAt(i), "+_born <= ?1 AND (_died IS NULL OR _died > ?1)", task, number);
        if (features.empty())
            features = std::move(rows);
        else
            features.insert(features.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    if (!database->ok()) return base::pass(database->outcome().error());
    return plan::Snapshot(by.schema, features);
}

base::Result<plan::Snapshot> Store::load(RevisionNumber number, const base::Task& task) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    auto snapshot = c.load(number, c.layoutAt(number), task);
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
    const Layout& by = c.layoutAt(to);
    // The index holds the states that are younger than revision 1.
    const std::string born = from == 0 ? "+_born > ?1 AND +_born <= ?2" : "_born > ?1 AND _born <= ?2 AND _born > 1";
    plan::Changeset changes;
    const OnePass pass(*c.database);
    for (std::size_t i = 0; i < by.tables.size() && c.database->ok(); ++i) {
        const auto ended =
            readRows(*c.database, by, layerAt(i), "_died > ?1 AND _died <= ?2 AND +_born <= ?1", {}, from, to);
        const auto begun =
            readRows(*c.database, by, layerAt(i), born + " AND (_died IS NULL OR +_died > ?2)", {}, from, to);
        join(ended, begun, changes);
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return changes;
}

base::Result<RevisionNumber> Store::baseline(const plan::Changeset& changes, const Note& note, const base::Task& task,
                                             const plan::Schema* wider) {
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
    const auto refused = [&](base::Error error) {
        c.forget();
        return transaction.abandon(std::move(error));
    };
    Seal seal(database, c.layout.digests);
    if (wider) c.widen(*wider, number, seal);
    {
        Filing filing(database, c.layout, number);
        StateDigester states(c.layout.digests);
        for (std::size_t i = 0; i < ordered.size() && database.ok(); ++i) {
            const plan::Change& change = *ordered[i];
            for (const auto& state : {change.before, change.after})
                if (auto storable = state ? checkStorable(c.layout, *state) : base::Result<>(); !storable)
                    return refused(std::move(storable.error()));
            std::optional<Digest> before;
            if (change.before) before = states.of(c.layout, *change.before);
            filing.change(change.layer(), change.id(), before, change.after);
            if (i % rowsPerReport != 0) continue;
            if (task.stopped()) return refused(base::cancelled().value());
            task.report(static_cast<double>(i) / static_cast<double>(ordered.size()), base::message("store.writing"));
        }
        const std::string time = timeOf(note.time);
        filing.finish(note, time, {}, seal);
        if (!note.tag.empty()) fileTag(database, note.tag, number, time, seal);
    }
    seal.write();
    if (auto done = transaction.commit(); !done) {
        c.forget();
        return base::pass(std::move(done.error()));
    }
    database.letReadersIn();
    return c.head = number;
}

}  // namespace store
