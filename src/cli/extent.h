#pragma once

#include <string>

#include "base/task.h"
#include "plan/schema.h"

namespace cli {

// The area that --extent names: WKT in the plan's system, or every polygon of a file, in the file's own system; nothing
// where the text is empty. Invalid where there is no area, where it lies outside of the plan's system, and where the
// text's crosses itself.
base::Result<geometry::Shape> extentOf(const std::string& text, const plan::Schema& schema, const base::Task& task);

}  // namespace cli
