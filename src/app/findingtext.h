#pragma once

#include "app/desk.h"

namespace app {

// A finding in full, as rich text: what is wrong, where, how much of what limit, by which rule, whether it is new and
// who approved it.
QString findingText(const Desk& desk, const rules::Finding& finding, const plan::RuleSpec* rule);
// What would change, a few of the features and how many more there are: areas and values before and after.
QString changesText(const Desk& desk, const plan::Changeset& changes);

}  // namespace app
