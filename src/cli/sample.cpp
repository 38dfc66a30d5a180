#include "base/decimal.h"
#include "base/paths.h"
#include "cli/answers.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/usage.h"
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
        const auto place = one.where ? std::optional(schema.grid.place(*one.where)) : std::nullopt;
        errors.push_back({{"kind", one.kind},
                          {"rule", one.rule},
                          {"layer", one.layer},
                          {"features", one.features},
                          {"where", place ? Json{place->x, place->y} : Json()}});
    }
    return {{"seed", options.county.seed},
            {"parcels", options.county.parcels},
            {"layers", std::move(layers)},
            {"errors", std::move(errors)}};
}

base::Result<Exit> make(Program& program, const Options& options) {
    const Kept kept({options.truth, options.practice});
    if (auto free = kept.refuse(options.out, options.overwrite); !free) return base::pass(free.error());
    auto truthFile = outputOf(options.truth, Kept({options.out, options.practice}), options.overwrite);
    if (!truthFile) return base::pass(truthFile.error());
    auto practiceFile = outputOf(options.practice, Kept({options.out, options.truth}), options.overwrite);
    if (!practiceFile) return base::pass(practiceFile.error());
    const auto spec = plan::loadSpec("county-2021", base::home() / "data" / "spec");
    if (!spec) return base::pass(spec.error());
    const auto county = sample::make(**spec, options.county, program.task());
    if (!county) return base::pass(county.error());
    const Json truth = truthJson(options, *county);
    if (*truthFile)
        if (auto done = (*truthFile)->stage(truth.dump(1) + "\n"); !done) return base::pass(done.error());
    if (*practiceFile) {
        const auto first = sample::practice(county->snapshot);
        if (!first) return base::fail(base::Error::Code::NotFound, "cli.sample.no_practice", options.practice);
        const edit::Command move = edit::MoveVertex{first->vertex, first->outward, {}};
        const std::string line = edit::encode(move, county->snapshot.schema()) + "\n";
        if (auto done = (*practiceFile)->stage(line); !done) return base::pass(done.error());
    }
    exchange::ExportOptions to;
    to.driver = "GPKG";
    to.overwrite = options.overwrite;
    to.kept = [&](const std::filesystem::path& place) { return kept.holds(place); };
    if (auto done = exchange::write(county->snapshot, to, options.out, program.task()); !done)
        return base::pass(done.error());
    for (auto* file : {&*truthFile, &*practiceFile})
        if (*file)
            if (auto done = (*file)->publish(); !done) return base::pass(done.error());
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
        ->check(range(1000, 1000000, texts))
        ->capture_default_str();
    verb.add_option("--seed", options->county.seed, texts("cli.option.seed"))->capture_default_str();
    verb.add_option("--errors", options->county.errors, texts("cli.option.errors"))
        ->check(range(0, 100000, texts))
        ->capture_default_str();
    verb.add_option("--kinds", options->county.kinds, texts("cli.option.error_kinds"))
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(choice(sample::kindsOfErrors(), texts));
    verb.add_option("--truth", options->truth, texts("cli.option.truth"))->check(place(texts));
    verb.add_option("--practice", options->practice, texts("cli.option.practice"))->check(place(texts));
    verb.add_flag("--overwrite", options->overwrite, texts("cli.option.overwrite"));
    program.runs(verb, [&program, options] { return make(program, *options); });
}

}  // namespace cli
