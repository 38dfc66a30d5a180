#include <algorithm>
#include <map>

#include "store/blob.h"
#include "store/rows.h"
#include "store/state.h"
#include "store/verifying.h"

namespace store {

namespace {

// One state as it stands in its table.
struct Life {
    std::int64_t feature = 0, born = 0;
    std::optional<std::int64_t> died;
    Digest digest{};
};

// Shows values in columns of each type, as SQLite keeps them there: `_odd` says what a column cannot.
class Columns {
public:
    explicit Columns(Database& database) : database_(database) {
        database.script("CREATE TEMP TABLE IF NOT EXISTS sanxian_shown (t TEXT, i BIGINT, d DOUBLE, x DATE)");
    }
    bool shows(const Statement& row, int column, plan::FieldType type, const plan::Value& value) {
        const std::string name = type == plan::FieldType::Text      ? "t"
                                 : type == plan::FieldType::Integer ? "i"
                                 : type == plan::FieldType::Real    ? "d"
                                                                    : "x";
        database_.script("DELETE FROM temp.sanxian_shown");
        Statement insert = database_.prepare("INSERT INTO temp.sanxian_shown (" + name + ") VALUES (?)");
        std::visit(
            [&](const auto& held) {
                if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
                    insert.bind(1, nullptr);
                else
                    insert.bind(1, held);
            },
            value);
        insert.run();
        Statement shown = database_.prepare("SELECT " + name + " FROM temp.sanxian_shown");
        return shown.step() && shown.kind(0) == row.kind(column) &&
               std::ranges::equal(shown.bytes(0), row.bytes(column));
    }

private:
    Database& database_;
};

// Compares what a row shows in its columns with the feature that was read from it.
class RowCheck {
public:
    RowCheck(Database& database, const Layout& layout, std::size_t layer)
        : layout_(layout), layer_(layer), columns_(database) {}

    bool holds(const Statement& row, const plan::Feature& feature) {
        blob_.clear();
        if (layout_.hasGeometry(layer_))
            encodeBlob(feature.shape, feature.box, layout_.schema->grid, layout_.srid, blob_);
        if (!std::ranges::equal(blob_, row.bytes(3)) || row.isNull(3) != blob_.empty()) return false;
        if (row.kind(0) != Statement::Kind::Integer || row.kind(1) != Statement::Kind::Real) return false;
        const auto& fields = layout_.layer(layer_).fields;
        const auto odd = row.isNull(2) ? std::vector<PlacedValue>()
                                       : decodeValues(row.bytes(2)).value_or(std::vector<PlacedValue>());
        if (row.isNull(2) != odd.empty()) return false;
        for (const auto& [field, value] : odd)
            if (!columns_.shows(row, firstField + static_cast<int>(field), fields[field].type, value)) return false;
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (row.kind(firstField + static_cast<int>(i)) == Statement::Kind::Blob) return false;
        return true;
    }

private:
    static constexpr int firstField = 4;
    const Layout& layout_;
    std::size_t layer_;
    Columns columns_;
    std::vector<std::uint8_t> blob_;
};

// What one revision did to one feature.
struct Event {
    std::int64_t revision = 0, feature = 0;
    std::optional<Digest> before, after;
    auto place() const { return std::pair(revision, feature); }
};

std::vector<Event> eventsOf(Verifying& verifying, const std::string& code, std::vector<Life>& lives) {
    std::vector<Event> ends;
    for (const Life& life : lives) {
        ends.push_back({life.born, life.feature, {}, life.digest});
        if (life.died) ends.push_back({*life.died, life.feature, life.digest, {}});
    }
    std::sort(ends.begin(), ends.end(), [](const Event& a, const Event& b) { return a.place() < b.place(); });
    std::vector<Event> events;
    for (Event& end : ends) {
        if (events.empty() || events.back().place() != end.place()) {
            events.push_back(std::move(end));
            continue;
        }
        Event& event = events.back();
        if ((event.before && end.before) || (event.after && end.after))
            verifying.problem(end.revision, code, end.feature, "row", "store.verify.overlap");
        if (end.before) event.before = end.before;
        if (end.after) event.after = end.after;
    }
    return events;
}

struct Content {
    std::int64_t added = 0, changed = 0, removed = 0;
    Digest digest{};
    bool operator==(const Content&) const = default;
};

Content contentOf(Digester& digester, std::span<const Event> events, std::size_t without) {
    Content content;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i == without) continue;
        const Event& event = events[i];
        ++(!event.before ? content.added : event.after ? content.changed : content.removed);
        digester.add(event.feature).orNone(event.before).orNone(event.after);
    }
    content.digest = digester.finish();
    return content;
}

// The feature whose being there alone makes the difference, where one does; looked for in small revisions only, for it
// takes the square of their size.
std::optional<std::int64_t> intruder(Digester& digester, std::span<const Event> events, const Content& filed) {
    constexpr std::size_t small = 2000;
    if (events.size() == 1) return events.front().feature;
    for (std::size_t i = 0; events.size() <= small && i < events.size(); ++i)
        if (contentOf(digester, events, i) == filed) return events[i].feature;
    return {};
}

