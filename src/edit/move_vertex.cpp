#include "edit/boundary.h"
#include "edit/commands.h"
#include "edit/scope.h"

namespace edit {

using plan::Snapshot;

base::Result<plan::Changeset> apply(const MoveVertex& command, const Snapshot& snapshot, const base::Task& task) {
    auto layers = scopeAt(snapshot, command.from, command.layers);
    if (!layers) return base::pass(std::move(layers.error()));
    if (layers->empty() || plan::withVertex(snapshot, command.from, *layers).empty())
        return base::pass(noVertexAt(snapshot, command.from, *layers).error());
    if (command.from == command.to) return plan::Changeset{};
    Weave weave(snapshot, std::move(*layers), task);
    weave.node(command.from);  // a boundary that passes through it without having it must not tear away
    weave.move(command.from, command.to);
    return weave.finish();
}

}  // namespace edit
