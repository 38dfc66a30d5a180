#include "edit/commands.h"

namespace edit {

base::Result<plan::Changeset> apply(const Batch& command, const plan::Snapshot& snapshot, const base::Task& task) {
    plan::Snapshot now = snapshot;
    for (std::size_t i = 0; i < command.steps.size(); ++i) {
        if (std::holds_alternative<Batch>(command.steps[i]))
            return base::fail(base::Error::Code::Invalid, "edit.batch_in_batch");
        const auto changes = apply(command.steps[i], now, task);
        if (!changes) return base::pass(changes.error().in(fmt::format("steps[{}]", i)));
        auto next = now.with(*changes);
        if (!next) return base::pass(next.error());
        now = *std::move(next);
    }
    return plan::Snapshot::diff(snapshot, now);
}

}  // namespace edit
