#pragma once

#include <span>
#include <string_view>

#include "cli/program.h"

namespace cli {

struct Verb {
    std::string_view name;
    void (*add)(Program&);
};

// The life of a command line program: texts in the user's language, signals, these verbs, the exit code.
int start(int argc, char** argv, std::span<const Verb> verbs);

}  // namespace cli
