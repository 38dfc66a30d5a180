#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "geometry/area.h"
#include "geometry/projection.h"
#include "geometry/shape.h"

namespace geometry {

// Where an edge runs as it is measured: straight in the plane of the area method (measure.h), which on the grid of the
// system is a curve beside the chord from corner to corner, 0.4 m off in the middle of 5 km. A vertex that is put there
// leaves the areas on both sides as they are. A value: cheap to copy, usable from any thread.
class EdgeCourse {
public:
    EdgeCourse() = default;  // every edge runs along its chord
    // As Measure::on; without a working system the plane is that of the 3-degree zone of the edge's middle.
    EdgeCourse(const System& system, AreaMethod method, const std::optional<System>& working);

    // The grid point nearest to the course beside `place`, a place on the chord; `place` itself where a vertex there
    // changes the area by less than 0.01 m², the last digit of a declared area, or where the course is not known.
    Point beside(Point from, Point to, Point place) const;

private:
    struct Frame;
    std::shared_ptr<const Frame> frame_;
};

}  // namespace geometry
