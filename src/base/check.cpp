#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace base {

void broken(const char* promise, std::source_location place) {
    std::fprintf(stderr, "%s:%u: broken promise: %s\n", place.file_name(), place.line(), promise);
    std::abort();
}

}  // namespace base
