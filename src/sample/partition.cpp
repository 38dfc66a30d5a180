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
// How wide boundaries swing in a triangle, and the shares of its corners in its inner point.
struct Calm {
    double swing = 0;
    std::array<double, 3> shares{1.0 / 3, 1.0 / 3, 1.0 / 3};
};
// What is tried one after the other until no boundary turns back sharply: less swing, other inner points, and at last
// such where boundaries may cross the triangle's edges at any angle.
constexpr std::array swings{1.0, 0.6, 0.3, 0.0};
constexpr std::uint8_t straight = 3, strict = 36, tries = 100;

Calm calmOf(std::uint64_t seed, std::uint32_t triangle, std::uint8_t attempt) {
    if (attempt < swings.size()) return {swings[attempt], {1.0 / 3, 1.0 / 3, 1.0 / 3}};
    Random random(hashOf(seed, triangle, attempt));
    Calm calm{attempt % 2 * 0.2, {random.between(0.05, 1), random.between(0.05, 1), random.between(0.05, 1)}};
    const double sum = calm.shares[0] + calm.shares[1] + calm.shares[2];
    for (double& share : calm.shares) share /= sum;
    return calm;
}

// Tangents of 10.5°, which no two edges enclose less than, and of half of it, for the halves on both sides of a
// crossing.
constexpr double sharpest = 0.1853, flattest = 0.0919;

struct Vector {
    double u = 0, v = 0;
    Vector operator+(Vector o) const { return {u + o.u, v + o.v}; }
    Vector operator-(Vector o) const { return {u - o.u, v - o.v}; }
    Vector operator*(double f) const { return {u * f, v * f}; }
    double length() const { return std::sqrt(u * u + v * v); }
};
double cross(Vector a, Vector b) { return a.u * b.v - a.v * b.u; }
double dot(Vector a, Vector b) { return a.u * b.u + a.v * b.v; }
Vector vectorOf(Site site) { return {static_cast<double>(site.u), static_cast<double>(site.v)}; }

geometry::Point placeOf(Vector at) {
    return {westSteps + std::llround(at.u * stepsEast), southSteps + std::llround(at.v * stepsNorth)};
}

// Where along the edge the boundary crosses it: the same from both sides.
double shareOf(std::uint64_t seed, std::uint32_t low, std::uint32_t high) {
    return 0.5 + 0.3 * (unitOf(hashOf(seed, low, high)) - 0.5);
}

// Visits the places from the inner point of h's triangle up to, not including, the crossing of h, which it returns: a
// walk with even strides towards the edge and a sideways swing that halves of halves make crooked, never wider than the
// triangle GAB is there.
template <class Visit>
Vector walk(const Triangulation& mesh, std::uint64_t seed, std::uint32_t h, const Calm& calm, Visit visit) {
    const std::uint32_t from = mesh.origin(h), to = mesh.end(h);
    const Vector a = vectorOf(mesh.sites()[from]), b = vectorOf(mesh.sites()[to]);
    const Vector c = vectorOf(mesh.sites()[mesh.origin(Triangulation::previous(h))]);
    const auto corner = [&](std::uint32_t i) { return vectorOf(mesh.sites()[mesh.origin(h - h % 3 + i)]); };
    const Vector inner = corner(0) * calm.shares[0] + corner(1) * calm.shares[1] + corner(2) * calm.shares[2];
    visit(inner);
    const std::uint32_t low = std::min(from, to), high = std::max(from, to);
    const double across = shareOf(seed, low, high), fromA = from == low ? across : 1 - across;
    const Vector way = a + (b - a) * fromA - inner;
    const double area = std::abs(cross(b - a, c - a)) / 2;
    const double strides = verticesPerArc * way.length() / (0.44 * std::sqrt(area));
    const int count = static_cast<int>(std::clamp(strides + 0.5, 0.0, 6.0));
    Random random(hashOf(seed, low, high, from == low));
    const double widest = std::min(fromA, 1 - fromA);
    double swing = 0;
    for (int i = 1; i <= count; ++i) {
        const double t = i / (count + 1.0);
        swing = 0.35 * swing + random.between(-0.55, 0.55);
        const double aside = std::min(t, 1.6 * (1 - t)) * widest * swing * calm.swing;
        visit(inner + way * t + (b - a) * aside);
    }
    return inner + way;
}

bool isSharp(Vector at, Vector a, Vector b) {
    const double along = dot(a - at, b - at);
    return along > 0 && std::abs(cross(a - at, b - at)) < along * sharpest;
}

// Whether the boundaries in a triangle turn back sharply, where they meet, between, or where they cross its edges.
bool turnsBack(const Triangulation& mesh, std::uint64_t seed, std::uint32_t triangle, std::uint8_t attempt) {
    const Calm calm = calmOf(seed, triangle, attempt);
    std::array<Vector, 3> firsts;
    std::vector<Vector> arc;
    Vector inner;
    for (std::uint32_t side = 0; side < 3; ++side) {
        const std::uint32_t h = 3 * triangle + side;
        arc.clear();
        const Vector crossing = walk(mesh, seed, h, calm, [&](Vector at) { arc.push_back(at); });
        arc.push_back(crossing);
        for (std::size_t i = 1; i + 1 < arc.size(); ++i)
            if (isSharp(arc[i], arc[i - 1], arc[i + 1])) return true;
        const Vector edge = vectorOf(mesh.sites()[mesh.end(h)]) - vectorOf(mesh.sites()[mesh.origin(h)]);
        const Vector last = crossing - arc[arc.size() - 2];
        if (attempt < strict && std::abs(cross(last, edge)) < std::abs(dot(last, edge)) * flattest) return true;
        inner = arc[0];
        firsts[side] = arc[1];
    }
    return isSharp(inner, firsts[0], firsts[1]) || isSharp(inner, firsts[1], firsts[2]) ||
           isSharp(inner, firsts[2], firsts[0]);
}
}  // namespace

geometry::Point Partition::place(Site site) { return placeOf(vectorOf(site)); }

geometry::Point Partition::crossing(std::uint32_t h) const {
    const std::uint32_t low = std::min(mesh_.origin(h), mesh_.end(h)), high = std::max(mesh_.origin(h), mesh_.end(h));
    const Vector a = vectorOf(mesh_.sites()[low]), b = vectorOf(mesh_.sites()[high]);
    return placeOf(a + (b - a) * shareOf(seed_, low, high));
}

// From the inner point of h's triangle up to, not including, the crossing of h.
void Partition::halfArc(std::uint32_t h, geometry::Ring& points) const {
    const std::uint32_t triangle = h / 3;
    walk(mesh_, seed_, h, calmOf(seed_, triangle, calm_[triangle]), [&](Vector at) { points.push_back(placeOf(at)); });
}

Partition::Partition(const Triangulation& triangulation, std::uint64_t seed)
    : mesh_(triangulation), seed_(seed), calm_(triangulation.triangles()) {
    for (std::uint32_t triangle = 0; triangle < calm_.size(); ++triangle) {
        std::uint8_t tried = 0;
        while (tried < tries && turnsBack(mesh_, seed_, triangle, tried)) ++tried;
        calm_[triangle] = tried < tries ? tried : straight;
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
