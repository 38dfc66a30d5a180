#include "edit/script.h"

#include <nlohmann/json.hpp>

#include "edit/journal.h"

namespace edit {

using base::Error;

namespace {

// "undo" or "redo" where the line is one of them.
std::string stepBack(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r\n"), last = line.find_last_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    line = line.substr(first, last - first + 1);
    if (line == "undo" || line == "redo") return std::string(line);
    if (line.size() > 32) return {};  // {"op":"undo"} is short, and a command is long
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || json.size() != 1 || !json.contains("op")) return {};
    return json["op"] == "undo" ? "undo" : json["op"] == "redo" ? "redo" : "";
}

}  // namespace

base::Result<Step> run(History& history, const Command& command) {
    auto changes = apply(command, history.now());
    if (!changes) return base::pass(std::move(changes.error()));
    if (!changes->empty()) {
        auto next = history.now().with(*changes);
        if (!next) return base::pass(std::move(next.error()));
        history.push(describe(command, history.now().schema()), *std::move(next));
    }
    return Step{nameOf(command), *std::move(changes)};
}

base::Result<Step> run(History& history, std::string_view line, const std::string& crs) {
    if (const std::string back = stepBack(line); !back.empty()) {
        const bool undo = back == "undo";
        if (undo ? !history.canUndo() : !history.canRedo())
            return base::fail(Error::Code::Invalid, undo ? "edit.nothing_to_undo" : "edit.nothing_to_redo");
        const plan::Snapshot before = history.now();
        history.goTo(undo ? history.place() - 1 : history.place() + 1);
        return Step{back, plan::Snapshot::diff(before, history.now())};
    }
    const auto command = decode(line, history.now().schema(), crs);
    if (!command) return base::pass(Error(command.error()));
    return run(history, *command);
}

base::Result<> replay(History& history, std::span<const std::string> lines, std::size_t& done) {
    for (done = 0; done < lines.size(); ++done) {
        if (Journal::markOf(lines[done])) {
            history.markSaved();
            continue;
        }
        if (auto step = run(history, lines[done]); !step)
            return base::pass(std::move(step.error()).in(std::to_string(done + 1)));
    }
    return {};
}

base::Result<History> replay(const plan::Snapshot& start, const std::vector<std::string>& lines) {
    History history(start);
    std::size_t done = 0;
    if (auto all = replay(history, lines, done); !all) return base::pass(std::move(all.error()));
    return history;
}

}  // namespace edit
