#pragma once

#include <optional>

#include "geometry/shape.h"

namespace review {

// What an area gains and what it loses when its boundary moves.
struct Exchanged {
    geometry::MultiPolygon gained, lost;
};

// The pieces between the old boundary and the new one, read off their corners: exact and a hundred times as fast as an
// overlay. Nothing where that cannot be read off: rings come or go, differ by many corners, or the pieces touch one
// another or the rest of the boundary. Both must be valid areas. Pieces thinner than a grid step are left out.
std::optional<Exchanged> lobes(const geometry::MultiPolygon& before, const geometry::MultiPolygon& after);

}  // namespace review
