#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "plan/changeset.h"
#include "review/trace.h"

namespace review {

// One state of a feature in the record: from revision `born` until revision `died`, which ended it.
struct Lived {
    RevisionNumber born = 0;
    std::optional<RevisionNumber> died;
    plan::FeatureRef feature;
};

// What blame asks of the record.
struct Record {
    // All states of a feature of the layer, oldest first.
    std::function<base::Result<std::vector<Lived>>(plan::FeatureId)> history;
    // What the revision changed or removed in the layer, at least all that touched the box before.
    std::function<base::Result<plan::Changeset>(RevisionNumber, const geometry::Box&)> changes;
    geometry::EdgeCourse course;  // how the layer's edges are measured
};

// A corner that was put on a line later than the line.
struct LaterCorner {
    geometry::Point at;
    RevisionNumber revision = 0;
};

// A stretch of a feature's boundary that one revision put where it is.
struct Run {
    RevisionNumber revision = 0;
    std::size_t ring = 0;  // counts as outlineOf does
    geometry::Line line;   // its corners from end to end; a whole ring ends at the corner it begins with
    std::vector<LaterCorner> later;
};

// Which revision put each part of the boundary there that the feature has in revision `at`: per ring, the longest
// stretches with one answer.
//
// 1. An edge belongs to the newest revision since which it has always been there.
// 2. A corner put on an edge, or taken from a straight line, does not make the line newer where it stays on it
//    (beside.h); such corners are named beside the run.
// 3. An edge that another feature of the layer lost in the same revision (split, merge, cut) keeps the revision that
//    it had there.
// 4. What was removed and brought back belongs to the revision that brought it back.
//
// NotFound where the feature is not there in revision `at`.
base::Result<std::vector<Run>> blame(plan::FeatureId id, RevisionNumber at, const Record& record,
                                     const base::Task& task = {});

}  // namespace review
