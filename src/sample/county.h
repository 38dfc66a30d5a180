#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/task.h"
#include "plan/snapshot.h"
#include "plan/spec.h"

namespace sample {

struct Options {
    std::int64_t parcels = 20000;  // of DLTB, 1,000 to 1,000,000
    std::uint64_t seed = 1;
    int errors = 0;                       // of each kind
    std::vector<std::string> kinds = {};  // of errors, by kindsOfErrors(); none: the eight of cli.md
};

// Every kind of error that can be planted.
std::vector<std::string> kindsOfErrors();

// One planted error, as `--truth` writes it.
struct Planted {
    std::string kind;         // overlap, gap, sliver, …
    std::string rule, layer;  // rule: the pack's that names it; empty where the pack has none
    std::vector<std::string> features;
    std::optional<geometry::Point> where;  // none: of a table, which has no place
};
struct County {
    plan::Snapshot snapshot;
    std::vector<Planted> planted;
};

// A made-up county of the real one's size and character, for practice and measurement: the same options give the same
// county. It holds every rule of the pack where no errors are planted.
base::Result<County> make(const plan::Spec& spec, const Options& options, const base::Task& task = {});

}  // namespace sample
