#pragma once

#include <map>
#include <optional>
#include <set>

#include "edit/edges.h"
#include "geometry/index.h"

namespace edit {

// Vertices to be put into boundaries, all of them in one pass: such as go into whatever edge passes through them, and
// such as go into one edge and those equal to it, whichever way round.
class Nodes {
public:
    void add(geometry::Point p) { points_.insert(p); }
    void add(const Edge& edge, geometry::Point p) { byEdge_[forward(edge)].insert(p); }
    bool empty() const { return points_.empty() && byEdge_.empty(); }
    geometry::Box box() const;

    static Edge forward(Edge edge) { return edge.to < edge.from ? edge.reversed() : edge; }

    // Ready to be put in; nothing is added after.
    class Ready {
    public:
        explicit Ready(const Nodes& nodes);
        // Something may go into a shape with this box.
        bool near(const geometry::Box& box) const;
        // The shape with the vertices in it, along their edges; a run that has a vertex is not given it again, but
        // turns there where it is next to the edge. None where nothing goes in.
        std::optional<geometry::Shape> in(const geometry::Shape& shape) const;

    private:
        const Nodes& nodes_;
        std::vector<geometry::Point> points_;
        geometry::PackedIndex places_, boxes_;

        std::optional<std::vector<geometry::Point>> in(const Run& run) const;
    };

private:
    friend class Ready;
    std::set<geometry::Point> points_;
    std::map<Edge, std::set<geometry::Point>> byEdge_;
};

}  // namespace edit
