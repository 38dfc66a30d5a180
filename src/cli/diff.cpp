#include <iostream>

#include "cli/answers.h"
#include "cli/between.h"
#include "cli/diff_document.h"
#include "cli/diff_json.h"
#include "cli/documents.h"
#include "cli/opened.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/row_names.h"
#include "cli/usage.h"

namespace cli {

namespace {

struct Options {
    std::string store, from, to = "head", out, format = "text";
    std::vector<std::string> layers;
    bool exitCode = false, stat = false, overwrite = false;
};

std::string textOf(const review::Difference& difference, const Between& between, bool stat, const base::Texts& texts) {
    if (difference.rows.empty()) return texts("cli.diff.none");
    const plan::Schema& schema = *between.schema;
    const RowNames names(difference, schema);
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
        const plan::Feature& shown = shownOf(row);
        const auto& layer = schema.layer(shown.layer);
        std::string fields;
        for (const auto field : row.fields)
            fields += (fields.empty() ? "" : "; ") + layer.fields[field].code + " " +
                      plan::textOf(row.before->value(field)) + " → " + plan::textOf(row.after->value(field));
        for (const auto id : row.parents) fields += (fields.empty() ? "← " : " ← ") + names.of(id);
        for (const auto id : row.children) fields += (fields.empty() ? "→ " : " → ") + names.of(id);
        rows.push_back({layer.code, plan::nameOf(schema, shown), texts("cli.kind." + kindName(row.kind)),
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
    std::erase_if(difference->rows, [&](const auto& row) { return unwanted(shownOf(row).layer); });

    if (isDocument(options.format)) {
        const auto document =
            differenceDocument(*opened, *between, *difference, options.format, !options.stat, program.texts());
        if (!document) return base::pass(document.error());
        if (auto done = deliver(program, *out, *document, options.format); !done) return base::pass(done.error());
        return options.exitCode && !difference->rows.empty() ? No : Done;
    }

    std::vector<review::Flow> flows;
    if (options.format == "json")
        for (const auto& layer : difference->layers) {
            const std::string field = review::classField(schema.layer(layer.layer));
            if (field.empty()) continue;
            auto found = review::flows(schema, difference->rows, layer.layer, field);
            if (!found) return base::pass(found.error());
            flows.insert(flows.end(), found->begin(), found->end());
        }
    const auto answer = [&](const JsonText::Sink& sink) {
        const Compared compared{options.from, options.to, *between, *difference};
        if (options.format == "text") return sink(textOf(*difference, *between, options.stat, program.texts()) + "\n");
        JsonText json(sink);
        if (options.format == "json")
            writeDiff(json, compared, flows, !options.stat);
        else
            writeDiffFeatures(json, compared, !options.stat);
    };
    if (!*out)
        answer([](std::string_view part) { std::cout << part; });
    else if (auto done = (*out)->write(answer); !done)
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
