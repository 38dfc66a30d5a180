#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "geometry/shape.h"

namespace review {

// An edge without a direction, its smaller end first.
struct Segment {
    geometry::Point a, b;
    Segment(geometry::Point p, geometry::Point q) : a(p < q ? p : q), b(p < q ? q : p) {}
    auto operator<=>(const Segment&) const = default;
};

// One of the places in which a shape became another; what a side changed of a boundary is a list of them.
struct Piece {
    enum class Kind {
        Run,   // the corners between two that stayed became others
        Lost,  // a ring or line is gone
        New,   // a ring or line is new
        Turn,  // rings or lines begin elsewhere or stand in another order, their corners are the same
        Whole  // everything became something else: points, or another kind of shape
    };
    Kind kind = Kind::Run;
    std::size_t path = 0;             // Run, Lost: the ring or line of the shape before, in the order of eachRing
    std::ptrdiff_t from = 0, to = 0;  // Run: the corners of that path that stayed; from < to ≤ from + its corners. Of a
                                      // line: -1 and its length stand for "before its first" and "behind its last"
    std::vector<geometry::Point> fresh;  // Run: what is between them now; New: its corners
    bool hole = false;                   // New
    geometry::Shape whole;               // Whole: the shape after

    std::vector<Segment> lost, gained;         // edges of this piece before and after
    std::vector<geometry::Point> left, taken;  // corners that it has given up, and those that it has gained
    std::vector<geometry::Line> lines;         // what it is now, with the corners that stayed at its ends, to be shown

    // The same place became the same.
    bool sameAs(const Piece& other) const;
};

// How a shape became another. piecesOf(a, a) is empty; all pieces together with the order of rings give the shape
// after.
struct Reshaping {
    std::vector<Piece> pieces;
    struct Place {
        bool there = false;
        std::size_t order = 0;  // in the shape after
        geometry::Point start;  // where it begins there
    };
    std::vector<Place> places;       // of each path of the shape before
    std::vector<std::size_t> fresh;  // the order of the new paths, as their pieces follow one another
};
// Costs one pass over both shapes where they differ in few places; corners that a ring has twice may make pieces
// longer than need be.
Reshaping reshaping(const geometry::Shape& before, const geometry::Shape& after);

// Pieces of the same shape before that cannot both be: they have an edge, an end of a line or the whole in common.
bool overlap(const geometry::Shape& before, const Piece& a, const Piece& b);

// The shape before with pieces of either side put in, none of which overlap. Rings begin where they did, or where the
// first of `sides` begins them that has a Turn among the pieces; they follow one another as there.
geometry::Shape composed(const geometry::Shape& before, const std::vector<const Piece*>& pieces,
                         const std::vector<const Reshaping*>& sides);

// All edges and corners of a shape that is new (gained, taken) or gone (lost, left).
Piece wholePiece(const geometry::Shape& before, const geometry::Shape& after);

}  // namespace review
