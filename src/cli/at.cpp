#include <fmt/format.h>

#include <algorithm>

#include "cli/answers.h"
#include "cli/named.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "geometry/predicates.h"

namespace cli {

namespace {

struct Options {
    std::string store, layer, at = "head";
    double x = 0, y = 0;
};

// Whether the shape covers the place; points and lines where they pass through it.
bool covers(const geometry::Shape& shape, geometry::Point place) {
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&shape))
        return geometry::locate(*area, place) != geometry::Side::Outside;
    if (const auto* lines = std::get_if<geometry::MultiLine>(&shape)) {
        for (const auto& line : lines->lines)
            for (std::size_t i = 0; i + 1 < line.size(); ++i)
                if (geometry::onSegment(line[i], line[i + 1], place)) return true;
        return false;
    }
    if (const auto* points = std::get_if<geometry::MultiPoint>(&shape))
        return std::find(points->begin(), points->end(), place) != points->end();
    return false;
}

base::Result<Exit> at(Program& program, const Options& options) {
    const auto store = store::Store::open(options.store, store::Store::Mode::ReadOnly);
    if (!store) return base::pass(store.error());
    const auto number = store->resolve(options.at);
    if (!number) return base::pass(number.error());
    const plan::Schema& schema = *store->schema();
    const auto layer = layerNamed(schema, options.layer);
    if (!layer) return base::pass(layer.error());
    const geometry::Coordinate asked{options.x, options.y};
    if (!schema.grid.holds(asked))
        return base::fail(base::Error::Code::Invalid, "cli.at.far_away", fmt::format("{}", options.x),
                          fmt::format("{}", options.y));
    const geometry::Point place = schema.grid.nearest(asked);
    auto states = store->at(*layer, geometry::Box::of(place), *number);
    if (!states) return base::pass(states.error());
    std::erase_if(*states, [&](const auto& state) { return !covers(state.feature->shape, place); });

    const auto& texts = program.texts();
    Json list = Json::array();
    std::string text;
    for (const auto& state : *states) {
        const auto revision = store->revision(state.born);
        if (!revision) return base::pass(revision.error());
        list.push_back({{"feature", plan::nameOf(schema, *state.feature)},
                        {"revision", state.born},
                        {"case", revision->caseId.empty() ? Json() : Json(revision->caseId)},
                        {"author", revision->author},
                        {"time", revision->time},
                        {"message", revision->message},
                        {"documents", revision->documents},
                        {"area", state.feature->area.squareMetres()},
                        {"properties", featureJson(schema, state.feature)["properties"]}});
        text += (text.empty() ? "" : "\n") + texts("cli.at.there", plan::nameOf(schema, *state.feature),
                                                   areaText(state.feature->area), state.born, revision->time,
                                                   revision->author, revision->message);
        for (std::size_t i = 0; i < schema.layer(*layer).fields.size(); ++i)
            if (const auto& value = state.feature->value(i); !plan::isBlank(value))
                text += "\n  " + schema.layer(*layer).fields[i].code + "  " + plan::textOf(value);
    }
    if (program.json())
        program.print(Json{{"layer", options.layer},
                           {"at", {options.x, options.y}},
                           {"revision", *number},
                           {"features", std::move(list)}});
    else
        program.print(text.empty() ? texts("cli.at.nothing", options.layer, *number) : text);
    return Done;
}

}  // namespace

void addAt(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("at");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("LAYER", options->layer, texts("cli.option.layer"))->required();
    verb.add_option("X", options->x, texts("cli.option.x"))->required();
    verb.add_option("Y", options->y, texts("cli.option.y"))->required();
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    program.runs(verb, [&program, options] { return at(program, *options); });
}

}  // namespace cli
