#include "sample/terrain.h"

#include <algorithm>
#include <cmath>

#include "sample/random.h"

namespace sample {

namespace {
constexpr double middleX = 108.3, middleY = 100;  // of the frame
constexpr double halfWidth = 92, halfHeight = 80;
constexpr double countyArea = 24'900, stripShare = 0.016;
constexpr double farmShare = 0.5, townShare = 0.004;  // of the parcels: in the strip, in each town

// The value that `area` square kilometres of the frame exceed, from a raster of 1 km².
template <class Field>
double levelOf(const Field& field, double area) {
    std::vector<double> values;
    for (double y = 0.5; y < 200; ++y)
        for (double x = 0.5; x < 216; ++x) values.push_back(field(x, y));
    const auto rank = static_cast<std::ptrdiff_t>(std::min(area, static_cast<double>(values.size()) - 1));
    std::nth_element(values.begin(), values.begin() + rank, values.end(), std::greater<>());
    return values[static_cast<std::size_t>(rank)];
}

double distance(const Town& town, double x, double y) {
    return std::sqrt((x - town.x) * (x - town.x) + (y - town.y) * (y - town.y));
}
}  // namespace

Terrain::Terrain(std::uint64_t seed)
    : outline_(hashOf(seed, 1), 60, 7, 0.55),
      bend_(hashOf(seed, 2), 18, 4),
      ecology_(hashOf(seed, 3), 34, 11, 0.8),
      soil_(hashOf(seed, 4), 5, 6, 0.6),
      sand_(hashOf(seed, 5), 40, 6, 0.55),
      relief_(hashOf(seed, 6), 25, 6, 0.55),
      detail_(hashOf(seed, 7), 2.5, 6, 0.6),
      fringe_(hashOf(seed, 8), 1.6, 5, 0.6),
      patchwork_(hashOf(seed, 10), 3, 7, 0.8),
      ridges_(hashOf(seed, 11), 11, 8, 0.75) {
    rim_ = levelOf([&](double x, double y) { return rawDepth(x, y); }, countyArea);
    strip_ = levelOf([&](double x, double y) { return depth(x, y) > 0 ? rawAlluvium(x, y) : -1e3; },
                     countyArea * stripShare);
    placeTowns(hashOf(seed, 9));
}

double Terrain::rawDepth(double x, double y) const {
    const double wanderX = 26 * outline_.at(x, y), wanderY = 26 * outline_.at(x + 500, y);
    const double dx = (x - middleX + wanderX) / halfWidth, dy = (y - middleY + wanderY) / halfHeight;
    const double squareX = dx * dx, squareY = dy * dy;
    return 28 * (1 - squareX * std::sqrt(squareX) - squareY * std::sqrt(squareY));
}

double Terrain::depth(double x, double y) const { return rawDepth(x, y) - rim_; }

double Terrain::rawAlluvium(double x, double y) const {
    const double across = depth(x, y) - 3.5 - 2.5 * bend_.at(x, y);
    const double sector = std::max({0.0, (y - 62) / 4, (55 - x) / 4, (x - 188) / 4});
    return -std::abs(across) - sector + 0.8 * detail_.at(x, y);
}

double Terrain::alluvium(double x, double y) const { return rawAlluvium(x, y) - strip_; }
double Terrain::ecology(double x, double y) const {
    return ecology_.at(x, y) + 0.25 * relief_.at(x, y) + 0.04 * std::min(0.0, depth(x, y) - 6);
}
double Terrain::soil(double x, double y) const { return soil_.at(x, y); }
double Terrain::sand(double x, double y) const { return sand_.at(x, y) + (x - middleX) / 300; }
double Terrain::relief(double x, double y) const { return relief_.at(x, y) + (60 - y) / 90; }
double Terrain::detail(double x, double y) const { return detail_.at(x, y); }

double Terrain::urban(const Town& town, double x, double y) const {
    const double radius = std::sqrt(town.area / 3.14159265);
    return -distance(town, x, y) / radius + 0.5 * fringe_.at(x, y);
}

double Terrain::effort(double x, double y) const {
    const double height = 0.35 + ridges_.at(x, y);
    return 0.1 + 4 * height * height;
}
double Terrain::stream(double x, double y) const { return std::abs(bend_.at(x + 300, y)); }

double Terrain::density(double x, double y, double cell) const {
    const double inStrip = 1e6 * farmShare / (countyArea * stripShare), outside = 1e6 * (1 - farmShare) / countyArea;
    const double uneven = 1 + 0.9 * patchwork_.at(x, y);
    double result = outside * (0.75 + 0.45 * relief_.at(x, y)) * uneven * uneven * uneven;
    const double aside = alluvium(x, y), near = 1 / (1 + std::max(0.0, -aside) / std::max(0.3, 0.2 * cell));
    result += aside >= 0 ? inStrip : 6 * outside * near * near * near;
    for (const Town& town : towns_) {
        const double radius = std::sqrt(town.area / 3.14159265);
        const double far = std::max(0.0, distance(town, x, y) - radius) / std::max(radius, 0.2 * cell);
        if (far < 8) result += 1e6 * townShare / town.area / ((1 + far) * (1 + far) * (1 + far) * (1 + far));
    }
    return result;
}

// The seat lies in the strip; the others far from one another, each the best of many tries.
void Terrain::placeTowns(std::uint64_t seed) {
    Random random(seed);
    const auto farthest = [&](auto allowed, double area) {
        Town best;
        double bestDistance = -1;
        for (int i = 0; i < 4000; ++i) {
            const Town town{random.between(8, 208), random.between(8, 192), area};
            if (!allowed(town)) continue;
            double nearest = 1e3;
            for (const Town& other : towns_) nearest = std::min(nearest, distance(other, town.x, town.y));
            if (nearest > bestDistance) best = town, bestDistance = nearest;
        }
        return best;
    };
    towns_.push_back({middleX, middleY, 14});
    double best = -1e3;
    for (double y = 0.5; y < 100; ++y)
        for (double x = 70.5; x < 170; ++x) {
            const double fitness = alluvium(x, y) - std::abs(x - 125) / 30;
            if (depth(x, y) > 3 && fitness > best) best = fitness, towns_[0].x = x, towns_[0].y = y;
        }
    for (int i = 0; i < 2; ++i)
        towns_.push_back(farthest([&](const Town& t) { return alluvium(t.x, t.y) > 0.5 && depth(t.x, t.y) > 2; }, 1.6));
    for (int i = 0; i < 6; ++i) towns_.push_back(farthest([&](const Town& t) { return depth(t.x, t.y) > 8; }, 0.9));
}

}  // namespace sample
