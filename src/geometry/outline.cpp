#include "geometry/outline.h"

#include <algorithm>
#include <cmath>

#include "geometry/predicates.h"

namespace geometry {

namespace {

constexpr std::uint32_t stretchLength = 48;
constexpr std::size_t fewCorners = 96;  // that are looked through as they are

// A side of the clipping box: what lies beyond it is folded onto it.
enum class BoxSide { West, East, South, North };

bool beyond(BoxSide side, const Box& box, Point p) {
    switch (side) {
        case BoxSide::West: return p.x < box.minX;
        case BoxSide::East: return p.x > box.maxX;
        case BoxSide::South: return p.y < box.minY;
        case BoxSide::North: return p.y > box.maxY;
    }
    return false;
}

bool beyond(BoxSide side, const Box& box, const Box& other) {
    return beyond(side, box, Point{other.minX, other.minY}) && beyond(side, box, Point{other.maxX, other.maxY});
}

// Where the edge from inside to outside meets the side. The same whichever way the edge runs.
Point cut(BoxSide side, const Box& box, Point a, Point b) {
    if (b < a) std::swap(a, b);
    const auto part = [](std::int64_t at, std::int64_t from, std::int64_t to) {
        return static_cast<long double>(at - from) / static_cast<long double>(to - from);
    };
    const auto along = [](std::int64_t from, std::int64_t to, long double t) {
        return from + static_cast<std::int64_t>(std::llround(static_cast<long double>(to - from) * t));
    };
    if (side == BoxSide::West || side == BoxSide::East) {
        const std::int64_t x = side == BoxSide::West ? box.minX : box.maxX;
        return {x, along(a.y, b.y, part(x, a.x, b.x))};
    }
    const std::int64_t y = side == BoxSide::South ? box.minY : box.maxY;
    return {along(a.x, b.x, part(y, a.y, b.y)), y};
}

// Sutherland and Hodgman: the closed line with everything beyond the side folded onto it.
Ring folded(const Ring& ring, BoxSide side, const Box& box) {
    Ring result;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const bool wasOut = beyond(side, box, ring[j]), isOut = beyond(side, box, ring[i]);
        if (wasOut != isOut) result.push_back(cut(side, box, ring[j], ring[i]));
        if (!isOut) result.push_back(ring[i]);
    }
    return result;
}

}  // namespace

Outline::Outline(const MultiPolygon& area) : area_(&area) {
    std::size_t corners = 0;
    geometry::eachRing(area, [&](const Ring& ring) { corners += ring.size(); });
    if (corners <= fewCorners) {
        box_ = boxOf(area);
        return;
    }
    geometry::eachRing(area, [&](const Ring& ring) {
        const auto size = static_cast<std::uint32_t>(ring.size());
        for (std::uint32_t begin = 0; begin < size; begin += stretchLength) {
            Stretch stretch{&ring, begin, std::min(begin + stretchLength, size), {}};
            for (std::uint32_t i = stretch.begin; i <= stretch.end; ++i) stretch.box.add(stretch.corner(i));
            stretches_.push_back(stretch);
            box_.add(stretch.box);
        }
    });
    const auto above = [](std::size_t count, const auto& boxAt) {
        std::vector<Box> boxes((count + fan - 1) / fan);
        for (std::size_t i = 0; i < count; ++i) boxes[i / fan].add(boxAt(i));
        return boxes;
    };
    if (stretches_.size() <= fan) return;
    levels_.push_back(above(stretches_.size(), [&](std::size_t i) -> const Box& { return stretches_[i].box; }));
    while (levels_.back().size() > fan) {
        const std::vector<Box>& last = levels_.back();
        levels_.push_back(above(last.size(), [&](std::size_t i) -> const Box& { return last[i]; }));
    }
}

int Outline::winds(Point p) const {
    int sum = 0;
    eachStretch(Box{box_.minX, p.y, p.x, p.y}, [&](const Stretch& stretch) {
        const auto cross = [&](Point from, Point to) { sum += to.y > from.y ? -1 : 1; };
        if (stretch.box.maxX < p.x) {
            if ((stretch.first().y > p.y) != (stretch.last().y > p.y)) cross(stretch.first(), stretch.last());
            return;
        }
        Point from = stretch.first();
        for (std::uint32_t i = stretch.begin + 1; i <= stretch.end; ++i) {
            const Point to = stretch.corner(i);
            if ((from.y > p.y) != (to.y > p.y) && orientation(from, to, p) == (to.y > from.y ? -1 : 1)) cross(from, to);
            from = to;
        }
    });
    return sum;
}

void Outline::clip(const Box& box, std::size_t group, std::vector<SidedEdge>& edges) const {
    const Ring* ring = nullptr;
    Ring closed;
    bool within = true;
    const auto finish = [&] {
        if (!within)
            for (const BoxSide side : {BoxSide::West, BoxSide::East, BoxSide::South, BoxSide::North})
                closed = folded(closed, side, box);
        if (closed.size() > 1) addEdges(edges, closed, group);
        closed.clear();
        within = true;
    };
    eachStretch([&](const Stretch& stretch) {
        if (stretch.ring != ring) finish();
        ring = stretch.ring;
        within = within && box.contains(stretch.box);
        bool away = false;
        for (const BoxSide side : {BoxSide::West, BoxSide::East, BoxSide::South, BoxSide::North})
            away = away || beyond(side, box, stretch.box);
        if (away)  // as good as the straight line, for what lies in the box
            closed.push_back(stretch.first());
        else
            closed.insert(closed.end(), ring->begin() + stretch.begin, ring->begin() + stretch.end);
    });
    finish();
}

}  // namespace geometry
