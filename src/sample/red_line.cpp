#include "sample/red_line.h"

#include <algorithm>
#include <cmath>

#include "sample/random.h"
#include "sample/region.h"

namespace sample {

namespace {

constexpr double share = 0.68;
constexpr double smallestPiece = 12e12, smallestHole = 0.2e12;  // square millimetres

// Turns the small pieces of `from` into `to` where that is allowed as a whole.
void drop(const Triangulation& mesh, const std::vector<double>& areas, std::vector<int>& labels, int from, int to,
          double smallest, const std::vector<char>& free) {
    std::vector<int> only(labels.size());
    std::transform(labels.begin(), labels.end(), only.begin(), [&](int label) { return label == from ? 0 : -1; });
    const Pieces pieces = piecesOf(mesh, only);
    std::vector<double> area(static_cast<std::size_t>(pieces.count));
    for (std::size_t s = 0; s < labels.size(); ++s)
        if (const int piece = pieces.of[s]; piece >= 0)
            area[static_cast<std::size_t>(piece)] += free[s] == 2 ? areas[s] : smallest;
    for (std::size_t s = 0; s < labels.size(); ++s)
        if (const int piece = pieces.of[s]; piece >= 0 && area[static_cast<std::size_t>(piece)] < smallest)
            labels[s] = to;
}

// 1 in the line, 0 elsewhere in the county, -1 outside.
std::vector<int> above(double level, const Triangulation& mesh, const std::vector<double>& areas,
                       const std::vector<double>& ecology, const std::vector<char>& free) {
    std::vector<int> labels(areas.size(), -1);
    for (std::size_t s = 0; s < areas.size(); ++s)
        if (free[s] != 0) labels[s] = free[s] == 2 && ecology[s] > level ? 1 : 0;
    drop(mesh, areas, labels, 1, 0, smallestPiece, free);
    drop(mesh, areas, labels, 0, 1, smallestHole, free);
    return labels;
}

// One seed in every piece, and more where a slow chance gathers them: a few pieces stay huge, many are small.
std::vector<std::uint32_t> seedsOf(const Triangulation& mesh, const std::vector<int>& labels,
                                   const std::vector<double>& effort, std::uint64_t seed) {
    const Pieces pieces = piecesOf(mesh, labels);
    std::vector<std::uint32_t> seeds(static_cast<std::size_t>(pieces.count));
    std::vector<std::uint32_t> sites;
    for (std::uint32_t s = 0; s < labels.size(); ++s) {
        if (pieces.of[s] < 0) continue;
        seeds[static_cast<std::size_t>(pieces.of[s])] = s;
        sites.push_back(s);
    }
    Random random(seed);
    const std::size_t wanted = std::clamp<std::size_t>(sites.size() / 40, 10, 240);
    for (std::size_t tries = 0; tries < 100 * wanted && seeds.size() < wanted; ++tries) {
        const std::uint32_t s = sites[random.below(sites.size())];
        if (random.unit() < 0.01 + 0.2 * std::max(0.0, effort[s] - 1)) seeds.push_back(s);
    }
    return seeds;
}

}  // namespace

std::vector<char> drawRedLine(const Triangulation& mesh, const std::vector<double>& areas,
                              const std::vector<double>& ecology, const std::vector<char>& free) {
    double whole = 0;
    for (std::size_t s = 0; s < areas.size(); ++s)
        if (free[s] != 0) whole += areas[s];
    double low = -1.5, high = 1.5;
    std::vector<char> inside(areas.size());
    for (int i = 0; i < 14; ++i) {
        const double level = (low + high) / 2;
        const std::vector<int> labels = above(level, mesh, areas, ecology, free);
        double area = 0;
        for (std::size_t s = 0; s < areas.size(); ++s) {
            inside[s] = labels[s] == 1;
            if (inside[s] != 0) area += areas[s];
        }
        if (std::abs(area / whole - share) < 0.002) break;
        (area > share * whole ? low : high) = level;
    }
    return inside;
}

std::vector<int> divide(const Triangulation& mesh, const std::vector<int>& labels, const std::vector<double>& effort,
                        std::uint64_t seed) {
    return shareOut(mesh, seedsOf(mesh, labels, effort, seed), [&](std::uint32_t from, std::uint32_t to) {
        if (labels[from] != labels[to]) return -1.0;
        const Site &a = mesh.sites()[from], &b = mesh.sites()[to];
        const double u = a.u - b.u, v = a.v - b.v;
        return std::sqrt(u * u + v * v) * effort[to];
    });
}

}  // namespace sample
