#pragma once

#include "edit/command.h"
#include "edit/history.h"

namespace edit {

// What one line of a script or journal has done.
struct Step {
    std::string op;           // move_vertex, …, undo, redo
    plan::Changeset changes;  // empty where the command ended where it began
};
// Runs one line on the history: a command as JSON, {"op":"undo"}, {"op":"redo"}, or the bare words. A command that ends
// where it began leaves no place in the history. On failure the history is as it was.
base::Result<Step> run(History& history, std::string_view line, const std::string& crs = {});
// The same for a command that has been read.
base::Result<Step> run(History& history, const Command& command);

}  // namespace edit
