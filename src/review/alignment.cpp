#include "review/alignment.h"

#include <algorithm>
#include <optional>

namespace review {

namespace {

using geometry::Point;

// How far two rings may run apart before their next common corner is no longer looked for step by step.
constexpr std::size_t reach = 48;

// Both rings from their common corner on; positions count from there.
struct Walk {
    std::span<const Point> before, after;
    std::size_t oldStart = 0, newStart = 0;

    std::size_t oldAt(std::size_t i) const {
        return oldStart + i < before.size() ? oldStart + i : oldStart + i - before.size();
    }
    std::size_t newAt(std::size_t j) const {
        return newStart + j < after.size() ? newStart + j : newStart + j - after.size();
    }
    bool same(std::size_t i, std::size_t j) const { return before[oldAt(i)] == after[newAt(j)]; }

    // The next corner that both have, nearest to both; none within reach.
    std::optional<std::pair<std::size_t, std::size_t>> meeting(std::size_t i, std::size_t j) const {
        for (std::size_t sum = 1; sum <= reach; ++sum)
            for (std::size_t di = 0; di <= sum; ++di) {
                const std::size_t dj = sum - di;
                if (i + di <= before.size() && j + dj <= after.size() && same(i + di, j + dj))
                    return std::pair(i + di, j + dj);
            }
        return {};
    }

    std::vector<Kept> run() const {
        std::vector<Kept> kept;
        std::size_t i = 0, j = 0;
        while (true) {
            std::size_t edges = 0;
            while (i + edges < before.size() && j + edges < after.size() && same(i + edges + 1, j + edges + 1)) ++edges;
            kept.push_back({oldAt(i), newAt(j), edges});
            i += edges, j += edges;
            if (i == before.size() && j == after.size()) return kept;
            const auto next = meeting(i, j);
            if (!next) break;
            std::tie(i, j) = *next;
        }
        // What could not be walked forwards is walked back from where both end.
        std::size_t edges = 0;
        while (before.size() - edges > i && after.size() - edges > j &&
               same(before.size() - edges - 1, after.size() - edges - 1))
            ++edges;
        if (edges > 0) kept.push_back({oldAt(before.size() - edges), newAt(after.size() - edges), edges});
        return kept;
    }
};

}  // namespace

std::vector<Kept> commonStretches(std::span<const Point> before, std::span<const Point> after) {
    for (std::size_t start = 0; start < std::min(after.size(), reach); ++start) {
        const auto found = std::find(before.begin(), before.end(), after[start]);
        if (found != before.end())
            return Walk{before, after, static_cast<std::size_t>(found - before.begin()), start}.run();
    }
    return {};
}

}  // namespace review
