#pragma once

#include "cli/program.h"
#include "store/store.h"

namespace cli {

Json revisionJson(const store::Revision& revision);

// The life of one feature, newest first: the revisions that changed it, what they did, and from which features it came
// and which came from it (split, merge, cut). Found by index, without loading a plan.
base::Result<Exit> logFeature(const Program& program, const store::Store& store, const std::string& layer,
                              const std::string& feature);

}  // namespace cli
