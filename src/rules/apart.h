#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "geometry/outline.h"
#include "geometry/reaches.h"
#include "rules/sector.h"

namespace rules {

using geometry::Outline;

// Tells neighbours apart: boundaries that share edges and corners, at once and without an overlay. Made for many
// questions; not for two threads.
class ApartTest {
public:
    // True: the insides of the two areas have no place in common, for certain and exactly, whatever the areas are (an
    // inside is what the boundary goes round an odd number of times). False: they have, or it takes an overlay to tell.
    // `common` is the common part of their boxes.
    bool surely(const Outline& a, const Outline& b, const geometry::Box& common);
    // True: the inside of `a` lies in the inside of `b`, boundaries of both aside, in the same way for certain.
    bool surelyWithin(const Outline& a, const Outline& b);

private:
    struct Edge {
        geometry::Point from, to;
        const geometry::Ring* ring;
        bool touched = false;  // has a place in common with the other boundary
    };
    using Edges = std::vector<Edge>;
    // A corner where edges meet: how many pairs of them, and how many of those are the same, run the other way.
    struct Corner {
        geometry::Point at;
        std::uint32_t pairs = 0, twins = 0;
        std::uint32_t question = 0;  // that it was noted for
    };
    // An area, or all that is not in it.
    struct Side {
        const Outline& outline;
        bool turned = false;
        bool covers(geometry::Point p) const { return outline.covers(p) != turned; }
    };

    static void gather(const Side& side, const geometry::Box& box, Edges& edges);
    bool apart(const Side& a, const Side& b, const geometry::Box& common);
    static std::optional<Sector> sectorAt(geometry::Point corner, const Edges& edges, const Side& side);
    bool meetAtCorners(const geometry::Box& common);
    bool meetAtCorners(Edge& a, Edge& b);
    void note(geometry::Point corner, bool twins);
    bool apartAtCorners(const Side& a, const Side& b);
    bool apartAt(geometry::Point corner, const Side& a, const Side& b) const;
    static bool touchesWithOneRing(const Edges& edges);
    static bool liesInside(const Side& one, const Edges& edges, const Side& other, const geometry::Box& common);

    Edges a_, b_;
    geometry::Reaches reaches_;         // of b's edges
    std::vector<Corner> corners_;       // found by hash
    std::vector<std::uint32_t> noted_;  // their places
    std::uint32_t question_ = 0;
};

// The common part of two boxes; empty where they do not touch.
geometry::Box commonOf(const geometry::Box& a, const geometry::Box& b);

}  // namespace rules
