#include "cli/program.h"
#include "store/store.h"

namespace cli {

void addCheckout(Program& program) {
    struct Options {
        std::string share, local;
    };
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("checkout");
    verb.add_option("SHARE", options->share, program.texts()("cli.option.share"))->required();
    verb.add_option("LOCAL", options->local, program.texts()("cli.option.working_copy"))->required();
    program.runs(verb, [&program, options]() -> base::Result<Exit> {
        const auto share = store::Store::open(options->share, store::Store::Mode::ReadOnly);
        if (!share) return base::pass(share.error());
        if (auto made = share->backup(options->local, program.task()); !made) return base::pass(made.error());
        const auto local = store::Store::open(options->local);
        if (!local) return base::pass(local.error());
        if (program.json())
            program.print(Json{{"share", options->share}, {"local", options->local}, {"revision", local->head()}});
        else
            program.print(program.texts()("cli.checkout.done", options->share, options->local, local->head()));
        return Done;
    });
}

}  // namespace cli
