#include "sample/region.h"

#include <queue>

namespace sample {

namespace {
struct Candidate {
    double priority = 0;
    std::uint32_t site = 0;
    bool operator<(const Candidate& o) const { return priority != o.priority ? priority < o.priority : site > o.site; }
};

// How often one meets the region anew on the way around the site.
int runsAround(const Triangulation& mesh, std::uint32_t site, const std::vector<char>& in) {
    int runs = 0;
    bool first = false, before = false, any = false;
    mesh.around(site, [&](std::uint32_t neighbour) {
        const bool now = in[neighbour] != 0;
        if (!any)
            first = now, any = true;
        else if (now && !before)
            ++runs;
        before = now;
    });
    return runs + (first && !before ? 1 : 0);
}
}  // namespace

void growDisk(const Triangulation& mesh, std::uint32_t seed, const std::function<double(std::uint32_t)>& priority,
              const std::function<bool(std::uint32_t)>& allowed, const std::function<bool()>& more,
              const std::function<void(std::uint32_t)>& add) {
    std::vector<char> in(mesh.sites().size());
    std::priority_queue<Candidate> open;
    const auto take = [&](std::uint32_t site) {
        in[site] = 1;
        add(site);
        mesh.around(site, [&](std::uint32_t neighbour) {
            if (!in[neighbour] && allowed(neighbour)) open.push({priority(neighbour), neighbour});
        });
    };
    if (more() && allowed(seed)) take(seed);
    while (!open.empty() && more()) {
        const std::uint32_t site = open.top().site;
        open.pop();
        if (!in[site] && runsAround(mesh, site, in) == 1) take(site);
    }
}

std::vector<int> shareOut(const Triangulation& mesh, const std::vector<std::uint32_t>& seeds,
                          const std::function<double(std::uint32_t, std::uint32_t)>& cost) {
    struct Reach {
        Candidate at;
        int seed = 0;
        bool operator<(const Reach& o) const { return at < o.at; }
    };
    std::vector<int> owner(mesh.sites().size(), -1);
    std::priority_queue<Reach> open;
    for (std::size_t i = 0; i < seeds.size(); ++i) open.push({{0, seeds[i]}, static_cast<int>(i)});
    while (!open.empty()) {
        const Reach reach = open.top();
        open.pop();
        if (owner[reach.at.site] >= 0) continue;
        owner[reach.at.site] = reach.seed;
        mesh.around(reach.at.site, [&](std::uint32_t neighbour) {
            if (owner[neighbour] >= 0) return;
            const double step = cost(reach.at.site, neighbour);
            if (step >= 0) open.push({{reach.at.priority - step, neighbour}, reach.seed});
        });
    }
    return owner;
}

Pieces piecesOf(const Triangulation& mesh, const std::vector<int>& labels) {
    Pieces pieces{std::vector<int>(labels.size(), -1), 0};
    std::vector<std::uint32_t> open;
    for (std::uint32_t first = 0; first < labels.size(); ++first) {
        if (labels[first] < 0 || pieces.of[first] >= 0) continue;
        pieces.of[first] = pieces.count;
        open.push_back(first);
        while (!open.empty()) {
            const std::uint32_t site = open.back();
            open.pop_back();
            mesh.around(site, [&](std::uint32_t neighbour) {
                if (labels[neighbour] != labels[site] || pieces.of[neighbour] >= 0) return;
                pieces.of[neighbour] = pieces.count;
                open.push_back(neighbour);
            });
        }
        ++pieces.count;
    }
    return pieces;
}

}  // namespace sample
