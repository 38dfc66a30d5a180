#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "geometry/area.h"
#include "geometry/grid.h"
#include "geometry/projection.h"

namespace geometry {

// Measures on the ellipsoid of one coordinate system, by one method. A value: cheap to copy, usable from any thread.
class Measure {
public:
    Measure() = default;  // measures nothing: every area is zero
    // `system` as systemOf reads it. Geographic coordinates are measured as they are, projected ones after the inverse
    // projection. EqualArea70m divides edges in the Gauss-Krüger plane of the zone nearest to the shape (domain §3.2:
    // the zone does not matter).
    static base::Result<Measure> on(const System& system, AreaMethod method);

    AreaMethod method() const { return method_; }
    // Always ≥ 0 for rings as shape.h orders them: holes count against. Zero for points and lines.
    Area area(const MultiPolygon& area) const;
    Area area(const Shape& shape) const;
    Area area(const Ring& ring) const;      // signed: counter-clockwise is positive
    Length length(const Line& line) const;  // along geodesics, in every method
    Length perimeter(const MultiPolygon& area) const;

private:
    struct Frame;
    std::shared_ptr<const Frame> frame_;
    AreaMethod method_ = AreaMethod::EqualArea70m;
};

// Twice the area of the ring in square grid steps, exact; counter-clockwise is positive.
__extension__ using Wide = __int128;
Wide doubledSteps(const Ring& ring);
Wide doubledSteps(const MultiPolygon& area);

}  // namespace geometry
