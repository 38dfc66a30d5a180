#pragma once

#include "cli/program.h"

namespace draw {

// The verb `render`, in cli/main.cpp's stead.
void addRender(cli::Program& program);

}  // namespace draw
