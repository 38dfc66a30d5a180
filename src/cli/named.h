#pragma once

#include <string>

#include "store/store.h"

namespace cli {

// The layer that has the code; NotFound lists the codes there are.
base::Result<plan::LayerId> layerNamed(const plan::Schema& schema, const std::string& code);

// The one feature that a name (its key, or "#id") has ever stood for. NotFound where there was none; Conflict, naming
// each by "#id", where there were several.
base::Result<plan::FeatureId> featureNamed(const store::Store& store, plan::LayerId layer, const std::string& name);

// The state that the named feature has in a revision, found by index. NotFound where it is not there then; of several
// that bore the name the one that is there.
base::Result<store::FeatureState> stateNamed(const store::Store& store, const std::string& layer,
                                             const std::string& name, store::RevisionNumber number);

// A place as people read it.
std::string placeText(const plan::Schema& schema, geometry::Point place);

}  // namespace cli
