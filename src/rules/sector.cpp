#include "rules/sector.h"

#include "geometry/regions.h"

namespace rules {

using geometry::angleLess;
using geometry::Point;

bool Sector::isSpike() const { return !angleLess(corner, from, to) && !angleLess(corner, to, from); }

bool Sector::holds(Point direction) const {
    const bool after = !angleLess(corner, direction, from), before = angleLess(corner, direction, to);
    return angleLess(corner, from, to) ? after && before : after || before;
}

bool Sector::holdsWest() const {
    const auto upper = [&](Point p) { return p.y > corner.y || (p.y == corner.y && p.x > corner.x); };
    if (angleLess(corner, from, to)) return upper(from) && !upper(to);
    return upper(from) || !upper(to);
}

}  // namespace rules
