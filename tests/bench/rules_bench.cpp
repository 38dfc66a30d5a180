#include <benchmark/benchmark.h>

#include <cmath>
#include <map>

#include "rules/check.h"
#include "rules/indicator.h"

namespace {

using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::FeatureRef;
using plan::Snapshot;

constexpr plan::LayerId county{0}, survey{1}, line{2}, farmland{3};
constexpr std::int64_t cell = 5'000'000;  // half a kilometre
constexpr int perSide = 9;                // 36 vertices a parcel

plan::SchemaRef schema() {
    auto schema = std::make_shared<plan::Schema>();
    schema->system = geometry::systemOf("EPSG:4490").value();
    schema->grid = schema->system.grid();
    schema->measure = geometry::Measure::on(schema->system, geometry::AreaMethod::EqualArea70m).value();
    for (const char* code : {"XZQ", "DLTB", "STBHHX", "YJJBNTBHTB"}) {
        plan::Layer layer;
        layer.code = code;
        layer.key = "BSM";
        layer.areaField = "MJ";
        for (const char* field : {"BSM", "DLBM", "MJ"}) {
            plan::Field made;
            made.code = field;
            made.required = true;
            layer.fields.push_back(made);
        }
        schema->layers.push_back(layer);
    }
    return schema;
}

plan::Spec spec(const plan::Schema& schema) {
    plan::Spec spec;
    spec.layers = schema.layers;
    const auto add = [&](std::string id, std::string kind, std::vector<std::string> layers, plan::Parameters with) {
        plan::RuleSpec rule;
        rule.id = std::move(id);
        rule.kind = std::move(kind);
        rule.severity = "block";
        rule.layers = std::move(layers);
        rule.parameters = std::move(with);
        spec.rules.push_back(rule);
    };
    add("valid", "valid", {}, {});
    add("overlap", "overlap", {"DLTB"}, {});
    add("gap", "gap", {"DLTB"}, {{"county", "XZQ"}});
    add("outside", "outside", {"STBHHX"}, {{"county", "XZQ"}});
    add("cross_overlap", "cross_overlap", {"STBHHX", "YJJBNTBHTB"}, {});
    add("required", "required", {}, {});
    add("unique", "unique", {}, {{"pattern", "[0-9]{18}"}});
    add("declared_area", "declared_area", {}, {});
    add("sliver", "sliver", {}, {{"min_area_m2", 10.0}, {"width_m", 0.1}});
    add("indicator", "indicator", {}, {{"indicator", "I01"}});
    plan::IndicatorSpec indicator;
    indicator.id = "I01";
    indicator.unit = "ha";
    indicator.kind = "sum_field";
    indicator.parameters = {{"layer", "DLTB"}, {"field", "MJ"}};
    spec.indicators = {indicator};
    return spec;
}

// The places along a side of a cell: moved a little off the straight line, the same from both sides.
Point place(std::int64_t x, std::int64_t y) {
    std::uint64_t h =
        static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15u ^ static_cast<std::uint64_t>(y) * 0xC2B2AE3D27D4EB4Fu;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    const std::int64_t step = cell / perSide;
    return {105'500'000'000 + x * step + static_cast<std::int64_t>(h % static_cast<std::uint64_t>(step / 4)),
            40'700'000'000 + y * step + static_cast<std::int64_t>((h >> 32) % static_cast<std::uint64_t>(step / 4))};
}

// The outline of the cells [x0, x1) × [y0, y1).
Ring outline(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1) {
    Ring ring;
    for (std::int64_t x = x0 * perSide; x < x1 * perSide; ++x) ring.push_back(place(x, y0 * perSide));
    for (std::int64_t y = y0 * perSide; y < y1 * perSide; ++y) ring.push_back(place(x1 * perSide, y));
    for (std::int64_t x = x1 * perSide; x > x0 * perSide; --x) ring.push_back(place(x, y1 * perSide));
    for (std::int64_t y = y1 * perSide; y > y0 * perSide; --y) ring.push_back(place(x0 * perSide, y));
    return ring;
}

// A county of cells, each a parcel; the red line is its eastern half in one area, farmland the parcels of the western
// half. 40 of the parcels are larger than they should be, 40 smaller.
struct Ground {
    plan::SchemaRef made = schema();
    plan::Spec rules = spec(*made);
    std::int64_t side;
    Snapshot plan;
    rules::RuleSet set = rules::RuleSet::of(rules).value();

    explicit Ground(std::int64_t parcels) : side(std::llround(std::sqrt(static_cast<double>(parcels)))) {
        std::vector<FeatureRef> features;
        std::uint32_t serial = 1;
        const auto add = [&](plan::LayerId layer, Ring ring) {
            MultiPolygon area{{{std::move(ring), {}}}};
            const double size = std::round(made->measure.area(area).squareMetres() * 100) / 100;
            features.push_back(plan::makeFeature(*made, {0, serial}, layer, std::move(area),
                                                 {fmt::format("1508250000{:08}", serial), std::string("0101"), size}));
            ++serial;
        };
        add(county, outline(0, 0, side, side));
        add(line, outline(side / 2, 0, side, side));
        const std::int64_t every = side * side / 80;
        for (std::int64_t i = 0; i < side * side; ++i) {
            Ring ring = outline(i % side, i / side, i % side + 1, i / side + 1);
            const bool inner = i % side > 0 && i % side < side - 1 && i / side > 0 && i / side < side - 1;
            if (i % every == every / 2 && inner) ring[4].y += (i / every) % 2 == 0 ? cell / 20 : -cell / 20;
            add(survey, std::move(ring));
            if (i % side < side / 2) add(farmland, outline(i % side, i / side, i % side + 1, i / side + 1));
        }
        plan = Snapshot(made, features);
    }
    static const Ground& of(std::int64_t parcels) {
        static std::map<std::int64_t, Ground> grounds;
        return grounds.try_emplace(parcels, parcels).first->second;
    }
};

void whole(benchmark::State& state, const char* rule) {
    const Ground& ground = Ground::of(state.range(0));
    const auto set = ground.set.only({rule}).value();
    const plan::Settings settings;
    std::size_t findings = 0;
    for (auto _ : state) findings = rules::check(set, {ground.plan, ground.plan, settings}).value().findings.size();
    state.counters["findings"] = static_cast<double>(findings);
}

// One vertex moved in every feature that has it, there and back: exact findings and indicators.
void moved(benchmark::State& state) {
    const Ground& ground = Ground::of(state.range(0));
    const plan::Settings settings;
    Snapshot now = ground.plan;
    rules::Totals totals = rules::Totals::of(ground.rules, now);
    const rules::Totals filed = totals;
    rules::Findings findings = rules::check(ground.set, {now, now, settings}).value().findings;
    const bool onLine = state.range(1) != 0;
    std::int64_t turn = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const std::int64_t where = turn / 2;
        const std::int64_t x = onLine ? ground.side / 2 : where * 31 % (ground.side - 2) + 1;
        const Point home = place(x * perSide, (where * 37 % (ground.side - 2)) * perSide + 4);
        const Point away{home.x + 9000, home.y + 7000};
        const Point from = turn % 2 == 0 ? home : away, to = turn % 2 == 0 ? away : home;
        ++turn;
        plan::Changeset changes;
        for (const FeatureRef& feature : plan::withVertex(now, from)) {
            auto area = std::get<MultiPolygon>(feature->shape);
            geometry::eachRing(area, [&](Ring& ring) { std::replace(ring.begin(), ring.end(), from, to); });
            changes.changes.push_back(
                {feature, plan::makeFeature(*ground.made, feature->id, feature->layer, area, feature->values)});
        }
        now = now.with(changes).value();
        state.ResumeTiming();
        totals = totals.after(changes);
        findings = rules::recheck(ground.set, {now, ground.plan, settings, &totals, &filed}, changes, findings).value();
        benchmark::DoNotOptimize(rules::indicators(ground.rules, settings, filed, totals));
    }
    state.counters["findings"] = static_cast<double>(findings.size());
}

#define WHOLE(rule) BENCHMARK_CAPTURE(whole, rule, #rule)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime()
WHOLE(valid);
WHOLE(overlap);
WHOLE(gap);
WHOLE(outside);
WHOLE(cross_overlap);
WHOLE(required);
WHOLE(unique);
WHOLE(declared_area);
WHOLE(sliver);
WHOLE(indicator);
BENCHMARK(moved)->Args({100'000, 0})->Args({100'000, 1})->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
