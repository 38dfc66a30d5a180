#include "cli/program.h"
#include "store/store.h"

namespace cli {

void addPublish(Program& program) {
    struct Options {
        std::string local, share;
    };
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("publish");
    verb.add_option("LOCAL", options->local, program.texts()("cli.option.working_copy"))->required();
    verb.add_option("SHARE", options->share, program.texts()("cli.option.share"))->required();
    program.runs(verb, [&program, options]() -> base::Result<Exit> {
        const auto local = store::Store::open(options->local, store::Store::Mode::ReadOnly);
        if (!local) return base::pass(local.error());
        const auto published = local->publish(options->share, program.task());
        if (!published) return base::pass(published.error());
        if (program.json())
            program.print(Json{{"local", options->local},
                               {"share", options->share},
                               {"published", *published},
                               {"revision", local->head()}});
        else
            program.print(
                program.texts()("cli.publish.done", options->local, options->share, *published, local->head()));
        return Done;
    });
}

}  // namespace cli
