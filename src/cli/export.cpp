#include "exchange/export.h"

#include "cli/answers.h"
#include "cli/opened.h"
#include "cli/output.h"
#include "cli/program.h"

namespace cli {

namespace {

struct Options {
    std::string store, at = "head", out;
    exchange::ExportOptions how;
};

base::Result<Exit> write(Program& program, const Options& options) {
    const Kept kept({options.store});
    if (auto free = kept.refuse(options.out, options.how.overwrite); !free) return base::pass(free.error());
    const auto opened = open(options.store, store::Store::Mode::ReadOnly);
    if (!opened) return base::pass(opened.error());
    const auto state = stateOf(opened->store, options.at, program.task());
    if (!state) return base::pass(state.error());
    const auto layers = layersNamed(state->now.schema(), options.how.layers);
    if (!layers) return base::pass(layers.error());
    exchange::ExportOptions how = options.how;
    how.kept = [&](const std::filesystem::path& place) { return kept.holds(place); };
    if (auto done = exchange::write(state->now, how, options.out, program.task()); !done)
        return base::pass(done.error());
    Json written = Json::array();
    for (const auto layer : *layers)
        if (!options.how.layers.empty() || state->now.count(layer) > 0)
            written.push_back({{"code", state->now.schema().layer(layer).code}, {"features", state->now.count(layer)}});
    if (program.json())
        program.print(Json{{"output", options.out}, {"driver", options.how.driver}, {"layers", std::move(written)}});
    else
        program.print(program.texts()("cli.export.done", options.out, options.how.driver, written.size()));
    return Done;
}

}  // namespace

void addExport(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("export");
    verb.add_option("STORE", options->store, texts("cli.option.store"))->required();
    verb.add_option("--at", options->at, texts("cli.option.at"))->capture_default_str();
    verb.add_option("--layer", options->how.layers, texts("cli.option.layer"))->allow_extra_args(false);
    verb.add_option("--driver", options->how.driver, texts("cli.option.driver"))->required();
    verb.add_option("--crs", options->how.crs, texts("cli.option.crs_out"));
    verb.add_option("-o,--output", options->out, texts("cli.option.out"))->required();
    verb.add_flag("--overwrite", options->how.overwrite, texts("cli.option.overwrite"));
    program.runs(verb, [&program, options] { return write(program, *options); });
}

}  // namespace cli
