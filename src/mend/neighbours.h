#pragma once

#include "plan/snapshot.h"

namespace mend {

// A feature beside an area, and how much boundary they share.
struct Neighbour {
    plan::FeatureRef feature;
    double shared = 0;  // metres, of edges that are the same
};

// The features of the layer that share edges with the area, the longest shared boundary first (of equal ones the
// smaller id); none of `but`.
std::vector<Neighbour> neighbours(const plan::Snapshot& snapshot, plan::LayerId layer,
                                  const geometry::MultiPolygon& area, const std::vector<plan::FeatureId>& but = {});

}  // namespace mend
