#include "cli/opened.h"
#include "cli/program.h"
#include "cli/usage.h"

namespace cli {

void addTag(Program& program) {
    struct Options {
        std::string store, name, revision = "head";
    };
    auto options = std::make_shared<Options>();
    CLI::App& verb = program.verb("tag");
    verb.add_option("STORE", options->store, program.texts()("cli.option.store"))->required();
    verb.add_option("NAME", options->name, program.texts()("cli.option.tag"))
        ->required()
        ->check(words(program.texts()));
    verb.add_option("REV", options->revision, program.texts()("cli.option.rev"))->capture_default_str();
    program.runs(verb, [&program, options]() -> base::Result<Exit> {
        auto store = store::Store::open(options->store, store::Store::Mode::ReadWrite);
        if (!store) return base::pass(store.error());
        const auto number = store->resolve(options->revision);
        if (!number) return base::pass(number.error());
        if (auto done = store->tag(options->name, *number); !done) return base::pass(done.error());
        if (program.json())
            program.print(Json{{"tag", options->name}, {"revision", *number}});
        else
            program.print(program.texts()("cli.tag.done", options->name, *number));
        return Done;
    });
}

}  // namespace cli
