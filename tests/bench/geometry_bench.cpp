#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <random>

#include "geometry/index.h"
#include "geometry/measure.h"
#include "geometry/overlay.h"
#include "geometry/predicates.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"

namespace {

using namespace geometry;

// Parcels of 35 corners with edges of 20 to 200 m, all over a county, in degrees.
std::vector<MultiPolygon> parcels(std::size_t count) {
    std::mt19937_64 engine(7);
    std::uniform_real_distribution<double> east(106.5, 107.6), north(40.7, 42.3), radius(300, 1000), wobble(-0.3, 0.3);
    std::vector<MultiPolygon> result(count);
    for (auto& parcel : result) {
        const double x = east(engine), y = north(engine), reach = radius(engine);
        Ring ring;
        for (int i = 0; i < 35; ++i) {
            const double step = 2 * std::numbers::pi / 35, angle = step * i, r = reach * (1 + step * wobble(engine));
            ring.push_back(
                Grid::geographic().nearest({x + r * std::cos(angle) / 83000, y + r * std::sin(angle) / 111000}));
        }
        parcel.polygons.push_back({std::move(ring), {}});
    }
    return result;
}

// A winding ring about a place in the county, like the red line.
MultiPolygon winding(std::size_t corners, double metres) {
    std::mt19937_64 engine(7);
    std::uniform_real_distribution<double> wobble(-0.1, 0.1);
    Ring ring;
    for (std::size_t i = 0; i < corners; ++i) {
        const double step = 2 * std::numbers::pi / static_cast<double>(corners), angle = step * static_cast<double>(i);
        const double bays = 0.1 * std::sin(17 * angle) + 0.03 * std::cos(101 * angle) + 0.002 * std::sin(1009 * angle);
        const double r = metres * (1 + bays + step * wobble(engine));
        ring.push_back(
            Grid::geographic().nearest({107 + r * std::cos(angle) / 83000, 41.5 + r * std::sin(angle) / 111000}));
    }
    return {{{std::move(ring), {}}}};
}

std::vector<MultiPolygon> inMetres(std::vector<MultiPolygon> areas) {
    const auto projection = Projection::between("EPSG:4490", "EPSG:4524").value();
    for (auto& area : areas)
        eachRing(area, [&](Ring& ring) {
            for (auto& p : ring) {
                Coordinate place = Grid::geographic().place(p);
                projection.forward({&place, 1});
                p = Grid::metric().nearest(place);
            }
        });
    return areas;
}

Measure measure(const char* system, AreaMethod method) { return Measure::on(*systemOf(system), method).value(); }

void areasOf(benchmark::State& state, const std::vector<MultiPolygon>& areas, const Measure& measure) {
    for (auto _ : state) {
        Area sum;
        for (const auto& area : areas) sum += measure.area(area);
        benchmark::DoNotOptimize(sum);
    }
}

void areaOf100kParcels(benchmark::State& state, AreaMethod method) {
    areasOf(state, parcels(100000), measure("EPSG:4490", method));
}
BENCHMARK_CAPTURE(areaOf100kParcels, equalArea70m, AreaMethod::EqualArea70m)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(areaOf100kParcels, equalArea, AreaMethod::EqualArea)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(areaOf100kParcels, geodesic, AreaMethod::Geodesic)->Unit(benchmark::kMillisecond);

void areaOf100kParcelsInMetres(benchmark::State& state) {
    areasOf(state, inMetres(parcels(100000)), measure("EPSG:4524", AreaMethod::EqualArea70m));
}
BENCHMARK(areaOf100kParcelsInMetres)->Unit(benchmark::kMillisecond);

void areaOfRedLine(benchmark::State& state) {
    areasOf(state, {winding(100000, 60000)}, measure("EPSG:4490", AreaMethod::EqualArea70m));
}
BENCHMARK(areaOfRedLine)->Unit(benchmark::kMillisecond);

std::vector<Box> boxes(std::size_t count) {
    std::mt19937_64 engine(7);
    std::uniform_int_distribution<std::int64_t> place(0, 2000000000), size(100000, 1000000);
    std::vector<Box> result(count);
    for (auto& box : result) {
        const Point corner{place(engine), place(engine)};
        box = Box::of(corner, {corner.x + size(engine), corner.y + size(engine)});
    }
    return result;
}

void indexOfAMillionBuilt(benchmark::State& state) {
    const auto all = boxes(1000000);
    for (auto _ : state) benchmark::DoNotOptimize(PackedIndex(all).size());
}
BENCHMARK(indexOfAMillionBuilt)->Unit(benchmark::kMillisecond);

void indexOfAMillionAsked(benchmark::State& state) {
    const auto all = boxes(1000000);
    const PackedIndex index(all);
    std::size_t i = 0, found = 0;
    for (auto _ : state) {
        index.query(all[i], [&](std::uint32_t) { ++found; });
        i = (i + 7919) % all.size();
    }
    state.counters["found"] = benchmark::Counter(static_cast<double>(found), benchmark::Counter::kAvgIterations);
}
BENCHMARK(indexOfAMillionAsked);

// Two neighbours of 40 corners that share half of their boundary.
std::pair<MultiPolygon, MultiPolygon> neighbours() {
    Ring left, right, shared;
    for (std::int64_t i = 0; i <= 20; ++i) shared.push_back({1000000 + (i * 7919) % 3000, i * 50000});
    left = shared, right.assign(shared.rbegin(), shared.rend());
    for (std::int64_t i = 19; i > 0; --i) left.push_back({(i * 104729) % 3000, i * 50000});
    for (std::int64_t i = 1; i < 20; ++i) right.push_back({2000000 + (i * 104729) % 3000, i * 50000});
    return {{{{left, {}}}}, {{{right, {}}}}};
}

void overlapOfNeighbours(benchmark::State& state) {
    const auto [left, right] = neighbours();
    for (auto _ : state) benchmark::DoNotOptimize(*overlaps(left, right));
}
BENCHMARK(overlapOfNeighbours);

void overlapOfAParcelAndTheRedLine(benchmark::State& state) {
    const MultiPolygon line = winding(100000, 60000), parcel = winding(35, 500);
    for (auto _ : state) benchmark::DoNotOptimize(*overlaps(line, parcel));
}
BENCHMARK(overlapOfAParcelAndTheRedLine)->Unit(benchmark::kMicrosecond);

void intersectionOfParcels(benchmark::State& state) {
    const MultiPolygon one = winding(35, 500);
    MultiPolygon other = one;
    for (auto& p : other.polygons[0].outer) p.x += 3000000;
    for (auto _ : state) benchmark::DoNotOptimize(intersect(one, other)->polygons.size());
}
BENCHMARK(intersectionOfParcels)->Unit(benchmark::kMicrosecond);

// A parcel that lies across the boundary of a ring of 100,000 corners.
template <class Overlay>
void acrossTheRedLine(benchmark::State& state, Overlay overlay) {
    const MultiPolygon line = winding(100000, 60000);
    MultiPolygon parcel = winding(35, 500);
    const Point at = line.polygons[0].outer[0], from = parcel.polygons[0].outer[0];
    for (auto& p : parcel.polygons[0].outer) p = {p.x + at.x - from.x + 3000000, p.y + at.y - from.y};
    for (auto _ : state) benchmark::DoNotOptimize(overlay(line, parcel)->polygons.size());
}
BENCHMARK_CAPTURE(acrossTheRedLine, intersect, intersect)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(acrossTheRedLine, subtract, subtract)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(acrossTheRedLine, unite, unite)->Unit(benchmark::kMillisecond);

void validityOfAParcel(benchmark::State& state) {
    const MultiPolygon parcel = winding(35, 500);
    for (auto _ : state) benchmark::DoNotOptimize(flawOf(parcel));
}
BENCHMARK(validityOfAParcel);

void validityOfTheRedLine(benchmark::State& state) {
    const MultiPolygon line = winding(100000, 60000);
    for (auto _ : state) benchmark::DoNotOptimize(flawOf(line));
}
BENCHMARK(validityOfTheRedLine)->Unit(benchmark::kMillisecond);

void unionOf10kSquares(benchmark::State& state) {
    std::vector<MultiPolygon> squares;
    for (std::int64_t x = 0; x < 100; ++x)
        for (std::int64_t y = 0; y < 100; ++y) {
            const std::int64_t s = 1000000;
            squares.push_back(
                {{{{{x * s, y * s}, {(x + 1) * s, y * s}, {(x + 1) * s, (y + 1) * s}, {x * s, (y + 1) * s}}, {}}}});
        }
    std::vector<const MultiPolygon*> all;
    for (const auto& square : squares) all.push_back(&square);
    for (auto _ : state) benchmark::DoNotOptimize(uniteAll(all)->polygons.size());
}
BENCHMARK(unionOf10kSquares)->Unit(benchmark::kMillisecond);

void wkbOfAParcel(benchmark::State& state) {
    const Shape parcel = winding(35, 500);
    for (auto _ : state)
        benchmark::DoNotOptimize(fromWkb(toWkb(parcel, Grid::geographic()), Grid::geographic()).has_value());
}
BENCHMARK(wkbOfAParcel);

}  // namespace
