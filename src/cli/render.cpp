#include "base/paths.h"
#include "cli/program.h"

namespace cli {

// What runs only where main could not hand the verb over.
void nameRender(Program& program) {
    CLI::App& verb = program.verb("render", false);
    verb.allow_extras();
    program.runs(verb, [] {
        return base::Result<Exit>(base::fail(base::Error::Code::Unsupported, "cli.no_drawer",
                                             (base::programFolder() / "sanxian-draw").string()));
    });
}

}  // namespace cli
