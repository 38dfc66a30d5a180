#include "review/renumber.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "geometry/overlay.h"

namespace review {

namespace {

constexpr std::size_t serialLength = 8;

std::optional<std::int64_t> serialOf(const std::string& prefix, const plan::Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text || text->size() != prefix.size() + serialLength || !text->starts_with(prefix)) return {};
    std::int64_t serial = 0;
    for (const char c : text->substr(prefix.size())) {
        if (c < '0' || c > '9') return {};
        serial = serial * 10 + (c - '0');
    }
    return serial;
}

bool apart(const plan::Feature& a, const plan::Feature& b) {
    if (!a.box.touches(b.box)) return true;
    const auto *x = std::get_if<geometry::MultiPolygon>(&a.shape), *y = std::get_if<geometry::MultiPolygon>(&b.shape);
    if (!x || !y) return false;
    const auto overlap = geometry::overlaps(*x, *y);
    return overlap && !*overlap;
}

}  // namespace

plan::Changeset renumbered(const plan::Schema& schema, const plan::Changeset& mine, const plan::Changeset& theirs,
                           std::vector<Renamed>& renamed) {
    const std::string prefix = schema.region + "0000";
    std::map<std::pair<plan::LayerId, std::int64_t>, plan::FeatureRef> taken;  // by features that theirs made
    std::int64_t last = 0;
    const auto keyOf = [&](const plan::FeatureRef& feature) {
        return schema.layer(feature->layer).field(schema.layer(feature->layer).key);
    };
    for (const auto* side : {&mine, &theirs})
        for (const auto& change : side->changes) {
            if (!change.after) continue;
            const auto key = keyOf(change.after);
            const auto serial = key ? serialOf(prefix, change.after->value(*key)) : std::nullopt;
            if (!serial) continue;
            last = std::max(last, *serial);
            if (side == &theirs && !change.before) taken.emplace(std::pair(change.layer(), *serial), change.after);
        }
    plan::Changeset result = mine;
    for (auto& change : result.changes) {
        if (change.before || !change.after) continue;
        const auto key = keyOf(change.after);
        const auto serial = key ? serialOf(prefix, change.after->value(*key)) : std::nullopt;
        if (!serial) continue;
        const auto there = taken.find({change.layer(), *serial});
        if (there == taken.end() || there->second->id == change.id() || !apart(*change.after, *there->second)) continue;
        auto values = change.after->values;
        const std::string fresh = fmt::format("{}{:08}", prefix, ++last);
        renamed.push_back({change.layer(), change.id(), plan::textOf(values[*key]), fresh});
        values[*key] = fresh;
        change.after = plan::makeFeature(change.id(), change.layer(), change.after->shape, change.after->area, values);
    }
    return result;
}

}  // namespace review
