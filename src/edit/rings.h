#pragma once

#include "base/result.h"
#include "edit/edges.h"
#include "geometry/index.h"

namespace edit {

// Areas as sums of edges, where boundaries meet in vertices alone (weave.h sees to that): nothing is rounded, no vertex
// is lost or made.

// Where an edge lies to an area whose boundary it meets in vertices alone; Along: on its boundary, in the same
// direction.
enum class Lie { Outside, Inside, Along, Against };
Lie lieOf(const Edge& edge, const Edges& boundary);

// A boundary that many edges are held against: each costs a look at what is level with it, not a pass.
class Boundary {
public:
    explicit Boundary(Edges edges);
    const geometry::Box& box() const { return box_; }
    bool has(const Edge& edge) const;
    Lie lieOf(const Edge& edge) const;
    // Calls visit(edge) for the edges whose boxes touch the box.
    template <class Visit>
    void near(const geometry::Box& box, Visit visit) const {
        if (index_.size() == 0)
            for (const Edge& edge : edges_) edge.box().touches(box) ? visit(edge) : void();
        else
            index_.query(box, [&](std::uint32_t item) { visit(edges_[item]); });
    }

private:
    Edges edges_;  // in order
    geometry::Box box_;
    geometry::PackedIndex index_;  // empty where there are few
};

// The areas whose boundary the edges are: each ring simple, holes in their polygons, starting at their lowest points
// and in their order. An edge that is there in both directions divides them: every face is a polygon of its own. Fails
// where the edges do not close.
base::Result<geometry::MultiPolygon> assembled(Edges edges);

base::Result<geometry::MultiPolygon> united(const geometry::MultiPolygon& a, const geometry::MultiPolygon& b);
base::Result<geometry::MultiPolygon> subtracted(const geometry::MultiPolygon& a, const geometry::MultiPolygon& b);

}  // namespace edit
