#pragma once

#include <cstdint>
#include <vector>

#include "geometry/shape.h"
#include "sample/triangulation.h"

namespace sample {

// A partition of the plane into cells, one around each site of a triangulation, with crooked boundaries.
//
// Between two neighbouring sites A and B the boundary runs from a point inside the triangle on one side, through a
// point of the edge AB, to a point inside the triangle on the other side. In each triangle ABC with inner point G, the
// half towards AB stays strictly inside the triangle GAB and moves steadily from G to AB: so no boundary meets another
// or itself, whatever the chance is. Three cells meet at every inner point, so a union of cells never touches itself.
// Where chance would make boundaries turn back sharply, they are calmer in that triangle, or its inner point is
// another.
class Partition {
public:
    Partition(const Triangulation& triangulation, std::uint64_t seed);

    const Triangulation& mesh() const { return mesh_; }
    // Appends the boundary that half-edge h crosses, from the inner point of its triangle up to, not including, that of
    // its twin's; end(h)'s cell lies on the left.
    void appendArc(std::uint32_t h, geometry::Ring& ring) const;
    // The ring around everything that `same(site)` joins, kept on the left, that begins where half-edge h is crossed;
    // same(end(h)) holds and same(origin(h)) does not. Calls crossed(h) for every half-edge it crosses.
    template <class Same, class Crossed>
    geometry::Ring trace(std::uint32_t h, Same same, Crossed crossed) const {
        geometry::Ring ring;
        const std::uint32_t first = h;
        do {
            crossed(h);
            appendArc(h, ring);
            const std::uint32_t back = mesh_.twin(h);
            const bool straight = same(mesh_.end(Triangulation::next(back)));
            h = straight ? Triangulation::next(back) : Triangulation::previous(back);
        } while (h != first);
        return ring;
    }
    geometry::Ring cell(std::uint32_t site) const;
    // Where the boundary that half-edge h crosses meets it; the same for its twin.
    geometry::Point crossing(std::uint32_t h) const;
    // A place on the plan's grid, which the sample's plane maps on without rounding.
    static geometry::Point place(Site site);
    // Square millimetres of the cell, before its boundaries are made crooked.
    std::vector<double> areas() const;

private:
    const Triangulation& mesh_;
    std::uint64_t seed_;
    std::vector<std::uint8_t> calm_;  // by triangle, which of the ways to be calm

    void halfArc(std::uint32_t h, geometry::Ring& points) const;
};

}  // namespace sample
