#pragma once

#include <optional>

#include "geometry/outline.h"

namespace geometry {

// Why an area is not valid (OGC Simple Features), and where.
struct Flaw {
    enum class Kind {
        SelfIntersection,
        RingSelfIntersection,
        RepeatedRing,
        HoleOutsideShell,
        NestedHoles,
        NestedShells,
        DisconnectedInterior,
        TooFewPoints
    };
    Kind kind = Kind::SelfIntersection;
    Point where;
};
// The first flaw that is found, in a deterministic order; none where the area is valid. Lines need two distinct points.
std::optional<Flaw> flawOf(const MultiPolygon& area);
std::optional<Flaw> flawOf(const Shape& shape);
// True: there is none, for certain. False: there is one, or rings touch as they may; flawOf tells. Costs a pass over
// the edges and little more.
bool surelyValid(const MultiPolygon& area);
// As flawOf of an area of which only what lies in the box matters: a large area is looked at as a whole only where
// edges meet in the box. Costs one pass over the rings where it is valid.
std::optional<Flaw> flawNear(const MultiPolygon& area, const Box& box);

// As flawOf of an area that was valid, and of which only what lies in the box has changed. Costs what lies near where
// it is valid still.
std::optional<Flaw> flawAfterChange(const Outline& outline, const Box& box);

}  // namespace geometry
