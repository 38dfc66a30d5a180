#pragma once

#include <vector>

#include "edit/boundary.h"

namespace edit {

enum class SnapKind { None, Vertex, Segment };
struct Snap {
    SnapKind kind = SnapKind::None;
    geometry::Point at;
    plan::LayerId layer;
};
// Where the pointer snaps to: a vertex within reach even if a segment is nearer, else a segment, else the place itself.
// `ignored` is a vertex that does not count (the one in the hand).
Snap snap(const plan::Snapshot& snapshot, geometry::Point at, std::int64_t reachX, std::int64_t reachY,
          const std::vector<plan::LayerId>& layers, const geometry::Point* ignored = nullptr);

}  // namespace edit
