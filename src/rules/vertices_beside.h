#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "rules/pieces.h"

namespace rules {

// Whether the edge passes by the vertex. Asked only of what lies within the reach of the edge's box.
using PassesBy = std::function<bool(geometry::Point from, geometry::Point to, geometry::Point vertex)>;

// The vertices of the features' areas that an edge of any of them passes by without ending there, in order, each once.
// `reach` is how many steps beside an edge a vertex can lie that it passes by. Where areas share boundaries exactly
// there are none; this costs a pass over the edges, each of which is looked at once, however many areas have it. Where
// the task is stopped, the answer is incomplete.
std::vector<geometry::Point> verticesBeside(const std::vector<const plan::Feature*>& features, std::int64_t reach,
                                            const PassesBy& passesBy, const base::Task& task);

}  // namespace rules
