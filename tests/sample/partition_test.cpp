#include "sample/partition.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "geometry/measure.h"
#include "geometry/validity.h"
#include "sample/dissolve.h"
#include "sample/random.h"
#include "sample/region.h"

namespace sample {
namespace {

constexpr std::int32_t side = 1'000'000;

// Distinct sites inside the frame; many of them on one line or one circle, as chance alone never has them.
std::vector<Site> sitesFrom(std::uint64_t seed, int count) {
    Random random(seed);
    std::set<std::pair<int, int>> places;
    for (int i = 0; i < count; ++i) {
        const bool latticed = random.unit() < 0.5;
        const auto on = [&] {
            const int at = static_cast<int>(random.between(1, side - 1));
            return latticed ? std::max(50'000, at / 50'000 * 50'000) : at;
        };
        const int u = on();
        places.emplace(u, on());
    }
    std::vector<Site> sites;
    for (const auto& [u, v] : places) sites.push_back({u, v});
    return sites;
}

// The cells that do not touch the frame, as labels.
std::vector<int> innerCells(const Triangulation& mesh, std::uint64_t seed, int labels) {
    std::vector<int> result(mesh.sites().size(), -1);
    for (std::uint32_t s = 0; s + 4 < mesh.sites().size(); ++s)
        result[s] = static_cast<int>(hashOf(seed, s) % static_cast<std::uint64_t>(labels));
    return result;
}

using Edge = std::pair<geometry::Point, geometry::Point>;
std::map<Edge, int> edgesOf(const std::vector<geometry::Ring>& rings) {
    std::map<Edge, int> edges;
    for (const auto& ring : rings)
        for (std::size_t i = 0; i < ring.size(); ++i) ++edges[{ring[i], ring[(i + 1) % ring.size()]}];
    return edges;
}

std::vector<geometry::Ring> ringsOf(const std::vector<Patch>& patches) {
    std::vector<geometry::Ring> rings;
    for (const auto& patch : patches) {
        rings.push_back(patch.shape.outer);
        rings.insert(rings.end(), patch.shape.holes.begin(), patch.shape.holes.end());
    }
    return rings;
}

RC_GTEST_PROP(Triangulation, IsDelaunayAndFillsTheFrame, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Triangulation mesh(sitesFrom(seed, *rc::gen::inRange(1, 120)), side, side);
    std::int64_t doubled = 0;
    for (std::uint32_t h = 0; h < mesh.halfEdges(); ++h) {
        const Site a = mesh.sites()[mesh.origin(h)], b = mesh.sites()[mesh.end(h)];
        const Site c = mesh.sites()[mesh.origin(Triangulation::previous(h))];
        const std::int64_t turn = std::int64_t{b.u - a.u} * (c.v - a.v) - std::int64_t{b.v - a.v} * (c.u - a.u);
        RC_ASSERT(turn > 0);
        doubled += h % 3 == 0 ? turn : 0;
        if (mesh.twin(h) == Triangulation::none) continue;
        RC_ASSERT(mesh.twin(mesh.twin(h)) == h);
        RC_ASSERT(mesh.origin(mesh.twin(h)) == mesh.end(h));
        const Site d = mesh.sites()[mesh.origin(Triangulation::previous(mesh.twin(h)))];
        const auto row = [&](Site s) {
            const geometry::Wide u = s.u - d.u, v = s.v - d.v;
            return std::array<geometry::Wide, 3>{u, v, u * u + v * v};
        };
        const auto [au, av, aa] = row(a);
        const auto [bu, bv, bb] = row(b);
        const auto [cu, cv, cc] = row(c);
        RC_ASSERT(au * (bv * cc - cv * bb) - av * (bu * cc - cu * bb) + aa * (bu * cv - cu * bv) <= 0);
    }
    RC_ASSERT(doubled == 2 * std::int64_t{side} * side);
}

RC_GTEST_PROP(Partition, CellsAreValidAndMeetExactly, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Triangulation mesh(sitesFrom(seed, *rc::gen::inRange(4, 60)), side, side);
    const Partition partition(mesh, seed);
    std::vector<geometry::Ring> rings;
    for (std::uint32_t s = 0; s + 4 < mesh.sites().size(); ++s) {
        rings.push_back(partition.cell(s));
        RC_ASSERT(geometry::doubledSteps(rings.back()) > 0);
        RC_ASSERT(!geometry::flawOf(geometry::MultiPolygon{{{rings.back(), {}}}}));
    }
    for (const auto& [edge, count] : edgesOf(rings)) RC_ASSERT(count == 1);
}

RC_GTEST_PROP(Dissolve, IsTheSumOfItsCells, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Triangulation mesh(sitesFrom(seed, *rc::gen::inRange(4, 80)), side, side);
    const Partition partition(mesh, seed);
    const auto labels = innerCells(mesh, seed, 3);
    const auto patches = dissolve(partition, labels);
    std::map<int, geometry::Wide> cells, unions;
    std::vector<geometry::Ring> rings;
    for (std::uint32_t s = 0; s < labels.size(); ++s)
        if (labels[s] >= 0) {
            rings.push_back(partition.cell(s));
            cells[labels[s]] += geometry::doubledSteps(rings.back());
        }
    for (const auto& patch : patches) {
        const geometry::MultiPolygon area{{patch.shape}};
        RC_ASSERT(!geometry::flawOf(area));
        unions[patch.label] += geometry::doubledSteps(area);
    }
    RC_ASSERT(cells == unions);
    const auto fine = edgesOf(rings);
    for (const auto& [edge, count] : edgesOf(ringsOf(patches))) {
        RC_ASSERT(count == 1);
        RC_ASSERT(fine.contains(edge));
    }
}

RC_GTEST_PROP(GrowDisk, StaysInOnePieceWithoutHoles, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Triangulation mesh(sitesFrom(seed, 200), side, side);
    const auto count = static_cast<std::uint32_t>(mesh.sites().size() - 4);
    int wanted = *rc::gen::inRange(1, 150);
    std::vector<int> labels(mesh.sites().size(), -1);
    growDisk(
        mesh, static_cast<std::uint32_t>(seed % count), [&](std::uint32_t s) { return unitOf(hashOf(seed, s)); },
        [&](std::uint32_t s) { return s < count; }, [&] { return wanted > 0; },
        [&](std::uint32_t s) {
            --wanted;
            labels[s] = 0;
        });
    const auto patches = dissolve(Partition(mesh, seed), labels);
    RC_ASSERT(patches.size() == 1u);
    RC_ASSERT(patches[0].shape.holes.empty());
}

}  // namespace
}  // namespace sample
