#pragma once

namespace worker {

// The whole program: `layers`, `read` or `write`, a dataset, and one JSON object of options. Does not return once the
// work has begun.
int run(int count, char** arguments);

}  // namespace worker
