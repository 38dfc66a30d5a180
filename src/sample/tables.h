#pragma once

#include "sample/drawing.h"

namespace sample {

// Draws the tables of the plan: the list of key projects (ZDJSXMAPB), each with the land that is drawn of it, and the
// table of indicators (GHZBB), whose values are still blank.
void drawTables(const plan::Spec& spec, Drawing& drawing);

// Enters in the table of indicators what the map gives, where the value of the target year is blank.
void fillIndicators(const plan::Spec& spec, Drawing& drawing);

}  // namespace sample
