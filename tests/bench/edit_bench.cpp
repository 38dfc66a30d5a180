#include <benchmark/benchmark.h>

#include <cmath>

#include "edit/boundary.h"
#include "edit/command.h"
#include "support/random_plan.h"

// The hand's path: one vertex in a plan of 300,000 parcels, and one of a ring of 100,000 vertices. Areas are not
// measured here (geometry's benchmarks do that).
namespace {

using geometry::Point;
using plan::Snapshot;

plan::SchemaRef schema() {
    auto made = std::make_shared<plan::Schema>(*support::randomSchema());
    made->measure = {};
    return made;
}

constexpr Point corner{105'300'000'000, 40'800'000'000};
constexpr std::int64_t side = 1'000'000;

Point node(int i, int j) {
    support::Dice dice(static_cast<std::uint64_t>(i) * 100'003 + static_cast<std::uint64_t>(j));
    return {corner.x + i * side + dice.roll(0, side / 4), corner.y + j * side + dice.roll(0, side / 4)};
}

// Parcels whose sides have eight vertices each.
const Snapshot& parcels() {
    static const Snapshot plan = [] {
        const auto made = schema();
        std::vector<plan::FeatureRef> features;
        std::uint32_t serial = 1;
        const auto along = [](geometry::Ring& ring, Point a, Point b) {
            for (int k = 0; k < 8; ++k) ring.push_back({a.x + (b.x - a.x) / 8 * k, a.y + (b.y - a.y) / 8 * k});
        };
        for (int j = 0; j < 500; ++j)
            for (int i = 0; i < 600; ++i) {
                geometry::Ring ring;
                along(ring, node(i, j), node(i + 1, j));
                along(ring, node(i + 1, j), node(i + 1, j + 1));
                along(ring, node(i + 1, j + 1), node(i, j + 1));
                along(ring, node(i, j + 1), node(i, j));
                features.push_back(plan::makeFeature(*made, {0, serial++}, support::layer::survey,
                                                     geometry::MultiPolygon{{{std::move(ring), {}}}}, {}));
            }
        return Snapshot(made, features);
    }();
    return plan;
}

void moveInParcels(benchmark::State& state) {
    const Snapshot& plan = parcels();
    const Point from = node(300, 250);
    for (auto _ : state) {
        const auto changes = edit::apply(edit::MoveVertex{from, {from.x + 999, from.y - 777}, {}}, plan);
        if (!changes || changes->changes.size() != 4) state.SkipWithError("the vertex did not move");
    }
}
BENCHMARK(moveInParcels)->Unit(benchmark::kMicrosecond);

void hitInParcels(benchmark::State& state) {
    const Point from = node(300, 250);
    for (auto _ : state)
        benchmark::DoNotOptimize(edit::hit(parcels(), {from.x + 999, from.y - 777}, 50'000, 50'000,
                                           {support::layer::county, support::layer::survey}));
}
BENCHMARK(hitInParcels)->Unit(benchmark::kMicrosecond);

// Two red lines of 100,000 vertices that share half of them.
const Snapshot& longRings() {
    static const Snapshot plan = [] {
        const auto made = schema();
        geometry::Ring left, right;
        const int half = 50'000;
        const auto shared = [&](int k) {
            return Point{corner.x + static_cast<std::int64_t>(1e7 * std::sin(k * 0.01)), corner.y + k * 20'000};
        };
        for (int k = 0; k < half; ++k) right.push_back(shared(half - 1 - k)), left.push_back(shared(k));
        for (int k = 0; k < half; ++k) {
            const std::int64_t x = 500'000'000 + static_cast<std::int64_t>(1e7 * std::cos(k * 0.02));
            right.push_back({corner.x + x, corner.y + k * 20'000});
            left.push_back({corner.x - x, corner.y + (half - 1 - k) * 20'000});
        }
        const auto feature = [&](std::uint32_t serial, geometry::Ring ring) {
            return plan::makeFeature(*made, {0, serial}, support::layer::lines,
                                     geometry::MultiPolygon{{{std::move(ring), {}}}}, {});
        };
        return Snapshot(made, {feature(1, std::move(left)), feature(2, std::move(right))});
    }();
    return plan;
}

// Argument 0: a vertex that both have; 1: one on the outside.
void moveInLongRings(benchmark::State& state) {
    const auto left = longRings().find(plan::FeatureId{0, 1});
    const Point from =
        std::get<geometry::MultiPolygon>(left->shape).polygons[0].outer[state.range(0) ? 75'000 : 25'000];
    for (auto _ : state) {
        const auto changes = edit::apply(edit::MoveVertex{from, {from.x + 999, from.y - 777}, {}}, longRings());
        if (!changes) state.SkipWithError(changes.error().message.key.c_str());
    }
}
BENCHMARK(moveInLongRings)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void hitLongRings(benchmark::State& state) {
    const Point at{corner.x, corner.y + 25'000 * 20'000};
    for (auto _ : state)
        benchmark::DoNotOptimize(edit::hit(longRings(), at, 20'000'000, 20'000'000, {support::layer::lines}));
}
BENCHMARK(hitLongRings)->Unit(benchmark::kMillisecond);

}  // namespace
