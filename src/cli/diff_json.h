#pragma once

#include <vector>

#include "cli/between.h"
#include "cli/json_text.h"
#include "review/flow.h"
#include "review/rows.h"

namespace cli {

// Two states, as the user named them, and what differs.
struct Compared {
    const std::string& from;
    const std::string& to;
    const Between& between;
    const review::Difference& difference;
};

// The answer of `diff` (cli.md); `changes`: with every row.
void writeDiff(JsonText& out, const Compared& compared, const std::vector<review::Flow>& flows, bool changes);
// The changed pieces as a GeoJSON layer: one feature a row for what was, what is, what came in and what went out.
void writeDiffFeatures(JsonText& out, const Compared& compared, bool changes);

}  // namespace cli
