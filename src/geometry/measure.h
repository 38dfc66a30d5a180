#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "geometry/area.h"
#include "geometry/grid.h"
#include "geometry/predicates.h"
#include "geometry/projection.h"

namespace geometry {

// Measures on the ellipsoid of one coordinate system, by one method. A value: cheap to copy, usable from any thread.
class Measure {
public:
    Measure() = default;  // measures nothing: every area is zero
    // `system` as systemOf reads it. Geographic coordinates are measured as they are, projected ones after the inverse
    // projection.
    //
    // EqualArea70m needs to know in which Gauss-Krüger plane an edge is straight (for long edges it shows: 2e-7 of a
    // county between two zones). That is the plane of `system` where it is Gauss-Krüger itself, else that of the
    // 3-degree zone in which the middle of the shape lies; or the plane of the `working` system (工作带), which fails
    // where it is no Gauss-Krüger system.
    static base::Result<Measure> on(const System& system, AreaMethod method);
    static base::Result<Measure> on(const System& system, AreaMethod method, const System& working);

    AreaMethod method() const;
    // Always ≥ 0 for rings as shape.h orders them: holes count against. Zero for points and lines.
    Area area(const MultiPolygon& area) const;
    Area area(const Shape& shape) const;
    Area area(const Ring& ring) const;                  // signed: counter-clockwise is positive
    Area area(std::span<const Coordinate> ring) const;  // the same off the grid, in the units of the system
    Length length(const Line& line) const;              // along geodesics, in every method
    Length perimeter(const MultiPolygon& area) const;

private:
    static base::Result<Measure> make(const System& system, AreaMethod method, const GaussKruegerPlane* working);
    struct Frame;
    std::shared_ptr<const Frame> frame_;
};

}  // namespace geometry
