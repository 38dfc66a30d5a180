#include <algorithm>

#include "rules/place.h"
#include "rules/rule.h"

namespace rules {

namespace {

using geometry::Box;

void add(Box& box, const Box& other) {
    if (!other.empty()) box.add(other);
}

// Outside of it the two shapes are the same. Where the whole reach of the shape changed, all of both: what lies in the
// common part of two features' boxes is then looked at anew.
Box placeOf(const plan::Feature& before, const plan::Feature& after) {
    if (before.box == after.box) return placeBetween(before.shape, after.shape);
    Box place;
    add(place, before.box);
    add(place, after.box);
    return place;
}

bool sameValues(const plan::Feature& a, const plan::Feature& b) {
    for (std::size_t i = 0; i < std::max(a.values.size(), b.values.size()); ++i)
        if (a.value(i) != b.value(i)) return false;
    return true;
}

}  // namespace

Scope Scope::of(const plan::Changeset& changes) {
    Scope scope;
    scope.whole_ = false;
    for (const plan::Change& change : changes.changes) {
        Touched touched{change.before, change.after, {}, true};
        if (change.before && change.after) {
            touched.place = placeOf(*change.before, *change.after);
            touched.redefined = !sameValues(*change.before, *change.after);
        } else {
            add(touched.place, (change.before ? change.before : change.after)->box);
        }
        scope.touched_.emplace(change.id(), std::move(touched));
    }
    return scope;
}

const Scope::Touched* Scope::find(plan::FeatureId id) const {
    const auto at = touched_.find(id);
    return at == touched_.end() ? nullptr : &at->second;
}

std::vector<Box> Scope::places(plan::LayerId layer) const {
    std::vector<Box> places;
    for (const auto& [id, touched] : touched_)
        if (!touched.place.empty() && (touched.after ? touched.after : touched.before)->layer == layer)
            places.push_back(touched.place);
    return places;
}

}  // namespace rules
