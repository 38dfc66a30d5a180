#pragma once

#include <string>

#include "base/task.h"

namespace cli {

// All of a text file, or of standard input where the name is "-". Fails (Io) with the reason where it is a folder or
// cannot be read; Cancelled as soon as the task is stopped, also while nothing comes.
base::Result<std::string> inputOf(const std::string& name, const base::Task& task);

}  // namespace cli
