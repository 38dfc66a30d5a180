#include "cli/program.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <system_error>

#include "base/paths.h"
#include "cli/usage.h"

namespace cli {

namespace {

Exit exitOf(base::Error::Code code) {
    switch (code) {
        case base::Error::Code::Conflict: return Conflict;
        case base::Error::Code::Denied: return NotAllowed;
        case base::Error::Code::Cancelled: return Interrupted;
        default: return BadInput;
    }
}

// Progress for a person at a terminal, at most ten times a second; silent elsewhere.
std::function<void(double, const base::Message&)> progressBar(const base::Texts& texts) {
    if (!isatty(STDERR_FILENO)) return {};
    return [&texts, last = std::chrono::steady_clock::time_point()](double done, const base::Message& doing) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < std::chrono::milliseconds(100) && done < 1) return;
        last = now;
        std::fprintf(stderr, "\r\033[K%3.0f %% %s", done * 100, texts(doing).c_str());
    };
}

}  // namespace

Program::Program(base::Texts texts, std::stop_token stop) : texts_(std::move(texts)) {
    task_.stop = std::move(stop);
    task_.progress = progressBar(texts_);
    app_.name("sanxian-cli");
    app_.description(texts_("cli.about"));
    app_.set_version_flag("--version", "sanxian-cli " + base::version(), texts_("cli.help.version"));
    app_.require_subcommand(1);
    translate(app_, texts_);
}

CLI::App& Program::verb(CLI::App& parent, const std::string& name, bool answers) {
    CLI::App* added =
        parent.add_subcommand(name, texts_("cli.verb." + (parent.get_parent() ? parent.get_name() + "." : "") + name));
    if (answers)
        added->add_option("--format", format_, texts_("cli.option.format"))->check(choice({"text", "json"}, texts_));
    return *added;
}

void Program::runs(CLI::App& verb, std::function<base::Result<Exit>()> action) {
    verb.callback([this, action = std::move(action)] { action_ = action; });
}

int Program::run(int argc, char** argv) {
    try {
        app_.parse(argc, argv);
    } catch (const CLI::Success& answer) {
        app_.exit(answer);  // help and version
        return delivered(Done);
    } catch (const CLI::ParseError& error) {
        return misused(usageText(error, app_, texts_));
    }
    const auto answer = action_();
    clearProgress();
    return answer ? delivered(*answer) : refuse(answer.error());
}

int Program::misused(const std::string& what) const {
    std::string name = app_.get_name();
    for (const CLI::App* at = &app_; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        name += " " + at->get_name();
    }
    std::cerr << "sanxian-cli: " << oneLine(texts_("cli.usage", what, name)) << "\n";
    return Usage;
}

// An answer that nobody could get is none.
int Program::delivered(Exit exit) const {
    errno = 0;
    std::cout.flush();
    if (std::cout) return exit;
    const std::string reason = std::generic_category().message(errno ? errno : EIO);
    return refuse(base::fail(base::Error::Code::Io, "cli.no_answer", reason).value());
}

void Program::clearProgress() const {
    if (task_.progress) std::fprintf(stderr, "\r\033[K");
}

int Program::refuse(const base::Error& error) const {
    std::cerr << "sanxian-cli: " << oneLine(texts_(error)) << "\n";
    return exitOf(error.code);
}

void Program::print(const Json& answer) const {
    std::cout << answer.dump(-1, ' ', false, nlohmann::detail::error_handler_t::replace) << "\n";
}
void Program::print(const std::string& line) const { std::cout << line << "\n"; }
void Program::note(const std::string& line) const {
    clearProgress();
    std::cerr << line << "\n";
}

}  // namespace cli
