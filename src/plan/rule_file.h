#pragma once

#include "plan/spec.h"

namespace plan {

// The pack with the rules of this file, in the format of a pack's rules.toml, in place of its own. An error names the
// file with the line, the key, what is wrong with it and what to do.
base::Result<SpecRef> withRules(const Spec& spec, const std::filesystem::path& file);

}  // namespace plan
