#include "cli/opened.h"
#include "cli/program.h"

namespace cli {

namespace {

base::Result<Exit> backup(Program& program, const std::string& file, const std::string& out) {
    const auto store = store::Store::open(file, store::Store::Mode::ReadOnly);
    if (!store) return base::pass(store.error());
    if (auto done = store->backup(out, program.task()); !done) return base::pass(done.error());
    const auto head = store->revision(store->head());
    if (!head) return base::pass(head.error());
    if (program.json())
        program.print(Json{{"output", out}, {"revision", head->number}, {"digest", head->digest}});
    else
        program.print(program.texts()("cli.backup.done", out, head->number, head->digest));
    return Done;
}

}  // namespace

void addBackup(Program& program) {
    auto file = std::make_shared<std::string>(), out = std::make_shared<std::string>();
    CLI::App& verb = program.verb("backup");
    verb.add_option("STORE", *file, program.texts()("cli.option.store"))->required();
    verb.add_option("OUT", *out, program.texts()("cli.option.out"))->required();
    program.runs(verb, [&program, file, out] { return backup(program, *file, *out); });
}

}  // namespace cli
