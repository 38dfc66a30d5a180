#include "exchange/reconcile.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace exchange {

using plan::FeatureRef;
using plan::Value;

namespace {

const Value null;

std::size_t mixed(std::size_t hash, std::size_t next) {
    return hash ^ (next + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2));
}

std::size_t hashOf(const geometry::Shape& shape) {
    std::size_t hash = shape.index();
    const auto add = [&](const std::vector<geometry::Point>& points) {
        for (const geometry::Point point : points) hash = mixed(hash, std::hash<geometry::Point>()(point));
        hash = mixed(hash, points.size());
    };
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape)) add(*points);
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape))
        for (const auto& line : lines->lines) add(line);
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape))
        geometry::eachRing(*area, [&](const geometry::Ring& ring) { add(ring); });
    return hash;
}

// What is already there, to be found by key or by content.
class Existing {
public:
    explicit Existing(const Reconciliation& how) : how_(how) {
        how.before.each(how.layer, [&](const FeatureRef& feature) {
            byContent_[contentOf(feature->shape, feature->values)].push_back(feature);
            if (std::string key = keyOf(feature->values); !key.empty()) byKey_[std::move(key)].push_back(feature);
        });
    }

    // A feature with this key and this content that is not taken yet.
    FeatureRef takeEqual(const Incoming& one) {
        const auto at = byContent_.find(contentOf(one.shape, one.values));
        if (at == byContent_.end()) return {};
        std::deque<FeatureRef>& alike = at->second;
        const auto found =
            std::find_if(alike.begin(), alike.end(), [&](const FeatureRef& feature) { return equal(*feature, one); });
        if (found == alike.end()) return {};
        FeatureRef feature = *found;
        alike.erase(found);
        taken_.insert(feature->id);
        return feature;
    }
    // The next one with this key that is not taken yet.
    FeatureRef takeNext(const Incoming& one) {
        const auto at = byKey_.find(keyOf(one.values));
        if (at == byKey_.end()) return {};
        for (std::deque<FeatureRef>& waiting = at->second; !waiting.empty();) {
            const FeatureRef feature = waiting.front();
            waiting.pop_front();
            if (taken_.insert(feature->id).second) return feature;
        }
        return {};
    }
    bool taken(plan::FeatureId id) const { return taken_.contains(id); }

private:
    std::string keyOf(const std::vector<Value>& values) const {
        return how_.key && *how_.key < values.size() ? plan::textOf(values[*how_.key]) : std::string();
    }
    static const Value& valueAt(const std::vector<Value>& values, std::size_t field) {
        return field < values.size() ? values[field] : null;
    }
    std::size_t contentOf(const geometry::Shape& shape, const std::vector<Value>& values) const {
        std::size_t hash = hashOf(shape);
        for (std::size_t i = 0; i < how_.given.size(); ++i)
            if (how_.given[i]) hash = mixed(hash, std::hash<Value>()(valueAt(values, i)));
        return hash;
    }
    bool equal(const plan::Feature& feature, const Incoming& one) const {
        if (feature.shape != one.shape) return false;
        for (std::size_t i = 0; i < how_.given.size(); ++i)
            if (how_.given[i] && feature.value(i) != valueAt(one.values, i)) return false;
        return true;
    }

    const Reconciliation& how_;
    std::unordered_map<std::size_t, std::deque<FeatureRef>> byContent_;
    std::unordered_map<std::string, std::deque<FeatureRef>> byKey_;
    std::unordered_set<plan::FeatureId> taken_;
};

plan::Change added(const Reconciliation& how, Incoming one, plan::FeatureId& next) {
    auto after = plan::makeFeature(how.schema, next, how.layer, std::move(one.shape), std::move(one.values));
    ++next.serial;
    return {nullptr, std::move(after)};
}

// Fields that the source does not have keep their values.
plan::Change changed(const Reconciliation& how, const FeatureRef& before, Incoming one) {
    for (std::size_t i = 0; i < one.values.size(); ++i)
        if (!how.given[i]) one.values[i] = before->value(i);
    return {before, plan::makeFeature(how.schema, before->id, how.layer, std::move(one.shape), std::move(one.values))};
}

}  // namespace

std::vector<plan::Change> reconcile(const Reconciliation& how, std::vector<Incoming> incoming, plan::FeatureId& next) {
    std::vector<plan::Change> changes;
    changes.reserve(incoming.size());
    if (how.mode == ImportMode::Append || how.before.count(how.layer) == 0) {
        for (Incoming& one : incoming) changes.push_back(added(how, std::move(one), next));
        return changes;
    }
    Existing existing(how);
    std::vector<bool> untouched(incoming.size());
    for (std::size_t i = 0; i < incoming.size(); ++i) untouched[i] = existing.takeEqual(incoming[i]) != nullptr;
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        if (untouched[i]) continue;
        if (const FeatureRef before = existing.takeNext(incoming[i]))
            changes.push_back(changed(how, before, std::move(incoming[i])));
        else
            changes.push_back(added(how, std::move(incoming[i]), next));
    }
    if (how.mode == ImportMode::Replace)
        how.before.each(how.layer, [&](const FeatureRef& feature) {
            if (!existing.taken(feature->id)) changes.push_back({feature, nullptr});
        });
    return changes;
}

}  // namespace exchange
