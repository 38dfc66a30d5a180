#include "rules/law4.h"

namespace {

using drawn::rule;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;
using plan::FeatureRef;
using plan::Snapshot;
using support::Dice;
namespace layer = support::layer;

// Every kind of rule, some with and some without tolerance; `metres` is what counts as near.
plan::Spec rulebook(const plan::Schema& schema, double metres) {
    plan::Spec spec = drawn::spec(schema);
    const plan::Parameters exact{{"tolerance_m2", 0.0}, {"width_m", 0.0}};
    const plan::Parameters county{{"county", "XZQ"}, {"tolerance_m2", 0.0}, {"width_m", 0.0}};
    spec.layers[1].fields[1].codeList = "GHFQ";
    spec.codeLists["GHFQ"].codes = {{"100", {"a", "a"}, "", ""}, {"300", {"b", "b"}, "", ""}};
    spec.rules = {
        rule("valid", "valid", {}),
        rule("overlap", "overlap", {"GHFQ", "DLTB", "STBHHX", "XZQ"}, exact, true),
        rule("overlap-wide", "overlap", {"GHFQ"}, {{"tolerance_m2", 1e5}, {"width_m", 100.0}}),
        rule("gap", "gap", {"GHFQ"}, county, true),
        rule("hole", "gap", {"DLTB"}, exact),
        rule("hole-wide", "gap", {"GHFQ"}, {{"tolerance_m2", 1e5}, {"width_m", 100.0}}),
        rule("agree", "gap", {"GHFQ"},
             {{"county", "STBHHX"},
              {"where", "DM <> '300'"},
              {"except", std::vector<std::string>{"DLTB"}},
              {"tolerance_m2", 0.0},
              {"width_m", 0.0}},
             true),
        rule("bare", "gap", {"GHFQ"},
             {{"county", "XZQ"},
              {"except", std::vector<std::string>{"STBHHX"}},
              {"tolerance_m2", 0.0},
              {"width_m", 0.0}}),
        rule("outside", "outside", {"DLTB", "STBHHX"}, county, true),
        rule("cross", "cross_overlap", {"STBHHX", "GHFQ"}, exact, true),
        rule("required", "required", {}),
        rule("codes", "code_list", {}),
        rule("unique", "unique", {}, {{"pattern", "[0-9]{18}"}}),
        rule("declared", "declared_area", {}),
        rule("sliver", "sliver", {}, {{"min_area_m2", 5e5}, {"width_m", 180.0}}),
        rule("indicator", "indicator", {}, {{"indicator", "I03"}}),
        rule("duplicate", "duplicate_vertex", {}, {{"tolerance_m", metres}}),
        rule("spike", "spike", {}, {{"min_angle", 60.0}}, true),
        rule("unmatched", "unmatched_vertex", {}, {{"tolerance_m", metres / 1e5}}, true),
        rule("unmatched-wide", "unmatched_vertex", {"DLTB", "STBHHX"}, {{"tolerance_m", metres}}),
        rule("multipart", "multipart", {}),
        rule("holes", "holes", {"STBHHX"}, exact, true),
        rule("kind", "geometry_kind", {}),
        rule("present", "present", {"XZQ", "STBHHX"}, {}, true),
        rule("extent", "extent", {}, {{"county", "XZQ"}}, true),
        rule("range", "range", {}, {{"positive", std::vector<std::string>{"MJ", "SL"}}}),
        rule("prefix", "prefix", {}, {{"code", "DM"}, {"county", "XZQ"}}, true),
    };
    plan::IndicatorSpec indicator;
    indicator.id = "I03";
    indicator.unit = "km2";
    indicator.decimals = 4;
    indicator.kind = "sum_area";
    indicator.parameters = {
        {"layer", "STBHHX"}, {"where_field", "DM"}, {"where_values", std::vector<std::string>{"11", "14"}}};
    spec.indicators = {indicator};
    return spec;
}

plan::SchemaRef schemaFor(const plan::Spec& spec) {
    auto schema = std::make_shared<plan::Schema>(*support::randomSchema());
    schema->layers = spec.layers;
    schema->layers[3].fields[4].required = true;
    return schema;
}

void alter(Dice& dice, std::vector<plan::Value>& values, const std::vector<FeatureRef>& all) {
    switch (dice.roll(0, 4)) {
        case 0: values[0] = dice.pick(all)->value(0); break;
        case 1: values[0] = std::string("12x"); break;
        case 2: values[1] = std::string(dice.chance(50) ? "11" : "999"); break;
        case 3: values[2] = static_cast<double>(dice.roll(1, 2'000'000)); break;
        default: values[4] = plan::Value(); break;
    }
}

// The plan with every coordinate divided: the same neighbourhoods a few steps wide, where roundings meet.
Snapshot shrunk(const Snapshot& plan, std::int64_t divisor) {
    std::vector<FeatureRef> features;
    for (std::uint16_t layer = 0; layer < plan.schema().layers.size(); ++layer)
        plan.each({layer}, [&](const FeatureRef& feature) {
            auto shape = feature->shape;
            if (auto* area = std::get_if<MultiPolygon>(&shape))
                geometry::eachRing(*area, [&](Ring& ring) {
                    for (Point& p : ring) p = {p.x / divisor, p.y / divisor};
                    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
                });
            features.push_back(plan::makeFeature(plan.schema(), feature->id, feature->layer, shape, feature->values));
        });
    return Snapshot(plan.schemaRef(), features);
}

void lawHolds(std::uint64_t seed, std::int64_t divisor) {
    Dice dice(seed);
    const plan::Spec spec = rulebook(*support::randomSchema(), divisor > 1 ? 0.0002 : 30);
    Snapshot filed = support::randomPlan(seed, schemaFor(spec));
    if (divisor > 1) filed = shrunk(filed, divisor);
    law4::Editor editor(dice, 10'000'000 / divisor, {layer::county, layer::zones, layer::lines, layer::survey}, alter);
    law4::holds(dice, spec, filed, editor, 12);
}

RC_GTEST_PROP(Law4, incrementalIsFull, (std::uint64_t seed)) { lawHolds(seed, 1); }
RC_GTEST_PROP(Law4, incrementalIsFullWhereRoundingsMeet, (std::uint64_t seed)) { lawHolds(seed, 700'000); }

}  // namespace
