#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "geometry/edge_course.h"
#include "geometry/index.h"
#include "plan/feature.h"
#include "review/outline.h"

namespace review {

using RevisionNumber = std::int64_t;
constexpr RevisionNumber unknown = 0;

// A state of a feature with the revision that put each edge and each corner where it is.
struct Traced {
    plan::FeatureRef feature;  // keeps the corners that `parts` look at
    std::vector<Part> parts;
    std::vector<std::vector<RevisionNumber>> edges, corners;  // by part

    // All of it unknown.
    explicit Traced(plan::FeatureRef of);
    bool complete() const;
    // Whatever is unknown was put there by this revision.
    void settle(RevisionNumber revision);
};

// Edges that there were before, to be looked for in the state after.
struct Source {
    const Traced* traced = nullptr;
    std::function<bool(std::size_t part, std::size_t edge)> counts;
};

// What stays where it was keeps its revision: edges that are in both states, and corners. In linear time where the
// lines differ in a few places.
void carry(const Traced& before, Traced& after, const geometry::EdgeCourse& course);

// The same for edges that are still unknown in `after` and were in one of the sources, or run beside (beside.h) edges
// that were: a corner that is put on a line, or taken from one, does not make the line a new one. Of several
// edges that make up one, the newest revision counts.
void carryFrom(const std::vector<Source>& sources, Traced& after, const geometry::EdgeCourse& course);

// The edges of a state that are still unknown.
class Missing {
public:
    explicit Missing(const Traced& traced);
    const geometry::Box& box() const { return box_; }  // empty where none is unknown
    // Whether the edge runs beside one of them.
    bool meets(Edge edge, const geometry::EdgeCourse& course) const;

private:
    geometry::Box box_;
    std::vector<Edge> edges_;
    geometry::PackedIndex index_;
};

}  // namespace review
