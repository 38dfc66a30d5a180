#pragma once

#include "cli/program.h"
#include "store/store.h"

namespace cli {

Json revisionJson(const store::Revision& revision);

}  // namespace cli
