#include <unistd.h>

#include <array>
#include <string_view>

#include "base/paths.h"
#include "cli/start.h"

int main(int argc, char** argv) {
    // Drawing needs Qt, and loading that takes longer than most verbs: it is a program of its own.
    if (argc > 1 && std::string_view(argv[1]) == "render")
        execv((base::programFolder() / "sanxian-draw").c_str(), argv);
    constexpr std::array verbs = {cli::Verb{"init", cli::addInit},
                                  cli::Verb{"import", cli::addImport},
                                  cli::Verb{"layers", cli::addLayers},
                                  cli::Verb{"indicators", cli::addIndicators},
                                  cli::Verb{"sample", cli::addSample},
                                  cli::Verb{"case", cli::addCase},
                                  cli::Verb{"edit", cli::addEdit},
                                  cli::Verb{"fix", cli::addFix},
                                  cli::Verb{"waive", cli::addWaive},
                                  cli::Verb{"check", cli::addCheck},
                                  cli::Verb{"commit", cli::addCommit},
                                  cli::Verb{"diff", cli::addDiff},
                                  cli::Verb{"log", cli::addLog},
                                  cli::Verb{"show", cli::addShow},
                                  cli::Verb{"tag", cli::addTag},
                                  cli::Verb{"spec", cli::addSpec},
                                  cli::Verb{"checkout", cli::addCheckout},
                                  cli::Verb{"publish", cli::addPublish},
                                  cli::Verb{"export", cli::addExport},
                                  cli::Verb{"at", cli::addAt},
                                  cli::Verb{"backup", cli::addBackup},
                                  cli::Verb{"blame", cli::addBlame},
                                  cli::Verb{"restore", cli::addRestore},
                                  cli::Verb{"verify", cli::addVerify},
                                  cli::Verb{"salvage", cli::addSalvage},
                                  cli::Verb{"rebase", cli::addRebase},
                                  cli::Verb{"occupation", cli::addOccupation},
                                  cli::Verb{"render", cli::nameRender}};
    return cli::start(argc, argv, verbs);
}
