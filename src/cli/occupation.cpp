#include "rules/occupation.h"

#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/extent.h"
#include "cli/named.h"
#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

namespace {

struct Options {
    std::string store, layer, feature, extent, at = "head";
};

// The area that is asked about: a feature's, or one that is given.
base::Result<geometry::MultiPolygon> areaAsked(const Opened& opened, const plan::Snapshot& now, const Options& options,
                                               const base::Task& task) {
    geometry::Shape shape;
    if (options.extent.empty()) {
        const auto layer = layerNamed(now.schema(), options.layer);
        if (!layer) return base::pass(layer.error());
        const plan::FeatureRef feature = now.find(*layer, std::string_view(options.feature));
        if (!feature)
            return base::fail(base::Error::Code::NotFound, "cli.occupation.no_feature", options.layer, options.feature);
        shape = feature->shape;
    } else {
        auto extent = extentOf(options.extent, *opened.store.schema(), task);
        if (!extent) return base::pass(extent.error());
        shape = std::move(*extent);
    }
    auto* area = std::get_if<geometry::MultiPolygon>(&shape);
    if (!area || area->empty()) return base::fail(base::Error::Code::Invalid, "cli.occupation.no_area");
    return std::move(*area);
}

std::string nameOf(const plan::Spec& spec, const plan::Layer& layer, const rules::Occupied& row,
                   const base::Texts& texts) {
    if (row.code.empty()) return row.field.empty() ? std::string() : texts("cli.occupation.no_class");
    const auto field = layer.field(row.field);
    const auto* codes = field ? spec.codesOf(layer.fields[*field]) : nullptr;
    const auto* code = codes ? codes->find(row.code) : nullptr;
    return code ? code->name.in(texts.language()) : std::string();
}

base::Result<Exit> occupation(Program& program, const Options& options) {
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto layers = rules::occupationLayers(*opened->spec);
    if (!layers) return base::pass(layers.error());
    const auto state = stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    const auto area = areaAsked(*opened, state->now, options, program.task());
    if (!area) return base::pass(area.error());
    const rules::Occupation table = rules::occupation(*layers, state->now, *area, program.task());
    if (program.task().stopped()) return base::cancelled();

    const auto& texts = program.texts();
    const plan::Schema& schema = state->now.schema();
    Json rows = Json::array();
    std::vector<std::vector<std::string>> lines{{texts("cli.diff.layer"), texts("cli.occupation.code"),
                                                 texts("cli.occupation.class"), texts("cli.occupation.area")}};
    for (const rules::Occupied& row : table.rows) {
        const plan::Layer& layer = schema.layer(*schema.find(row.layer));
        // What the plan does not have is not occupied by nothing: it is not known (R-X1).
        const bool known = state->now.count(*schema.find(row.layer)) > 0;
        const std::string name = known ? nameOf(*opened->spec, layer, row, texts) : texts("cli.occupation.unknown");
        rows.push_back({{"layer", row.layer},
                        {"field", row.field.empty() ? Json() : Json(row.field)},
                        {"code", row.code.empty() ? Json() : Json(row.code)},
                        {"name", name},
                        {"area", known ? Json(row.squareMetres) : Json()}});
        lines.push_back({row.layer + "  " + layer.name.in(texts.language()), row.code, name,
                         known ? base::decimal(row.squareMetres, 2) : std::string("–")});
    }
    if (program.json())
        program.print(Json{{"revision", state->revision},
                           {"case", state->caseId.empty() ? Json() : Json(state->caseId)},
                           {"area", table.squareMetres},
                           {"rows", std::move(rows)}});
    else
        program.print(cli::table(lines) + "\n" + texts("cli.occupation.total", base::decimal(table.squareMetres, 2)));
    return Done;
}

}  // namespace

void addOccupation(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("occupation");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    auto* layer = verb.add_option("--layer", options->layer, texts("cli.option.of_layer"));
    auto* feature = verb.add_option("--feature", options->feature, texts("cli.option.feature"));
    auto* extent = verb.add_option("--extent", options->extent, texts("cli.option.extent"));
    layer->needs(feature)->excludes(extent);
    feature->needs(layer)->excludes(extent);
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    program.runs(verb, [&program, options]() -> base::Result<Exit> {
        if (options->extent.empty() && options->layer.empty())
            return base::fail(base::Error::Code::Invalid, "cli.occupation.nothing_asked");
        return occupation(program, *options);
    });
}

}  // namespace cli
