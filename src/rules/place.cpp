#include "rules/place.h"

#include <algorithm>

namespace rules {

using geometry::Box;
using geometry::MultiPolygon;
using geometry::Ring;

namespace {

// The box of what two closed rings do not share: the stretch between the common beginning and the common end of their
// corner lists, from the last common corner to the next.
Box placeBetween(const Ring& before, const Ring& after) {
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0, tail = 0;
    while (head < shorter && before[head] == after[head]) ++head;
    if (head == before.size() && head == after.size()) return {};
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

}  // namespace

Box placeBetween(const geometry::Shape& before, const geometry::Shape& after) {
    Box place;
    const auto* old = std::get_if<MultiPolygon>(&before);
    const auto* fresh = std::get_if<MultiPolygon>(&after);
    if (!old || !fresh || !sameBuild(*old, *fresh)) {
        if (before == after) return place;
        add(place, geometry::boxOf(before));
        add(place, geometry::boxOf(after));
        return place;
    }
    for (std::size_t i = 0; i < old->polygons.size(); ++i) {
        add(place, placeBetween(old->polygons[i].outer, fresh->polygons[i].outer));
        for (std::size_t j = 0; j < old->polygons[i].holes.size(); ++j)
            add(place, placeBetween(old->polygons[i].holes[j], fresh->polygons[i].holes[j]));
    }
    return place;
}

geometry::Shape middlesOf(const std::vector<plan::FeatureRef>& features) {
    geometry::MultiPoint places;
    for (const auto& feature : features) {
        const geometry::Box& box = feature->box;
        if (!box.empty())
            places.push_back({box.minX + (box.maxX - box.minX) / 2, box.minY + (box.maxY - box.minY) / 2});
    }
    if (places.empty()) return {};
    return places;
}

}  // namespace rules
