#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "store/scratch.h"
#include "store/verify.h"

namespace scratch {

// One line a problem.
inline std::vector<std::string> linesOf(const store::Verified& found) {
    std::vector<std::string> lines;
    for (const auto& each : found.problems) {
        std::string line = each.kind + " r" + (each.revision ? std::to_string(*each.revision) : "-") + " " +
                           each.layer + " #" + (each.feature ? std::to_string(*each.feature) : "-") + " " +
                           each.detail.key;
        for (const auto& argument : each.detail.arguments) line += " " + argument;
        lines.push_back(std::move(line));
    }
    return lines;
}

// What is wrong with a store; nothing where it is as it was written.
inline std::vector<std::string> problemsOf(const fs::path& file, bool full = true) {
    const auto found = store::verify(file, full);
    if (!found) return {"failed: " + found.error().message.key};
    return linesOf(*found);
}

}  // namespace scratch
