#pragma once

#include "sample/drawing.h"

namespace sample {

// Draws what is planned for the seat, the central urban area: its land use (ZXCQGHYDYH).
void drawTownPlan(const Land& land, Drawing& drawing);

// Draws the central urban area itself (ZXCQFW) and its zones (ZXCQGHFQ), each in a zone of the county that stands above
// it.
void drawTownZones(const Land& land, Drawing& drawing);

}  // namespace sample
