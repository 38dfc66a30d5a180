#pragma once

#include "mend/remedy.h"

namespace mend {

// The command that gives a feature another shape; none where the shape is what it was or nothing.
std::optional<edit::Command> replaced(const plan::Snapshot& snapshot, const plan::Feature& feature,
                                      base::Result<geometry::MultiPolygon> shape);
// The area of a finding's place; null where it is none.
const geometry::MultiPolygon* areaOf(const rules::Finding& finding);
// Adds the way where all of its commands are there.
void offer(std::vector<Remedy>& ways, Way way, std::vector<std::optional<edit::Command>> commands);

}  // namespace mend
