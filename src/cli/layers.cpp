#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"

namespace cli {

namespace {

const char* kindName(plan::GeometryKind kind) {
    switch (kind) {
        case plan::GeometryKind::None: return "none";
        case plan::GeometryKind::Point: return "point";
        case plan::GeometryKind::Line: return "line";
        case plan::GeometryKind::Polygon: return "polygon";
        case plan::GeometryKind::Any: return "any";
    }
    return "any";
}

struct Options {
    std::string store, at = "head", method;
};

// How areas are measured for the answer: as the store does, or by another method on the same coordinates (domain §3.2);
// PLANAR is the area in the plane of a projected system, which no record of ours uses.
base::Result<std::function<geometry::Area(const plan::Feature&)>> measureOf(const plan::Schema& schema,
                                                                            const std::string& method) {
    if (method.empty()) return [](const plan::Feature& feature) { return feature.area; };
    if (method == "PLANAR") {
        if (schema.system.geographic)
            return base::fail(base::Error::Code::Invalid, "cli.layers.no_plane", schema.system.name);
        return [grid = schema.grid](const plan::Feature& feature) {
            const auto* area = std::get_if<geometry::MultiPolygon>(&feature.shape);
            if (!area) return geometry::Area();
            return geometry::Area::squareMetres(static_cast<double>(geometry::doubledSteps(*area)) / 2 /
                                                grid.stepsPerUnit / grid.stepsPerUnit);
        };
    }
    const auto chosen = method == "CEA_70M"   ? geometry::AreaMethod::EqualArea70m
                        : method == "CEA_RAW" ? geometry::AreaMethod::EqualArea
                                              : geometry::AreaMethod::Geodesic;
    const auto measure = schema.working ? geometry::Measure::on(schema.system, chosen, *schema.working)
                                        : geometry::Measure::on(schema.system, chosen);
    if (!measure) return base::pass(measure.error());
    return [measure = *measure](const plan::Feature& feature) { return measure.area(feature.shape); };
}

base::Result<Exit> layers(Program& program, const Options& options) {
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto state = stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    const plan::Schema& schema = state->now.schema();
    const auto& texts = program.texts();
    const auto areaOf = measureOf(schema, options.method);
    if (!areaOf) return base::pass(areaOf.error());

    Json answer{{"crs", schema.system.definition},
                {"region", schema.region},
                {"revision", state->revision},
                {"layers", Json::array()}};
    std::vector<std::vector<std::string>> rows{{texts("cli.layers.code"), texts("cli.layers.name"),
                                                texts("cli.layers.features"), texts("cli.layers.vertices"),
                                                texts("cli.layers.area")}};
    for (std::size_t i = 0; i < schema.layers.size(); ++i) {
        const plan::Layer& layer = schema.layers[i];
        std::size_t vertices = 0;
        geometry::Area area;
        const plan::LayerId id{static_cast<std::uint16_t>(i)};
        state->now.each(id, [&](const plan::FeatureRef& feature) {
            vertices += geometry::vertexCount(feature->shape);
            area += (*areaOf)(*feature);
        });
        answer["layers"].push_back({{"code", layer.code},
                                    {"name", layer.name.in(texts.language())},
                                    {"geometry", kindName(layer.geometry)},
                                    {"features", state->now.count(id)},
                                    {"vertices", vertices},
                                    {"area", area.squareMetres()}});
        rows.push_back({layer.code, layer.name.in(texts.language()),
                        base::decimal(static_cast<long long>(state->now.count(id))),
                        base::decimal(static_cast<long long>(vertices)), areaText(area)});
    }
    if (program.json())
        program.print(answer);
    else
        program.print(table(rows));
    return Done;
}

}  // namespace

void addLayers(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("layers");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    verb.add_option("--area-method", options->method, texts("cli.option.area_method"))
        ->check(choice({"CEA_70M", "CEA_RAW", "GEODESIC", "PLANAR"}, texts));
    program.runs(verb, [&program, options] { return layers(program, *options); });
}

}  // namespace cli
