#pragma once

#include "geometry/measure.h"
#include "rules/apart.h"

namespace rules {

// The area that two areas have in common. Made for many questions; not for two threads.
class SharedArea {
public:
    explicit SharedArea(geometry::Measure measure) : measure_(std::move(measure)) {}

    // In m², by the measure; `whole` is the area of `a`, which is the answer where it lies in `b`. An overlay is made
    // only where boundaries meet otherwise than along edges and at corners that both have; it takes areas that are not
    // valid by the even-odd rule.
    double squareMetres(const Outline& a, double whole, const Outline& b);

private:
    geometry::Measure measure_;
    ApartTest apart_;
};

}  // namespace rules
