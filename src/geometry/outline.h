#pragma once

#include <algorithm>
#include <vector>

#include "geometry/box.h"
#include "geometry/regions.h"

namespace geometry {

// The boundary of an area, made ready to be asked about small places: long rings are cut into stretches with a box
// each, so that a question costs what lies near. The area must outlive it.
class Outline {
public:
    explicit Outline(const MultiPolygon& area);

    const MultiPolygon& area() const { return *area_; }
    const Box& box() const { return box_; }

    // Calls visit(ring) for every ring.
    template <class Visit>
    void eachRing(Visit visit) const {
        geometry::eachRing(*area_, visit);
    }
    // Calls visit(from, to, ring) for every edge whose box touches the box.
    template <class Visit>
    void eachEdge(const Box& box, Visit visit) const;
    // Calls visit(ring, i) for every such edge: from the ring's corner i to the next.
    template <class Visit>
    void eachEdgeAt(const Box& box, Visit visit) const;
    // Calls visit(ring, i) for every corner in the box.
    template <class Visit>
    void eachCorner(const Box& box, Visit visit) const;
    // How often the boundary goes round the place just left of, and by less just above, p: 1 inside and 0 outside of a
    // valid area, rings counted by their direction elsewhere, as the edges of addEdges count.
    int winds(Point p) const;
    // Inside by the even-odd rule, in which overlays take broken areas as well.
    bool covers(Point p) const { return (winds(p) & 1) != 0; }
    // The part of the area in the box, with the same cover in every place of it: boundary that leaves the box follows
    // its sides. New corners stand on the sides, rounded to the grid.
    void clip(const Box& box, std::size_t group, std::vector<SidedEdge>& edges) const;

private:
    // Corners begin … end of a ring, the edges from each of them to the next.
    struct Stretch {
        const Ring* ring = nullptr;
        std::uint32_t begin = 0, end = 0;
        Box box;
        Point corner(std::uint32_t i) const { return (*ring)[i == ring->size() ? 0 : i]; }
        Point first() const { return corner(begin); }
        Point last() const { return corner(end); }
    };
    template <class Visit>
    void eachStretch(const Box& box, Visit visit) const;
    // Those below the boxes begin … end of a level; level 0 is the stretches themselves.
    template <class Visit>
    void eachBelow(std::size_t level, std::size_t begin, std::size_t end, const Box& box, Visit& visit) const;
    // Ring after ring.
    template <class Visit>
    void eachStretch(Visit visit) const;

    const MultiPolygon* area_;
    std::vector<Stretch> stretches_;  // none of a small area: every ring is one
    // Boxes of `fan` stretches, then of `fan` of these boxes, and so on up to the last few. Along a boundary neighbours
    // lie side by side, so that they need no other order.
    static constexpr std::size_t fan = 16;
    std::vector<std::vector<Box>> levels_;
    Box box_;
};

template <class Visit>
void Outline::eachStretch(Visit visit) const {
    for (const Stretch& stretch : stretches_) visit(stretch);
    if (!stretches_.empty()) return;
    geometry::eachRing(*area_, [&](const Ring& ring) {
        if (!ring.empty()) visit(Stretch{&ring, 0, static_cast<std::uint32_t>(ring.size()), box_});
    });
}

template <class Visit>
void Outline::eachStretch(const Box& box, Visit visit) const {
    if (stretches_.empty()) {
        eachStretch([&](const Stretch& stretch) {
            if (stretch.box.touches(box)) visit(stretch);
        });
    } else {
        eachBelow(levels_.size(), 0, levels_.empty() ? stretches_.size() : levels_.back().size(), box, visit);
    }
}

template <class Visit>
void Outline::eachBelow(std::size_t level, std::size_t begin, std::size_t end, const Box& box, Visit& visit) const {
    for (std::size_t i = begin; i < end; ++i) {
        if (level == 0) {
            if (stretches_[i].box.touches(box)) visit(stretches_[i]);
            continue;
        }
        const std::size_t below = level == 1 ? stretches_.size() : levels_[level - 2].size();
        if (levels_[level - 1][i].touches(box))
            eachBelow(level - 1, i * fan, std::min((i + 1) * fan, below), box, visit);
    }
}

template <class Visit>
void Outline::eachEdge(const Box& box, Visit visit) const {
    eachStretch(box, [&](const Stretch& stretch) {
        Point from = stretch.first();
        for (std::uint32_t i = stretch.begin + 1; i <= stretch.end; ++i) {
            const Point to = stretch.corner(i);
            if (Box::of(from, to).touches(box)) visit(from, to, *stretch.ring);
            from = to;
        }
    });
}

template <class Visit>
void Outline::eachEdgeAt(const Box& box, Visit visit) const {
    eachStretch(box, [&](const Stretch& stretch) {
        for (std::uint32_t i = stretch.begin; i < stretch.end; ++i)
            if (Box::of(stretch.corner(i), stretch.corner(i + 1)).touches(box)) visit(*stretch.ring, i);
    });
}

template <class Visit>
void Outline::eachCorner(const Box& box, Visit visit) const {
    eachStretch(box, [&](const Stretch& stretch) {
        for (std::uint32_t i = stretch.begin; i < stretch.end; ++i)
            if (box.contains(stretch.corner(i))) visit(*stretch.ring, i);
    });
}

}  // namespace geometry
