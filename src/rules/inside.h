#pragma once

#include "rules/metres.h"
#include "rules/pieces.h"

namespace rules {

// A place in the area: in the middle of its widest stretch halfway up. The middle of its box where it has no inside.
geometry::Point placeIn(const Outline& area);

// True: the two areas have a piece in common that counts, for certain: a square lies in both that is larger than any
// boundary of theirs could make too narrow to count. False: they have, or it takes an overlay to tell.
bool surelyShare(const Outline& a, const Outline& b, const Tolerance& tolerance, const plan::Schema& schema);

}  // namespace rules
