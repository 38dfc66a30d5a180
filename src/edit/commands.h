#pragma once

#include "edit/command.h"

namespace edit {

// Each command in its own file; apply() of command.h chooses.
base::Result<plan::Changeset> apply(const MoveVertex& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const InsertVertex& command, const plan::Snapshot& snapshot,
                                    const base::Task& task);
base::Result<plan::Changeset> apply(const RemoveVertex& command, const plan::Snapshot& snapshot,
                                    const base::Task& task);
base::Result<plan::Changeset> apply(const Reshape& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Split& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Merge& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Draw& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Replace& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Erase& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Set& command, const plan::Snapshot& snapshot, const base::Task& task);
base::Result<plan::Changeset> apply(const Batch& command, const plan::Snapshot& snapshot, const base::Task& task);

}  // namespace edit
