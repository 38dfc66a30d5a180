#include <algorithm>
#include <charconv>

#include "store/connection.h"
#include "store/rows.h"

namespace store {

using Code = base::Error::Code;

namespace {

// Fails the transaction where there is no such layer.
bool known(Database& database, const Layout& layout, plan::LayerId layer) {
    if (layer.index < layout.tables.size()) return database.ok();
    database.fail(base::fail(Code::NotFound, "store.no_such_layer", layer.index).value());
    return false;
}

// The rows' states, born and died being the columns after those of readRow.
template <class... Arguments>
std::vector<FeatureState> readStates(Database& database, const Layout& layout, plan::LayerId layer,
                                     const std::string& where, const Arguments&... arguments) {
    std::vector<FeatureState> states;
    const int born = rowColumns(layout, layer);
    Statement row = database.prepare(selectRows(layout, layer, ", _born, _died") + " WHERE " + where);
    for (row.with(arguments...); row.step();) {
        auto feature = readRow(database, row, layout, layer);
        if (!feature) break;
        states.push_back({row.integer(born), {}, layer, std::move(feature)});
        if (!row.isNull(born + 1)) states.back().died = row.integer(born + 1);
    }
    return states;
}

// The states whose boxes touch `box` and that fulfil the condition on ?5, in the order of ids.
std::vector<FeatureState> statesNear(Database& database, const Layout& layout, plan::LayerId layer,
                                     const geometry::Box& box, const std::string& condition, RevisionNumber number) {
    if (!known(database, layout, layer) || !layout.hasGeometry(layer.index) || box.empty()) return {};
    const auto& grid = layout.schema->grid;
    const auto low = grid.place({box.minX, box.minY}), high = grid.place({box.maxX, box.maxY});
    auto states = readStates(database, layout, layer,
                             "_row IN (SELECT pkid FROM " + identifier(layout.tables[layer.index].index()) +
                                 " WHERE xmax >= ?1 AND xmin <= ?2 AND ymax >= ?3 AND ymin <= ?4) AND " + condition,
                             low.x, high.x, low.y, high.y, number);
    // The index holds boxes in floats, a little larger than they are.
    std::erase_if(states, [&](const FeatureState& state) { return !state.feature->box.touches(box); });
    std::sort(states.begin(), states.end(),
              [](const FeatureState& a, const FeatureState& b) { return a.feature->id < b.feature->id; });
    return states;
}

std::optional<std::int64_t> numberAfterHash(const std::string& name) {
    if (!name.starts_with('#')) return {};
    std::int64_t number = 0;
    const char *begin = name.data() + 1, *end = name.data() + name.size();
    const auto [at, error] = std::from_chars(begin, end, number);
    if (begin == end || error != std::errc() || at != end || number < 0) return {};
    return number;
}

}  // namespace

base::Result<std::vector<plan::FeatureId>> Store::named(plan::LayerId layer, const std::string& keyOrId) const {
    Connection& c = *connection_;
    Database& database = *c.database;
    Transaction transaction(database, Transaction::Kind::Read);
    c.refresh();
    std::vector<plan::FeatureId> found;
    if (known(database, c.layout, layer)) {
        const LayerTable& table = c.layout.tables[layer.index];
        const auto collect = [&](const std::string& column, const auto& value) {
            Statement row = database.prepare("SELECT DISTINCT _feature FROM " + identifier(table.name) + " WHERE " +
                                             column + " = ? ORDER BY _feature");
            for (row.with(value); row.step();) found.push_back(plan::FeatureId::of(row.integer(0)));
        };
        if (const auto key = c.layout.layer(layer.index).field(c.layout.layer(layer.index).key))
            collect(identifier(table.columns[*key]), keyOrId);
        if (const auto number = numberAfterHash(keyOrId); number && found.empty()) collect("_feature", *number);
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return found;
}

base::Result<std::vector<FeatureState>> Store::history(plan::LayerId layer, plan::FeatureId id) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    std::vector<FeatureState> states;
    if (known(*c.database, c.layout, layer))
        states = readStates(*c.database, c.layout, layer, "_feature = ? ORDER BY _born", id.number());
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return states;
}

base::Result<std::vector<FeatureState>> Store::at(plan::LayerId layer, const geometry::Box& box,
                                                  RevisionNumber number) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    auto states =
        statesNear(*c.database, c.layout, layer, box, "+_born <= ?5 AND (_died IS NULL OR +_died > ?5)", number);
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return states;
}

base::Result<plan::Changeset> Store::ended(plan::LayerId layer, const geometry::Box& box, RevisionNumber number) const {
    Connection& c = *connection_;
    Transaction transaction(*c.database, Transaction::Kind::Read);
    c.refresh();
    if (auto there = c.require(number); !there && c.database->ok()) return transaction.abandon(there.error());
    plan::Changeset changes;
    for (auto& state : statesNear(*c.database, c.layout, layer, box, "_died = ?5", number)) {
        const auto next =
            readStates(*c.database, c.layout, layer, "_feature = ? AND _born = ?", state.feature->id.number(), number);
        changes.changes.push_back({std::move(state.feature), next.empty() ? nullptr : next.front().feature});
    }
    if (auto done = transaction.commit(); !done) return base::pass(std::move(done.error()));
    return changes;
}

}  // namespace store
