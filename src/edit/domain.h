#pragma once

#include "edit/command.h"

namespace edit {

// That every place of the command lies where its plan's coordinate system has places on the earth. The error names the
// place, and what places there are.
base::Result<> mustBeOnEarth(const Command& command, const plan::Schema& schema);

}  // namespace edit
