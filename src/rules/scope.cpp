#include <algorithm>

#include "rules/rule.h"

namespace rules {

namespace {

using geometry::Box;
using geometry::MultiPolygon;
using geometry::Ring;

// The box of what two closed rings do not share: the stretch between the common beginning and the common end of their
// corner lists, from the last common corner to the next.
Box placeBetween(const Ring& before, const Ring& after) {
    if (before == after) return {};
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0, tail = 0;
    while (head < shorter && before[head] == after[head]) ++head;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    Box place;
    for (const Ring* ring : {&before, &after}) {
        const std::size_t size = ring->size();
        if (size == 0) continue;
        for (std::size_t i = head; i < size - tail; ++i) place.add((*ring)[i]);
        place.add((*ring)[(head + size - 1) % size]);
        place.add((*ring)[(size - tail) % size]);
    }
    return place;
}

bool sameBuild(const MultiPolygon& a, const MultiPolygon& b) {
    const auto holes = [](const geometry::Polygon& x, const geometry::Polygon& y) {
        return x.holes.size() == y.holes.size();
    };
    return std::equal(a.polygons.begin(), a.polygons.end(), b.polygons.begin(), b.polygons.end(), holes);
}

void add(Box& box, const Box& other) {
    if (!other.empty()) box.add(other);
}

// Outside of it the two shapes are the same. Where the whole reach of the shape changed, all of both: what lies in the
// common part of two features' boxes is then looked at anew.
Box placeBetween(const plan::Feature& before, const plan::Feature& after) {
    Box place;
    if (before.shape == after.shape) return place;
    const auto* old = std::get_if<MultiPolygon>(&before.shape);
    const auto* fresh = std::get_if<MultiPolygon>(&after.shape);
    if (!old || !fresh || before.box != after.box || !sameBuild(*old, *fresh)) {
        add(place, before.box);
        add(place, after.box);
        return place;
    }
    for (std::size_t i = 0; i < old->polygons.size(); ++i) {
        add(place, placeBetween(old->polygons[i].outer, fresh->polygons[i].outer));
        for (std::size_t j = 0; j < old->polygons[i].holes.size(); ++j)
            add(place, placeBetween(old->polygons[i].holes[j], fresh->polygons[i].holes[j]));
    }
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
            touched.place = placeBetween(*change.before, *change.after);
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
