#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/program.h"

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

base::Result<Exit> layers(Program& program, const std::string& file, const std::string& at) {
    const auto opened = open(file, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto state = stateOf(opened->store, at, program.task());
    if (!state) return base::pass(state.error());
    const plan::Schema& schema = state->now.schema();
    const auto& texts = program.texts();

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
            area += feature->area;
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
    auto file = std::make_shared<std::string>(), at = std::make_shared<std::string>("head");
    CLI::App& verb = program.verb("layers");
    verb.add_option("STORE", *file, program.texts()("cli.option.store"))->required();
    verb.add_option("--at", *at, program.texts()("cli.option.at"))->capture_default_str();
    program.runs(verb, [&program, file, at] { return layers(program, *file, *at); });
}

}  // namespace cli
