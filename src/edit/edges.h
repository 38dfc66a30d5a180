#pragma once

#include <vector>

#include "geometry/box.h"
#include "geometry/shape.h"

namespace edit {

// A directed edge of a boundary: the area lies on its left. Two areas share it where one has it in each direction.
struct Edge {
    geometry::Point from, to;
    auto operator<=>(const Edge&) const = default;
    Edge reversed() const { return {to, from}; }
    geometry::Box box() const { return geometry::Box::of(from, to); }
};
using Edges = std::vector<Edge>;

// The point lies inside the segment as far as rounding can tell: it is no end of it, and not further from it than half
// the diagonal of a grid cell, which is as far as rounding moves a point of the segment. Exact, and the same at every
// scale of the view.
bool passesThrough(geometry::Point a, geometry::Point b, geometry::Point p);

// The grid point nearest to the place on the segment that is nearest to p.
geometry::Point footOn(geometry::Point a, geometry::Point b, geometry::Point p);

Edges edgesOf(const geometry::Ring& ring);
Edges edgesOf(const geometry::Shape& shape);  // of lines from vertex to vertex; none of points
geometry::Box boxOf(const Edges& edges);

// The edges that the one has and the other has not, in order; a long ring that differs in one place costs one pass.
struct Difference {
    Edges lost, gained;
    bool empty() const { return lost.empty() && gained.empty(); }
};
Difference difference(const geometry::Shape& before, const geometry::Shape& after);

// A sum of edges in which opposite ones cancel: the boundary of what areas cover together. Zero where a change leaves
// covered what was covered, as often as it was: then no gap and no overlap is new, and the sum of the areas is the
// same.
Edges summed(const Edges& added, const Edges& taken);

// The runs of vertices that a shape is made of.
struct Run {
    enum class Kind { Points, Open, Closed } kind;
    std::vector<geometry::Point>* points;
    std::size_t edges() const;
    geometry::Point from(std::size_t edge) const { return (*points)[edge]; }
    geometry::Point to(std::size_t edge) const { return (*points)[edge + 1 == points->size() ? 0 : edge + 1]; }
};
std::vector<Run> runsOf(geometry::Shape& shape);
// Calls visit(from, to) for every edge of the shape.
template <class Visit>
void eachEdge(const geometry::Shape& shape, Visit visit) {
    for (const Run& run : runsOf(const_cast<geometry::Shape&>(shape)))
        for (std::size_t i = 0, n = run.edges(); i < n; ++i) visit(run.from(i), run.to(i));
}
template <class Visit>
void eachVertex(const geometry::Shape& shape, Visit visit) {
    for (const Run& run : runsOf(const_cast<geometry::Shape&>(shape)))
        for (const geometry::Point p : *run.points) visit(p);
}

}  // namespace edit
