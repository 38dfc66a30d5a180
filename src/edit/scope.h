#pragma once

#include <string>
#include <vector>

#include "edit/weave.h"

namespace edit {

// What the names in a command mean in a snapshot; errors name what is not there and what there is instead. A name that
// two features bear means neither (Conflict, with the #id of each).
base::Result<plan::LayerId> layerNamed(const plan::Snapshot& snapshot, const std::string& code);
base::Result<plan::FeatureRef> featureNamed(const plan::Snapshot& snapshot, plan::LayerId layer,
                                            const std::string& name);
base::Result<std::vector<plan::FeatureRef>> featuresNamed(const plan::Snapshot& snapshot, plan::LayerId layer,
                                                          const std::vector<std::string>& names);

// The name by which a command means this feature and no other: plan::nameOf, or "#id" where others bear that name too.
std::string nameFor(const plan::Snapshot& snapshot, const plan::Feature& feature);

// The layers that an edit in `layer` may change: those of the limit and the layer itself, or (no limit) its group.
base::Result<std::vector<plan::LayerId>> scopeOf(const plan::Snapshot& snapshot, plan::LayerId layer,
                                                 const std::vector<std::string>& limit);
// The layers that an edit of a vertex changes: those of the limit, or (no limit) the topology groups that have it;
// where no group has it, the layers that do.
base::Result<std::vector<plan::LayerId>> scopeAt(const plan::Snapshot& snapshot, geometry::Point vertex,
                                                 const std::vector<std::string>& limit);

std::string shown(const plan::Schema& schema, const plan::Feature& feature);  // "DLTB 150825000000000012"
std::string shown(const plan::Schema& schema, geometry::Point place);         // "106.8, 41.2"
std::string joined(const std::vector<std::string>& names);

// That the features are areas, for commands that work on areas alone.
base::Result<> mustBeArea(const plan::Schema& schema, const plan::Feature& feature);
// That a shape is of the layer's kind, and not empty.
base::Result<> mustFit(const plan::Schema& schema, plan::LayerId layer, const geometry::Shape& shape);

}  // namespace edit
