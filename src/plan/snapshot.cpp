#include "plan/snapshot.h"

#include <algorithm>

#include "base/check.h"
#include "geometry/index.h"

namespace plan {

namespace {

// Once more features than this have changed since the index was built, and more than a sixteenth of it, it is built
// anew.
constexpr std::size_t overlayLimit = 2048;
// Once more features than this have changed since the index of changes was built, it is.
constexpr std::size_t recentLimit = 128;

// Where features lie: a packed index, built once and shared by all versions until it is built anew.
struct Places {
    geometry::PackedIndex tree;
    std::vector<FeatureId> ids;  // by item, in order

    Places() = default;
    Places(const std::vector<geometry::Box>& boxes, std::vector<FeatureId> of) : tree(boxes), ids(std::move(of)) {}
    bool has(FeatureId id) const { return std::binary_search(ids.begin(), ids.end(), id); }
};

}  // namespace

// Three generations of places, each true of what the younger ones do not have.
struct Snapshot::LayerState {
    struct Recent {
        FeatureId id;
        geometry::Box box;  // empty where it was removed
    };

    Table table;
    std::shared_ptr<const Places> base = std::make_shared<const Places>();
    std::shared_ptr<const Places> changed = std::make_shared<const Places>();
    std::vector<Recent> recent;  // in order
    geometry::Box extent;        // of everything that was there since the base was built

    static geometry::Box boxIn(const Table& table, FeatureId id) {
        const FeatureRef feature = table.find(id);
        return feature ? feature->box : geometry::Box();
    }

    static std::shared_ptr<const LayerState> indexed(Table table) {
        auto state = std::make_shared<LayerState>();
        std::vector<geometry::Box> boxes;
        std::vector<FeatureId> ids;
        boxes.reserve(table.size());
        ids.reserve(table.size());
        table.each([&](const FeatureRef& feature) {
            boxes.push_back(feature->box);
            ids.push_back(feature->id);
            if (!feature->box.empty()) state->extent.add(feature->box);
        });
        state->base = std::make_shared<const Places>(boxes, std::move(ids));
        state->table = std::move(table);
        return state;
    }

    std::shared_ptr<const LayerState> with(std::vector<Table::Entry> entries) const {
        auto state = std::make_shared<LayerState>();
        state->base = base;
        state->changed = changed;
        state->extent = extent;
        std::vector<FeatureId> ids;
        ids.reserve(entries.size() + recent.size());
        for (const Recent& one : recent) ids.push_back(one.id);
        for (const auto& entry : entries) {
            ids.push_back(entry.id);
            if (entry.feature && !entry.feature->box.empty()) state->extent.add(entry.feature->box);
        }
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        state->table = table.with(std::move(entries));
        if (ids.size() <= recentLimit) {
            for (const FeatureId id : ids) state->recent.push_back({id, boxIn(state->table, id)});
            return state;
        }
        std::vector<FeatureId> all;
        all.reserve(ids.size() + changed->ids.size());
        std::set_union(ids.begin(), ids.end(), changed->ids.begin(), changed->ids.end(), std::back_inserter(all));
        if (all.size() > overlayLimit && all.size() > base->ids.size() / 16) return indexed(std::move(state->table));
        std::vector<geometry::Box> boxes;
        boxes.reserve(all.size());
        for (const FeatureId id : all) boxes.push_back(boxIn(state->table, id));
        state->changed = std::make_shared<const Places>(boxes, std::move(all));
        return state;
    }

    bool isRecent(FeatureId id) const {
        const auto before = [](const Recent& one, FeatureId wanted) { return one.id < wanted; };
        const auto at = std::lower_bound(recent.begin(), recent.end(), id, before);
        return at != recent.end() && at->id == id;
    }

    void each(const geometry::Box& box, const std::function<void(const FeatureRef&)>& visit) const {
        base->tree.query(box, [&](std::uint32_t item) {
            const FeatureId id = base->ids[item];
            if (!changed->has(id) && !isRecent(id)) visit(table.find(id));
        });
        changed->tree.query(box, [&](std::uint32_t item) {
            const FeatureId id = changed->ids[item];
            if (!isRecent(id)) visit(table.find(id));
        });
        for (const Recent& one : recent)
            if (one.box.touches(box)) visit(table.find(one.id));
    }
};

Snapshot::Snapshot() : Snapshot(std::make_shared<const Schema>()) {}

Snapshot::Snapshot(SchemaRef schema) : schema_(std::move(schema)) {
    layers_.assign(schema_->layers.size(), std::make_shared<const LayerState>());
}

Snapshot::Snapshot(SchemaRef schema, const std::vector<FeatureRef>& features) : Snapshot(std::move(schema)) {
    std::vector<std::vector<Table::Entry>> entries(layers_.size());
    for (const auto& feature : features) entries[feature->layer.index].push_back({feature->id, feature});
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const std::size_t count = entries[i].size();
        Table table = Table().with(std::move(entries[i]));
        SANXIAN_ASSERT(table.size() == count);
        layers_[i] = LayerState::indexed(std::move(table));
    }
    for (const auto& feature : features)
        if (feature->id.space == next_.space && feature->id.serial >= next_.serial)
            next_.serial = feature->id.serial + 1;
}

Snapshot Snapshot::under(SchemaRef schema) const {
    SANXIAN_ASSERT(schema->layers.size() >= layers_.size());
    Snapshot result = *this;
    result.schema_ = std::move(schema);
    result.layers_.resize(result.schema_->layers.size(), std::make_shared<const LayerState>());
    return result;
}

