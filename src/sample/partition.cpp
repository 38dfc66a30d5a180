#include "sample/partition.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sample/random.h"

namespace sample {

namespace {
// 1e-9 degree: a millimetre is 12 steps of longitude and 9 of latitude, at about 41.5° N.
constexpr std::int64_t westSteps = 105'100'000'000, southSteps = 40'600'000'000;
constexpr std::int64_t stepsEast = 12, stepsNorth = 9;
constexpr double verticesPerArc = 1.45;  // makes about 30 vertices a cell

struct Vector {
    double u = 0, v = 0;
    Vector operator+(Vector o) const { return {u + o.u, v + o.v}; }
    Vector operator-(Vector o) const { return {u - o.u, v - o.v}; }
    Vector operator*(double f) const { return {u * f, v * f}; }
    double length() const { return std::sqrt(u * u + v * v); }
};
Vector vectorOf(Site site) { return {static_cast<double>(site.u), static_cast<double>(site.v)}; }

geometry::Point placeOf(Vector at) {
    return {westSteps + std::llround(at.u * stepsEast), southSteps + std::llround(at.v * stepsNorth)};
}

// Where along the edge the boundary crosses it: the same from both sides.
double shareOf(std::uint64_t seed, std::uint32_t low, std::uint32_t high) {
    return 0.5 + 0.3 * (unitOf(hashOf(seed, low, high)) - 0.5);
}
}  // namespace

geometry::Point Partition::place(Site site) { return placeOf(vectorOf(site)); }

geometry::Point Partition::crossing(std::uint32_t h) const {
    const std::uint32_t low = std::min(mesh_.origin(h), mesh_.end(h)), high = std::max(mesh_.origin(h), mesh_.end(h));
    const Vector a = vectorOf(mesh_.sites()[low]), b = vectorOf(mesh_.sites()[high]);
    return placeOf(a + (b - a) * shareOf(seed_, low, high));
}

// From the inner point of h's triangle up to, not including, the crossing of h: a walk with even strides towards the
// edge and a sideways swing that halves of halves make crooked, never wider than the triangle GAB is there.
void Partition::halfArc(std::uint32_t h, geometry::Ring& points) const {
    const std::uint32_t from = mesh_.origin(h), to = mesh_.end(h);
    const Vector a = vectorOf(mesh_.sites()[from]), b = vectorOf(mesh_.sites()[to]);
    const Vector c = vectorOf(mesh_.sites()[mesh_.origin(Triangulation::previous(h))]);
    const Vector inner = (a + b + c) * (1.0 / 3);
    points.push_back(placeOf(inner));
    const std::uint32_t low = std::min(from, to), high = std::max(from, to);
    const double across = shareOf(seed_, low, high), fromA = from == low ? across : 1 - across;
    const Vector way = a + (b - a) * fromA - inner;
    const double area = std::abs((b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u)) / 2;
    const double strides = verticesPerArc * way.length() / (0.44 * std::sqrt(area));
    const int count = static_cast<int>(std::clamp(strides + 0.5, 0.0, 6.0));
    Random random(hashOf(seed_, low, high, from == low));
    const double widest = std::min(fromA, 1 - fromA);
    double swing = 0;
    for (int i = 1; i <= count; ++i) {
        const double t = i / (count + 1.0);
        swing = 0.35 * swing + random.between(-0.55, 0.55);
        const double aside = std::min(t, 1.6 * (1 - t)) * widest * swing;
        points.push_back(placeOf(inner + way * t + (b - a) * aside));
    }
}

void Partition::appendArc(std::uint32_t h, geometry::Ring& ring) const {
    halfArc(h, ring);
    ring.push_back(crossing(h));
    geometry::Ring back;
    halfArc(mesh_.twin(h), back);
    ring.insert(ring.end(), back.rbegin(), back.rend() - 1);
}

geometry::Ring Partition::cell(std::uint32_t site) const {
    const auto alone = [](std::uint32_t) { return false; };
    return trace(mesh_.twin(mesh_.leaving(site)), alone, [](std::uint32_t) {});
}

std::vector<double> Partition::areas() const {
    std::vector<double> result(mesh_.sites().size());
    for (std::uint32_t h = 0; h < mesh_.halfEdges(); h += 3) {
        const std::array corners{mesh_.origin(h), mesh_.origin(h + 1), mesh_.origin(h + 2)};
        const Site &a = mesh_.sites()[corners[0]], &b = mesh_.sites()[corners[1]], &c = mesh_.sites()[corners[2]];
        const double doubled =
            static_cast<double>(std::int64_t{b.u - a.u} * (c.v - a.v) - std::int64_t{b.v - a.v} * (c.u - a.u));
        for (const std::uint32_t corner : corners) result[corner] += doubled / 6;
    }
    return result;
}

}  // namespace sample
