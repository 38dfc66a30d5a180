#pragma once

#include "rules/condition.h"
#include "rules/pieces.h"

namespace rules {

// The features of a layer, or those that a condition chooses.
struct Chosen {
    plan::LayerId layer;
    std::optional<Condition> where;
    bool holds(const plan::Feature& feature) const { return !where || where->holds(feature); }
};

// A layer that is to tile the county, seen through its edges. Every place has a number: how many
// parts of the county cover it, less how many features of the layer do. Edges that are shared exactly do not change it
// and vanish; what is left, the residue, is where something is wrong, and the boundary of the whole where there is no
// county.
class Residue {
public:
    Residue(const plan::Snapshot& snapshot, Outlines& outlines, Chosen tiles, std::optional<Chosen> county)
        : snapshot_(snapshot), outlines_(outlines), tiles_(std::move(tiles)), county_(std::move(county)) {}

    // All of it, found by hashing every edge: one pass over the plan.
    std::vector<geometry::SidedEdge> whole(const base::Task& task) const;
    // The part whose edges' boxes touch the box.
    std::vector<geometry::SidedEdge> near(const geometry::Box& box);
    // The number of the place just left of, and by less just above, p.
    geometry::Cover at(geometry::Point p);
    // Everything lies in it.
    geometry::Box extent() const;

private:
    template <class Visit>
    void each(const geometry::Box& box, Visit visit);

    const plan::Snapshot& snapshot_;
    Outlines& outlines_;
    Chosen tiles_;
    std::optional<Chosen> county_;
};

}  // namespace rules
