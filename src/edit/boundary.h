#pragma once

#include <optional>
#include <vector>

#include "plan/snapshot.h"

namespace edit {

// A place on boundaries: a vertex, or a point on a segment, with every feature that has it. What the vertex tool shows
// before release.
struct Hit {
    geometry::Point at;  // the vertex, or the grid point nearest on the segment
    bool vertex = false;
    geometry::Point segmentFrom, segmentTo;  // where it is not a vertex
    plan::FeatureRef feature;                // the one that was hit first
    std::vector<plan::FeatureRef>
        sharers;  // all that have the vertex (or the segment, in either direction), hit one included
};

// The vertex nearest to `at` within `reach` steps (a vertex wins over a segment, as people expect), else the nearest
// segment, among the visible layers given; none where nothing is within reach.
std::optional<Hit> hit(const plan::Snapshot& snapshot, geometry::Point at, std::int64_t reachX, std::int64_t reachY,
                       const std::vector<plan::LayerId>& layers);

// The same without the sharers. `ignored` is a vertex that does not count, nor do the segments that end in it (the one
// in the hand).
std::optional<Hit> nearestBoundary(const plan::Snapshot& snapshot, geometry::Point at, std::int64_t reachX,
                                   std::int64_t reachY, const std::vector<plan::LayerId>& layers,
                                   const geometry::Point* ignored);

// The vertex nearest to a place, however far; none where the layers have none.
std::optional<geometry::Point> nearestVertex(const plan::Snapshot& snapshot, geometry::Point at,
                                             const std::vector<plan::LayerId>& layers);
// The error for a place where a vertex should be and is none: names the nearest one and how far it is.
base::Result<> noVertexAt(const plan::Snapshot& snapshot, geometry::Point at, const std::vector<plan::LayerId>& layers);

// The polygon (line, point) of the layers at a place, topmost first: the last layer in `layers` is on top; smaller
// before larger.
std::vector<plan::FeatureRef> featuresAt(const plan::Snapshot& snapshot, geometry::Point at, std::int64_t reachX,
                                         std::int64_t reachY, const std::vector<plan::LayerId>& layers);

}  // namespace edit
