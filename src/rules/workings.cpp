#include "rules/workings.h"

namespace rules {

std::shared_ptr<Workings> newWorkings() { return std::make_shared<Workings>(); }

Outlines& Plan::outlines() const { return workings->outlines; }

const plan::Changeset& Plan::sinceFiled() const {
    if (!workings->sinceFiled) workings->sinceFiled = plan::Snapshot::diff(filed, now);
    return *workings->sinceFiled;
}

}  // namespace rules
