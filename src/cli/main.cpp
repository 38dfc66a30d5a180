#include <unistd.h>

#include <array>
#include <string_view>

#include "base/paths.h"
#include "cli/start.h"

int main(int argc, char** argv) {
    // Drawing needs Qt, and loading that takes longer than most verbs: it is a program of its own.
    if (argc > 1 && std::string_view(argv[1]) == "render")
        execv((base::programFolder() / "sanxian-draw").c_str(), argv);
    constexpr std::array verbs = {
        cli::addInit,       cli::addImport, cli::addLayers,   cli::addIndicators, cli::addSample,  cli::addCase,
        cli::addEdit,       cli::addCheck,  cli::addCommit,   cli::addDiff,       cli::addLog,     cli::addShow,
        cli::addTag,        cli::addSpec,   cli::addCheckout, cli::addPublish,    cli::addExport,  cli::addAt,
        cli::addBackup,     cli::addBlame,  cli::addRestore,  cli::addVerify,     cli::addSalvage, cli::addRebase,
        cli::addOccupation, cli::nameRender};
    return cli::start(argc, argv, verbs);
}
