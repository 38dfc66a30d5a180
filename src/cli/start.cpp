#include "cli/start.h"

#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "base/paths.h"

namespace cli {

namespace {

std::string localeName() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return value;
    return {};
}

// Ctrl-C asks the work in hand to stop, so that nothing is left half done, and so do the other ways to end a program
// kindly; a second one ends it as usual.
std::stop_token stoppedByInterrupt() {
    sigset_t ends;
    sigemptyset(&ends);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&ends, signal);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::stop_source source;
    std::thread([source, ends]() mutable {
        int signal = 0;
        sigwait(&ends, &signal);
        source.request_stop();
        sigwait(&ends, &signal);
        ::signal(signal, SIG_DFL);
        pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
        raise(signal);
    }).detach();
    return source.get_token();
}

// A standard channel that is closed would give its number to the next file that is opened, and answers would be written
// into that.
void keepStandardChannels() {
    for (int channel = 0; channel <= 2; ++channel)
        if (fcntl(channel, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0) std::abort();
}

}  // namespace

int start(int argc, char** argv, std::span<const Verb> verbs) {
    keepStandardChannels();
    ::signal(SIGXFSZ, SIG_IGN);  // a file larger than allowed is an error of writing, here and in the worker
    const std::stop_token stop = stoppedByInterrupt();
    auto texts = base::Texts::load(base::home() / "resources" / "text", base::languageOf(localeName()));
    if (!texts) {
        std::cerr << "sanxian-cli: " << base::Texts()(texts.error()) << "\n";
        return BadInput;
    }
    Program program(std::move(*texts), stop);
    // Where a verb is named, no other can be meant, and a hundred options need not be made ready.
    const std::string_view named = argc > 1 ? argv[1] : "";
    const auto is = [&](const Verb& verb) { return verb.name == named; };
    const bool one = std::ranges::any_of(verbs, is);
    for (const Verb& verb : verbs)
        if (!one || is(verb)) verb.add(program);
    return program.run(argc, argv);
}

}  // namespace cli
