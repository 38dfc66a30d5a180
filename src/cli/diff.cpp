#include <unordered_map>

#include "base/decimal.h"
#include "cli/answers.h"
#include "cli/between.h"
#include "cli/diff_document.h"
#include "cli/documents.h"
#include "cli/opened.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/usage.h"
#include "review/flow.h"
#include "review/rows.h"

namespace cli {

namespace {

struct Options {
    std::string store, from, to = "head", out, format = "text";
    std::vector<std::string> layers;
    bool exitCode = false, stat = false, overwrite = false;
};

std::string kindName(review::Kind kind) {
    switch (kind) {
        case review::Kind::Added: return "added";
        case review::Kind::Removed: return "removed";
        case review::Kind::Geometry: return "geometry";
        case review::Kind::Attributes: return "attributes";
        case review::Kind::Both: return "both";
    }
    return "both";
}

// How the features of the rows are named, those that went included.
class Names {
public:
    Names(const review::Difference& difference, const plan::Schema& schema) {
        for (const auto& row : difference.rows) {
            const plan::FeatureRef& shown = row.after ? row.after : row.before;
            names_[shown->id] = plan::nameOf(schema, *shown);
        }
    }
    const std::string& of(plan::FeatureId id) const { return names_.at(id); }
    Json of(const std::vector<plan::FeatureId>& ids) const {
        Json list = Json::array();
        for (const auto id : ids) list.push_back(of(id));
        return list;
    }

private:
    std::unordered_map<plan::FeatureId, std::string> names_;
};

Json rowJson(const review::Row& row, const plan::Schema& schema, const Names& names) {
    const plan::FeatureRef& shown = row.after ? row.after : row.before;
    const auto piece = [&](const geometry::MultiPolygon& area) {
        return area.empty() ? Json() : geometryJson(area, schema.grid);
    };
    return {{"layer", schema.layer(shown->layer).code},
            {"feature", plan::nameOf(schema, *shown)},
            {"kind", kindName(row.kind)},
            {"lineage", names.of(row.after && !row.before ? row.parents : row.children)},
            {"parents", names.of(row.parents)},
            {"children", names.of(row.children)},
            {"before", featureJson(schema, row.before)},
            {"after", featureJson(schema, row.after)},
            {"area_delta", row.delta.squareMetres()},
            {"in", piece(row.gained)},
            {"out", piece(row.lost)}};
}

Json summaryJson(const review::LayerSummary& layer, const plan::Schema& schema, geometry::Area before) {
    return {{"code", schema.layer(layer.layer).code},
            {"added", layer.added},
            {"removed", layer.removed},
            {"changed", layer.changed},
            {"area_before", before.squareMetres()},
            {"area_after", (before + layer.delta).squareMetres()},
            {"area_in", layer.in.squareMetres()},
            {"area_out", layer.out.squareMetres()}};
}

// The changed pieces as a GeoJSON layer: one feature a row, with what it gained and lost as their own features.
Json featuresJson(const Json& answer) {
    Json features = Json::array();
    for (const auto& change : answer["changes"])
        for (const char* part : {"before", "after", "in", "out"}) {
            const Json& held = change[part];
            if (held.is_null()) continue;
            const bool whole = held.contains("properties");
            Json properties = whole ? held["properties"] : Json::object();
            for (const char* key : {"layer", "feature", "kind"}) properties[std::string("diff_") + key] = change[key];
            properties["diff_part"] = part;
            features.push_back({{"type", "Feature"},
                                {"properties", std::move(properties)},
                                {"geometry", whole ? held["geometry"] : held}});
        }
    return {{"type", "FeatureCollection"}, {"features", std::move(features)}};
}

std::string textOf(const review::Difference& difference, const Between& between, bool stat, const base::Texts& texts) {
    if (difference.rows.empty()) return texts("cli.diff.none");
    const plan::Schema& schema = *between.schema;
    const Names names(difference, schema);
    std::vector<std::vector<std::string>> rows{{texts("cli.layers.code"), texts("cli.layers.name"),
                                                texts("cli.diff.added"), texts("cli.diff.removed"),
                                                texts("cli.diff.changed"), texts("cli.diff.before"),
                                                texts("cli.diff.after"), texts("cli.diff.in"), texts("cli.diff.out")}};
    for (const auto& layer : difference.layers) {
        const geometry::Area before = between.before[layer.layer.index];
        rows.push_back({schema.layer(layer.layer).code, schema.layer(layer.layer).name.in(texts.language()),
                        std::to_string(layer.added), std::to_string(layer.removed), std::to_string(layer.changed),
                        areaText(before), areaText(before + layer.delta), areaText(layer.in), areaText(layer.out)});
    }
    std::string text = table(rows);
    if (stat) return text;
    rows = {{texts("cli.diff.layer"), texts("cli.diff.feature"), texts("cli.diff.kind"), texts("cli.diff.delta"),
             texts("cli.diff.fields")}};
    for (const auto& row : difference.rows) {
        const plan::FeatureRef& shown = row.after ? row.after : row.before;
        const auto& layer = schema.layer(shown->layer);
        std::string fields;
        for (const auto field : row.fields)
            fields += (fields.empty() ? "" : "; ") + layer.fields[field].code + " " +
                      plan::textOf(row.before->value(field)) + " → " + plan::textOf(row.after->value(field));
        for (const auto id : row.parents) fields += (fields.empty() ? "← " : " ← ") + names.of(id);
        for (const auto id : row.children) fields += (fields.empty() ? "→ " : " → ") + names.of(id);
        rows.push_back({layer.code, plan::nameOf(schema, *shown), texts("cli.kind." + kindName(row.kind)),
                        areaText(row.delta, true), fields});
    }
    return text + "\n\n" + table(rows);
}

base::Result<Exit> diff(Program& program, const Options& options) {
    auto out = outputOf(options.out, Kept({options.store}), options.overwrite);
    if (!out) return base::pass(out.error());
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto between = cli::between(opened->store, options.from, options.to);
    if (!between) return base::pass(between.error());
    const plan::Schema& schema = *between->schema;
    const auto layers = layersNamed(schema, options.layers);
    if (!layers) return base::pass(layers.error());
    auto difference = review::difference(schema, between->changes, program.task());
    if (!difference) return base::pass(difference.error());
    const auto unwanted = [&](plan::LayerId layer) {
        return std::find(layers->begin(), layers->end(), layer) == layers->end();
    };
    std::erase_if(difference->layers, [&](const auto& layer) { return unwanted(layer.layer); });
    std::erase_if(difference->rows,
                  [&](const auto& row) { return unwanted((row.after ? row.after : row.before)->layer); });

    if (isDocument(options.format)) {
        const auto document =
            differenceDocument(*opened, *between, *difference, options.format, !options.stat, program.texts());
        if (!document) return base::pass(document.error());
        if (auto done = deliver(program, *out, *document, options.format); !done) return base::pass(done.error());
        return options.exitCode && !difference->rows.empty() ? No : Done;
    }

    std::string text;
    if (options.format == "text") {
        text = textOf(*difference, *between, options.stat, program.texts());
    } else {
        Json answer{{"from", options.from},
                    {"to", options.to},
                    {"layers", Json::array()},
                    {"changes", Json::array()},
                    {"flow", Json::array()}};
        if (between->from.caseId.empty()) answer["from"] = between->from.revision;
        if (between->to.caseId.empty()) answer["to"] = between->to.revision;
        for (const auto& layer : difference->layers) {
            answer["layers"].push_back(summaryJson(layer, schema, between->before[layer.layer.index]));
            const std::string field = review::classField(schema.layer(layer.layer));
            if (field.empty()) continue;
            const auto flows = review::flows(schema, difference->rows, layer.layer, field);
            if (!flows) return base::pass(flows.error());
            for (const auto& flow : *flows)
                answer["flow"].push_back({{"layer", schema.layer(flow.layer).code},
                                          {"field", flow.field},
                                          {"from", flow.from},
                                          {"to", flow.to},
                                          {"area", flow.area.squareMetres()}});
        }
        const Names names(*difference, schema);
        if (!options.stat)
            for (const auto& row : difference->rows) answer["changes"].push_back(rowJson(row, schema, names));
        text = (options.format == "geojson" ? featuresJson(answer) : answer)
                   .dump(-1, ' ', false, nlohmann::detail::error_handler_t::replace);
    }
    if (!*out)
        program.print(text);
    else if (auto done = (*out)->write(text + "\n"); !done)
        return base::pass(done.error());
    return options.exitCode && !difference->rows.empty() ? No : Done;
}

}  // namespace

void addDiff(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("diff", false);
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("A", options->from, texts("cli.option.from"))->required();
    verb.add_option("B", options->to, texts("cli.option.to"))->capture_default_str();
    verb.add_option("--layer", options->layers, texts("cli.option.layer"))->allow_extra_args(false);
    verb.add_option("--format", options->format, texts("cli.option.diff_format"))
        ->check(choice({"text", "json", "geojson", "html", "xlsx"}, texts));
    verb.add_option("-o,--output", options->out, texts("cli.option.out"))->check(place(texts));
    verb.add_flag("--overwrite", options->overwrite, texts("cli.option.overwrite"));
    verb.add_flag("--exit-code", options->exitCode, texts("cli.option.exit_code"));
    verb.add_flag("--stat", options->stat, texts("cli.option.stat"));
    workbookNeedsPlace(verb, options->format, options->out, texts);
    program.runs(verb, [&program, options] { return diff(program, *options); });
}

}  // namespace cli
