#pragma once

#include "review/rebase.h"

namespace review {

// Two cases on the same base number what they make from the same number on (标识码: region, 0000, eight digits), so
// that different features get the same name. Those of mine that lie apart from theirs get the next names that neither
// side uses; a feature that both made at the same place keeps its name, and clashes.
plan::Changeset renumbered(const plan::Schema& schema, const plan::Changeset& mine, const plan::Changeset& theirs,
                           std::vector<Renamed>& renamed);

}  // namespace review
