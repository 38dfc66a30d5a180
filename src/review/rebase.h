#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/snapshot.h"

namespace review {

// What becomes of a place that two sides changed differently: as the case has it, as it was, or as the head has it.
enum class Choice { Mine, Base, Theirs };
using Choices = std::map<plan::FeatureId, Choice>;

enum class Clash {
    Fields,    // the same field became different values
    Boundary,  // the same run of a boundary became different ones
    Both,      // both of these
    Removed,   // one side removed what the other changed
    Split,     // one side split what the other changed
    Merged,    // one side joined to it, or to another, what the other side changed
    Key,       // both sides made a feature of the same name
    Crossing,  // each change holds, together they cross or break an area
    Neighbour  // it has part in a boundary that is contested elsewhere
};

// A feature that both sides cannot have their way with. Features that hang together by a contested boundary are of one
// group: they are resolved together, because one of them alone would tear the boundary.
struct Conflict {
    plan::LayerId layer;
    plan::FeatureId id;
    std::string name;
    Clash kind = Clash::Boundary;
    std::size_t group = 0;                       // from 1
    std::vector<std::size_t> fields;             // that are contested
    plan::FeatureRef mine, base, theirs;         // null where it is not there
    geometry::MultiLine mineLines, theirsLines;  // the contested runs as each side has them
};

// A feature whose boundary is now made of runs that both sides changed. Never in silence: each is listed.
struct MergedBoundary {
    plan::LayerId layer;
    plan::FeatureId id;
    std::string name;
    geometry::MultiLine mineLines, theirsLines;
    plan::FeatureRef base, mine, theirs, merged;
};

// A feature of mine that got another name, since theirs gave it to a feature elsewhere: both were numbered from the
// same base.
struct Renamed {
    plan::LayerId layer;
    plan::FeatureId id;
    std::string from, to;
};

struct Merge {
    plan::Changeset applied;          // on the head: what of mine does not clash, and what was chosen
    std::vector<Conflict> conflicts;  // not resolved yet, by group, layer, id; their places are as theirs
    std::vector<Conflict> resolved;
    std::vector<MergedBoundary> merged;
    std::vector<Renamed> renamed;
    std::vector<plan::FeatureId> agreed;  // features that both sides changed, wholly or in part, in the same way
};

// Puts a case's net change (`mine`, base to case) on a head that has moved (`theirs`, base to head); needs no more of
// the plan than the two.
//
// 1. Per field, and per run of a boundary: what one side alone changed is kept, equal changes count once, different
//    ones are a conflict. Runs that have a corner between them that both sides kept merge.
// 2. A run is what it is in all features that have part in it, in every layer of the topology group; it is applied
//    whole or not at all. So whatever is chosen, a partition stays one: no gap, no overlap, the same sum of areas.
// 3. A merged area is valid and runs the right way round, or it is a conflict.
// 4. rebase(mine, {}) applies mine as it is; rebase(mine, mine) applies nothing. Every change of mine is applied or
//    is part of a conflict.
// 5. A group is resolved where `choices` has the same choice for each of its features.
//
// Fails with Invalid where the two do not begin at the same base.
base::Result<Merge> rebase(const plan::Schema& schema, const plan::Changeset& mine, const plan::Changeset& theirs,
                           const Choices& choices = {});

// The same choice for every feature of the groups that have one of these; features that no open conflict has are
// returned in `unknown`.
Choices chosenFor(const Merge& merge, const Choices& wanted, std::vector<plan::FeatureId>& unknown);

// "mine", "base", "theirs"; "fields", "boundary", …: the words of the command line.
std::string nameOf(Choice choice);
std::optional<Choice> choiceNamed(std::string_view name);
std::string nameOf(Clash clash);
base::Message textOf(Clash clash);  // for people

}  // namespace review
