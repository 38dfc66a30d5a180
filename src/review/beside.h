#pragma once

#include <optional>
#include <utility>

#include "geometry/edge_course.h"
#include "review/outline.h"

namespace review {

// How far, in steps, an edge may run from its chord as it is measured (0.4 m in 5 km, and as the square of the length),
// and a step more.
double reachBeside(Edge edge);

// The stretch of `edge`, in [0, 1] from its low end to its high one, on which `other` runs beside it within a grid
// step: along the chord, or where edges as long as these are measured to run. None where they only meet.
std::optional<std::pair<double, double>> beside(Edge edge, Edge other, const geometry::EdgeCourse& course);

}  // namespace review
