#pragma once

#include "base/task.h"
#include "sample/drawing.h"

namespace sample {

// Draws what the plan is about: townships (XZQ), planning zones (GHFQ), the red line (STBHHX), the urban development
// boundary (CZKFBJ). The place of the red line's feature by site, where
// there is one. Stops early where the task is stopped.
std::vector<std::size_t> drawLines(const Land& land, Drawing& drawing, const base::Task& task);

// A piece of the urban development boundary.
Row urbanBoundary(const Land& land, const Drawing& drawing, std::uint32_t site, std::string_view zone,
                  geometry::Shape shape);

}  // namespace sample
