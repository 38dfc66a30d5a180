#pragma once

#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

// Prints how one indicator came about: formula, layers, portions, what changed, its course over the revisions.
base::Result<Exit> explain(Program& program, const Opened& opened, const std::string& id, const State& state,
                           const plan::Snapshot& filed, const plan::Settings& settings);

}  // namespace cli