void verifyContents(Verifying& verifying, const std::string& code, std::vector<Life>& lives) {
    std::map<std::int64_t, Content> filed;
    Statement row = verifying.database.prepare(
        "SELECT revision, added, changed, removed, digest FROM sanxian_contents WHERE layer = ?");
    for (row.with(code); row.step();)
        filed[row.integer(0)] = {row.integer(1), row.integer(2), row.integer(3), digestIn(row, 4).value_or(Digest{})};
    const std::vector<Event> events = eventsOf(verifying, code, lives);
    Digester digester(verifying.layout.digests);
    for (std::size_t at = 0, end = 0; at < events.size(); at = end) {
        const std::int64_t revision = events[at].revision;
        while (end < events.size() && events[end].revision == revision) ++end;
        const std::span<const Event> done(events.data() + at, end - at);
        const auto there = filed.find(revision);
        if (there == filed.end()) {
            for (const Event& event : done)
                verifying.problem(revision, code, event.feature, "contents", "store.verify.no_revision");
            continue;
        }
        if (contentOf(digester, done, done.size()) != there->second)
            verifying.problem(revision, code, intruder(digester, done, there->second), "contents",
                              "store.verify.contents");
        filed.erase(there);
    }
    for (const auto& [revision, content] : filed)
        verifying.problem(revision, code, {}, "contents", "store.verify.no_rows");
}

// The entry of the spatial index.
class IndexCheck {
public:
    IndexCheck(Database& database, const Layout& layout, std::size_t layer)
        : layout_(layout),
          find_(database.prepare("SELECT xmin, xmax, ymin, ymax FROM " + identifier(layout.tables[layer].index()) +
                                 " WHERE pkid = ?")) {}
    bool holds(std::int64_t row, const plan::Feature& feature) {
        const bool there = find_.with(row).step();
        if (there) ++found;
        if (!there || feature.box.empty()) return there != feature.box.empty();
        const auto entry = RtreeWriter::entryOf(row, feature.box, layout_.schema->grid);
        return find_.real(0) == entry.minX && find_.real(1) == entry.maxX && find_.real(2) == entry.minY &&
               find_.real(3) == entry.maxY;
    }
    std::int64_t found = 0;

private:
    const Layout& layout_;
    Statement find_;
};

}  // namespace

void verifyLayer(Verifying& verifying, std::size_t index) {
    Database& database = verifying.database;
    const Layout& layout = verifying.layout;
    const plan::LayerId layer{static_cast<std::uint16_t>(index)};
    const std::string& code = layout.layer(index).code;
    const std::string tree = layout.tables[index].index();
    StateDigester states(layout.digests);
    RowCheck check(database, layout, index);
    std::optional<IndexCheck> boxes;
    if (verifying.full && layout.hasGeometry(index)) boxes.emplace(database, layout, index);
    std::vector<Life> lives;
    const int more = rowColumns(layout, layer);
    Statement row = database.prepare(selectRows(layout, layer, ", _row, _born, _died, _digest"));
    while (row.step() && !(lives.size() % 1024 == 0 && verifying.task.stopped())) {
        const std::int64_t id = row.integer(0), born = row.integer(more + 1);
        Life life{id, born, {}, digestIn(row, more + 3).value_or(Digest{})};
        if (!row.isNull(more + 2)) life.died = row.integer(more + 2);
        const plan::FeatureRef feature = readRow(database, row, layout, layer);
        if (!feature) {
            (void)database.outcome();  // it says what this problem does
            verifying.problem(born, code, id, "row", "store.verify.unreadable_row");
        } else if (!same(row.bytes(more + 3), states.of(layout, *feature)) || !check.holds(row, *feature)) {
            verifying.problem(born, code, id, "row", "store.verify.row", plan::nameOf(*layout.schema, *feature));
        }
        if (row.kind(more + 1) != Statement::Kind::Integer ||
            (life.died && (row.kind(more + 2) != Statement::Kind::Integer || *life.died <= born)))
            verifying.problem(born, code, id, "row", "store.verify.life");
        if (boxes && feature && !boxes->holds(row.integer(more), *feature))
            verifying.problem(born, code, id, "index", "store.verify.box");
        lives.push_back(life);
    }
    if (!database.ok() || verifying.task.stopped()) return;
    if (boxes) {
        const auto entries = database.integer("SELECT count(*) FROM " + identifier(tree + "_rowid"));
        const auto sound = database.text("SELECT rtreecheck(?)", tree);
        if (entries != boxes->found || sound != "ok")
            verifying.problem({}, code, {}, "index", "store.verify.tree", sound.value_or(""));
    }
    verifyContents(verifying, code, lives);
}

}  // namespace store