FeatureRef Snapshot::find(FeatureId id) const {
    for (const auto& layer : layers_)
        if (auto feature = layer->table.find(id)) return feature;
    return nullptr;
}

FeatureRef Snapshot::find(LayerId layer, FeatureId id) const { return layers_[layer.index]->table.find(id); }

FeatureRef Snapshot::find(LayerId layer, std::string_view name) const {
    FeatureRef found;
    const auto key = schema_->layer(layer).field(schema_->layer(layer).key);
    each(layer, [&](const FeatureRef& feature) {
        if (found) return;
        const bool keyed = key && !isBlank(feature->value(*key));
        if (keyed ? textOf(feature->value(*key)) == name : nameOf(*schema_, *feature) == name) found = feature;
    });
    if (!found && name.starts_with('#')) {
        std::int64_t number = 0;
        for (const char c : name.substr(1)) {
            if (c < '0' || c > '9' || number > (std::int64_t{1} << 62) / 10) return nullptr;
            number = number * 10 + (c - '0');
        }
        found = find(layer, FeatureId::of(number));
    }
    return found;
}

std::size_t Snapshot::count(LayerId layer) const { return layers_[layer.index]->table.size(); }

std::size_t Snapshot::count() const {
    std::size_t sum = 0;
    for (const auto& layer : layers_) sum += layer->table.size();
    return sum;
}

void Snapshot::each(LayerId layer, const std::function<void(const FeatureRef&)>& visit) const {
    layers_[layer.index]->table.each(visit);
}

void Snapshot::each(LayerId layer, const geometry::Box& box,
                    const std::function<void(const FeatureRef&)>& visit) const {
    if (!box.empty()) layers_[layer.index]->each(box, visit);
}

geometry::Box Snapshot::extent(LayerId layer) const { return layers_[layer.index]->extent; }

geometry::Box Snapshot::extent() const {
    geometry::Box box;
    for (const auto& layer : layers_)
        if (!layer->extent.empty()) box.add(layer->extent);
    return box;
}

Snapshot Snapshot::drawingFrom(FeatureId first) const {
    Snapshot result = *this;
    result.next_ = first;
    return result;
}

base::Result<Snapshot> Snapshot::with(const Changeset& changes) const {
    std::vector<std::vector<Table::Entry>> entries(layers_.size());
    Snapshot result = *this;
    for (const auto& change : changes.changes) {
        const FeatureId id = change.id();
        const LayerId layer = change.layer();
        if (layer.index >= layers_.size())
            return base::fail(base::Error::Code::Conflict, "plan.no_such_layer", layer.index);
        const FeatureRef here = layers_[layer.index]->table.find(id);
        const bool fits = here == change.before || (here && change.before && *here == *change.before);
        if (!fits) {
            const FeatureRef shown = change.before ? change.before : change.after;
            return base::fail(base::Error::Code::Conflict, "plan.changed_meanwhile", schema_->layer(layer).code,
                              nameOf(*schema_, *shown));
        }
        entries[layer.index].push_back({id, change.after});
        if (id.space == result.next_.space && id.serial >= result.next_.serial) result.next_.serial = id.serial + 1;
    }
    for (std::size_t i = 0; i < layers_.size(); ++i)
        if (!entries[i].empty()) result.layers_[i] = layers_[i]->with(std::move(entries[i]));
    return result;
}

Changeset Snapshot::diff(const Snapshot& before, const Snapshot& after) {
    Changeset result;
    const Table none;
    const std::size_t layers = std::max(before.layers_.size(), after.layers_.size());
    for (std::size_t i = 0; i < layers; ++i) {
        const Table& a = i < before.layers_.size() ? before.layers_[i]->table : none;
        const Table& b = i < after.layers_.size() ? after.layers_[i]->table : none;
        if (i < before.layers_.size() && i < after.layers_.size() && before.layers_[i] == after.layers_[i]) continue;
        Table::diff(a, b, [&](const FeatureRef& old, const FeatureRef& fresh) {
            result.changes.push_back({old, fresh});
        });
    }
    return result;
}

Changeset Snapshot::diff(const Snapshot& before, const Snapshot& after, LayerId layer) {
    Changeset result;
    const auto &a = before.layers_[layer.index], &b = after.layers_[layer.index];
    if (a == b) return result;
    Table::diff(a->table, b->table, [&](const FeatureRef& old, const FeatureRef& fresh) {
        result.changes.push_back({old, fresh});
    });
    return result;
}

bool Snapshot::operator==(const Snapshot& other) const { return diff(*this, other).empty(); }

std::vector<FeatureRef> withVertex(const Snapshot& snapshot, geometry::Point vertex,
                                   const std::vector<LayerId>& layers) {
    std::vector<FeatureRef> found;
    const auto look = [&](LayerId layer) {
        snapshot.each(layer, geometry::Box::of(vertex), [&](const FeatureRef& feature) {
            if (geometry::hasVertex(feature->shape, vertex)) found.push_back(feature);
        });
    };
    if (layers.empty())
        for (std::size_t i = 0; i < snapshot.schema().layers.size(); ++i) look({static_cast<std::uint16_t>(i)});
    else
        for (const LayerId layer : layers) look(layer);
    std::sort(found.begin(), found.end(), [](const FeatureRef& a, const FeatureRef& b) {
        return std::pair(a->layer, a->id) < std::pair(b->layer, b->id);
    });
    return found;
}

}  // namespace plan
