#pragma once

#include <source_location>

namespace base {

// Ends the program with the place of the broken promise. For our own mistakes only; no input may reach it. Stays on in
// release.
[[noreturn]] void broken(const char* promise, std::source_location place = std::source_location::current());

}  // namespace base

#define SANXIAN_ASSERT(promise) ((promise) ? void(0) : ::base::broken(#promise))
