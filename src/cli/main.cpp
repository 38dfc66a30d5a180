#include <signal.h>

#include <iostream>
#include <thread>

#include "base/paths.h"
#include "cli/program.h"

namespace {

std::string localeName() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return value;
    return {};
}

// Ctrl-C asks the work in hand to stop, so that nothing is left half done; a second one ends the program as usual.
std::stop_token stoppedByInterrupt() {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
    std::stop_source source;
    std::thread([source, interrupt]() mutable {
        int signal = 0;
        sigwait(&interrupt, &signal);
        source.request_stop();
        pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
    }).detach();
    return source.get_token();
}

}  // namespace

int main(int argc, char** argv) {
    const std::stop_token stop = stoppedByInterrupt();
    auto texts = base::Texts::load(base::home() / "resources" / "text", base::languageOf(localeName()));
    if (!texts) {
        std::cerr << "sanxian-cli: " << base::Texts()(texts.error()) << "\n";
        return cli::BadInput;
    }
    cli::Program program(std::move(*texts), stop);
    for (const auto add : {cli::addInit, cli::addImport, cli::addLayers, cli::addIndicators, cli::addSample,
                           cli::addCase, cli::addEdit, cli::addCheck, cli::addCommit, cli::addDiff, cli::addLog,
                           cli::addShow, cli::addTag, cli::addExport, cli::addRender})
        add(program);
    return program.run(argc, argv);
}
