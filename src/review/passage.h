#pragma once

#include <vector>

#include "base/task.h"
#include "review/rows.h"

namespace review {

struct Passage {
    geometry::Area in, out;
};

// What a layer gains and loses as a whole by its rows: what they gain without what any of them had before, what they
// lose without what any of them has after.
base::Result<Passage> passage(const plan::Schema& schema, const std::vector<const Row*>& rows, const base::Task& task);

}  // namespace review
