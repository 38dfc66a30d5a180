#include "edit/snap.h"

namespace edit {

Snap snap(const plan::Snapshot& snapshot, geometry::Point at, std::int64_t reachX, std::int64_t reachY,
          const std::vector<plan::LayerId>& layers, const geometry::Point* ignored) {
    const auto found = nearestBoundary(snapshot, at, reachX, reachY, layers, ignored);
    if (!found) return {SnapKind::None, at, {}};
    return {found->vertex ? SnapKind::Vertex : SnapKind::Segment, found->at, found->feature->layer};
}

}  // namespace edit
