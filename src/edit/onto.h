#pragma once

#include <map>
#include <set>

#include "edit/nodes.h"
#include "edit/weave.h"

namespace edit {

using geometry::Point;

// Where an edit meets boundaries that were there before. A vertex that divides such an edge goes where the edge is
// measured (edge_course.h), which can be decimetres beside the chord: into that very edge in every feature that has it,
// so that it stays shared, and no area and no indicator changes because a boundary was divided. Where features have
// only a part of the edge in common it is first divided at their vertices. Where something lies between the chord and
// that place, the vertex goes on the chord: what lies on which side of a boundary comes before how large it is.
class Onto {
public:
    explicit Onto(const Weave& weave) : weave_(weave) {}

    // A vertex that stays where it is and goes into every edge that passes through it.
    void fixed(Point p) { nodes_.add(p); }
    // A vertex of the edit on an edge that was there.
    void vertex(const Edge& old, Point p);
    // The place where an edge of the edit crosses one that was there.
    void crossing(const Edge& old, const Edge& other, Point place);

    struct Settled {
        Nodes nodes;                   // to be put in, before
        std::map<Point, Point> moved;  // these vertices of the edit are moved
        std::set<Point> placed;        // where vertices now are for good
        bool waiting = false;          // some edges must be divided at their neighbours' vertices first
    };
    // `plain`: every vertex on the chord.
    Settled settled(bool plain) const;

private:
    struct Meeting {
        Point place, wanted;
        std::optional<Edge> other;  // of a crossing
    };
    struct Bent {
        std::vector<Meeting> meetings;
        std::vector<Point> border;  // from end to end by the wanted places
        bool unmatched = false, blocked = false;
        bool has(Point place) const;
    };
    const Weave& weave_;
    Nodes nodes_;
    std::map<Edge, Bent> bent_;

    void look(std::map<Edge, Bent>& bent, Nodes& nodes) const;
};

}  // namespace edit
