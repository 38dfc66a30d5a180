#pragma once

#include <span>

#include "cli/program.h"

namespace cli {

// The life of a command line program: texts in the user's language, signals, these verbs, the exit code.
int start(int argc, char** argv, std::span<void (*const)(Program&)> verbs);

}  // namespace cli
