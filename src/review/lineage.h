#pragma once

#include <vector>

#include "base/result.h"
#include "plan/changeset.h"

namespace review {

// The child took over area of the parent (split, merge, cut, an import that replaced a layer).
struct Descent {
    plan::FeatureId parent, child;
    auto operator<=>(const Descent&) const = default;
};

// Who descends from whom by these changes of one layer: the parent's area before and the child's after have at least
// 1 m² and a thousandth of the smaller in common, and the child is new or the parent is gone (a boundary that only
// moved between two features that stay is no descent). By parent, then child. Points and lines have no descent.
base::Result<std::vector<Descent>> descents(const plan::Schema& schema, const std::vector<plan::Change>& changes);

// The feature's area as overlay can take it: broken input as GEOS repairs it, nothing for points, lines and null.
geometry::MultiPolygon areaOf(const plan::FeatureRef& feature);

}  // namespace review
