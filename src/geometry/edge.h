#pragma once

#include "geometry/shape.h"

namespace geometry {

// Calls visit(from, to) for every edge of every ring of the area, in the direction of the ring.
template <class Visit>
void eachEdge(const MultiPolygon& area, Visit visit) {
    eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) visit(ring[i], ring[i + 1 == ring.size() ? 0 : i + 1]);
    });
}

}  // namespace geometry
