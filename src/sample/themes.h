#pragma once

#include "base/task.h"
#include "sample/drawing.h"

namespace sample {

// Draws what the bureau keeps beside the plan: nature reserves, control lines, thematic zones, key projects, old
// trees, land that is approved and not built.
// Projects keep out of the red line and of permanent basic farmland. Stops early where the task is stopped.
void drawThemes(const Land& land, Drawing& drawing, const base::Task& task);

// Whether the site is basic grassland (JBCY).
bool isBasicGrassland(const Land& land, std::uint32_t site);

}  // namespace sample
