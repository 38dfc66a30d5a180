#pragma once

#include "geometry/index.h"
#include "geometry/regions.h"

namespace geometry {

// Edges that can have to do with each other: those whose boxes touch, and so on from edge to edge. However edges are
// divided where they cross, the pieces stay in the boxes, so one cluster never meets another.
class Clusters {
public:
    explicit Clusters(const std::vector<SidedEdge>& edges);

    // The smallest vertex of each cluster.
    const std::vector<Point>& firsts() const { return firsts_; }
    // The cluster that has a box with this place in it; the place is a vertex of a piece of an edge.
    std::uint32_t of(Point place) const;

private:
    PackedIndex boxes_;
    std::vector<std::uint32_t> cluster_;  // of a box
    std::vector<Point> firsts_;
};

}  // namespace geometry
