#pragma once

#include <optional>
#include <vector>

#include "geometry/measure.h"

namespace sample {

// Shapes with small flaws in them, for planting.

// A place beside an edge, in metres: along it from where it begins, and aside to its left.
struct Step {
    double along, aside;
};
// The place beside the edge from a vertex of the ring to the next.
geometry::Point stepFrom(const geometry::Ring& ring, std::size_t vertex, Step step, const geometry::Measure& measure);
// The ring with places beside that edge put between the two; none where the edge is shorter than 4 m.
std::optional<geometry::Ring> with(const geometry::Ring& ring, std::size_t vertex, const std::vector<Step>& steps,
                                   const geometry::Measure& measure);

// Two squares west and east of a place, together a five-hundredth of an area of so many square millimetres.
geometry::MultiPolygon twoSquares(geometry::Point middle, double area);

// Somewhere the ring turns back by less than 11 degrees, on the plan's grid at the county's latitude.
bool isSharp(const geometry::Ring& ring);

}  // namespace sample
