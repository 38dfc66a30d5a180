#include "plan/changeset.h"

#include <map>

namespace plan {

namespace {
bool same(const FeatureRef& a, const FeatureRef& b) { return a == b || (a && b && *a == *b); }
}  // namespace

bool Change::operator==(const Change& other) const { return same(before, other.before) && same(after, other.after); }

Changeset Changeset::inverse() const {
    Changeset result;
    result.changes.reserve(changes.size());
    for (const auto& change : changes) result.changes.push_back({change.after, change.before});
    return result;
}

Changeset Changeset::then(const Changeset& next) const {
    std::map<FeatureId, Change> joined;
    for (const auto& change : changes) joined.emplace(change.id(), change);
    for (const auto& change : next.changes) {
        const auto [at, fresh] = joined.emplace(change.id(), change);
        if (!fresh) at->second.after = change.after;
    }
    Changeset result;
    for (auto& [id, change] : joined)
        if (!same(change.before, change.after)) result.changes.push_back(std::move(change));
    return result;
}

}  // namespace plan
