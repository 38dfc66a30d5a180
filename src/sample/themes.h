#pragma once

#include "base/task.h"
#include "sample/drawing.h"

namespace sample {

// Draws what the bureau keeps beside the plan: nature reserves, control lines, thematic zones, key projects, old trees.
// Projects keep out of the red line and of permanent basic farmland. Stops early where the task is stopped.
void drawThemes(const Land& land, Drawing& drawing, const base::Task& task);

}  // namespace sample
