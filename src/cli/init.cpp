#include "base/paths.h"
#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"

namespace cli {

namespace {

bool isRegion(const std::string& text) {
    return text.size() == 6 && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

void addInit(Program& program) {
    struct Options {
        std::string store, spec = "county-2021", crs, region, digest = "sm3";
    };
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("init");
    verb.add_option("STORE", options->store, program.texts()("cli.option.store"))->required();
    verb.add_option("--spec", options->spec, program.texts()("cli.option.spec"))->capture_default_str();
    verb.add_option("--crs", options->crs, program.texts()("cli.option.crs"));
    verb.add_option("--region", options->region, program.texts()("cli.option.region"))
        ->check(written(isRegion, "cli.init.bad_region", program.texts()));
    verb.add_option("--digest", options->digest, program.texts()("cli.option.digest"))
        ->capture_default_str()
        ->check(choice({"sm3", "sha256"}, program.texts()));
    program.runs(verb, [&program, options]() -> base::Result<Exit> {
        const auto spec = plan::loadSpec(options->spec, base::home() / "data" / "spec");
        if (!spec) return base::pass(spec.error());
        const std::string crs = options->crs.empty() ? (*spec)->crs : options->crs;
        const std::string region = options->region.empty() ? (*spec)->region : options->region;
        const auto digests = options->digest == "sm3" ? store::DigestMethod::Sm3 : store::DigestMethod::Sha256;
        const auto store = store::Store::init(options->store, **spec, options->spec, crs, region, digests);
        if (!store) return base::pass(store.error());
        const auto schema = store->schema();
        if (program.json())
            program.print(Json{{"store", options->store},
                               {"spec", (*spec)->id},
                               {"crs", schema->system.definition},
                               {"region", region},
                               {"digest", std::string(nameOf(digests))},
                               {"layers", schema->layers.size()}});
        else
            program.print(program.texts()("cli.init.done", options->store, (*spec)->name.in(program.texts().language()),
                                          schema->system.name, schema->layers.size()));
        return Done;
    });
}

}  // namespace cli
