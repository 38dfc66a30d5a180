#pragma once

#include "base/result.h"
#include "edit/edges.h"

namespace edit {

// Areas as sums of edges, where boundaries meet in vertices alone (weave.h sees to that): nothing is rounded, no vertex
// is lost or made.

// Where an edge lies to an area whose boundary it meets in vertices alone; Along: on its boundary, in the same
// direction.
enum class Lie { Outside, Inside, Along, Against };
Lie lieOf(const Edge& edge, const Edges& boundary);

// The areas whose boundary the edges are: each ring simple, holes in their polygons, starting at their lowest points
// and in their order. An edge that is there in both directions divides them: every face is a polygon of its own. Fails
// where the edges do not close.
base::Result<geometry::MultiPolygon> assembled(Edges edges);

base::Result<geometry::MultiPolygon> united(const geometry::MultiPolygon& a, const geometry::MultiPolygon& b);
base::Result<geometry::MultiPolygon> subtracted(const geometry::MultiPolygon& a, const geometry::MultiPolygon& b);

}  // namespace edit
