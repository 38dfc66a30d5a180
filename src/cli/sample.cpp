#include <fstream>

#include "base/decimal.h"
#include "base/paths.h"
#include "cli/answers.h"
#include "cli/program.h"
#include "edit/command.h"
#include "exchange/export.h"
#include "sample/county.h"
#include "sample/practice.h"

namespace cli {

namespace {

struct Options {
    std::string out, truth, practice;
    sample::Options county;
    bool overwrite = false;
};

Json truthJson(const Options& options, const sample::County& county) {
    const plan::Schema& schema = county.snapshot.schema();
    Json layers = Json::object();
    for (std::size_t i = 0; i < schema.layers.size(); ++i) {
        geometry::Area area;
        const plan::LayerId layer{static_cast<std::uint16_t>(i)};
        county.snapshot.each(layer, [&](const plan::FeatureRef& feature) { area += feature->area; });
        if (county.snapshot.count(layer) > 0)
            layers[schema.layers[i].code] = {{"features", county.snapshot.count(layer)}, {"area", area.squareMetres()}};
    }
    Json errors = Json::array();
    for (const auto& one : county.planted) {
        const auto place = schema.grid.place(one.where);
        errors.push_back({{"kind", one.kind},
                          {"rule", one.rule},
                          {"layer", one.layer},
                          {"features", one.features},
                          {"where", {place.x, place.y}}});
    }
    return {{"seed", options.county.seed},
            {"parcels", options.county.parcels},
            {"layers", std::move(layers)},
            {"errors", std::move(errors)}};
}

base::Result<> save(const std::string& file, const std::string& text) {
    std::ofstream out(file);
    out << text << "\n";
    if (!out.flush()) return base::fail(base::Error::Code::Io, "cli.cannot_write", file);
    return {};
}

base::Result<Exit> make(Program& program, const Options& options) {
    const auto spec = plan::loadSpec("county-2021", base::home() / "data" / "spec");
    if (!spec) return base::pass(spec.error());
    const auto county = sample::make(**spec, options.county, program.task());
    if (!county) return base::pass(county.error());
    exchange::ExportOptions to;
    to.driver = "GPKG";
    to.overwrite = options.overwrite;
    if (auto done = exchange::write(county->snapshot, to, options.out, program.task()); !done)
        return base::pass(done.error());
    const Json truth = truthJson(options, *county);
    if (!options.truth.empty())
        if (auto done = save(options.truth, truth.dump(1)); !done) return base::pass(done.error());
    if (const auto first = sample::practice(county->snapshot); first && !options.practice.empty()) {
        const edit::Command move = edit::MoveVertex{first->vertex, first->outward, {}};
        if (auto done = save(options.practice, edit::encode(move, county->snapshot.schema())); !done)
            return base::pass(done.error());
    }
    if (program.json())
        program.print(truth);
    else
        program.print(program.texts()(
            "cli.sample.done", options.out, base::decimal(static_cast<long long>(county->snapshot.count())),
            base::decimal(static_cast<long long>(options.county.parcels)), county->planted.size()));
    return Done;
}

}  // namespace

void addSample(Program& program) {
    auto options = std::make_shared<Options>();
    const auto& texts = program.texts();
    CLI::App& verb = program.verb("sample");
    verb.add_option("OUT", options->out, texts("cli.option.out_gpkg"))->required();
    verb.add_option("--parcels", options->county.parcels, texts("cli.option.parcels"))
        ->check(CLI::Range(1000, 1000000))
        ->capture_default_str();
    verb.add_option("--seed", options->county.seed, texts("cli.option.seed"))->capture_default_str();
    verb.add_option("--errors", options->county.errors, texts("cli.option.errors"))
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    verb.add_option("--truth", options->truth, texts("cli.option.truth"));
    verb.add_option("--practice", options->practice, texts("cli.option.practice"));
    verb.add_flag("--overwrite", options->overwrite, texts("cli.option.overwrite"));
    program.runs(verb, [&program, options] { return make(program, *options); });
}

}  // namespace cli
