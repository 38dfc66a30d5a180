#include "geometry/clusters.h"

#include <algorithm>

namespace geometry {

Clusters::Clusters(const std::vector<SidedEdge>& edges) {
    constexpr std::uint32_t none = 0xFFFFFFFFu;
    std::vector<Box> boxes;
    boxes.reserve(edges.size());
    for (const SidedEdge& edge : edges) boxes.push_back(Box::of(edge.from, edge.to));
    boxes_ = PackedIndex(boxes);
    cluster_.assign(edges.size(), none);
    std::vector<std::uint32_t> open;
    for (std::uint32_t start = 0; start < edges.size(); ++start) {
        if (cluster_[start] != none) continue;
        const auto number = static_cast<std::uint32_t>(firsts_.size());
        firsts_.push_back(edges[start].from);
        cluster_[start] = number;
        open.push_back(start);
        while (!open.empty()) {
            const std::uint32_t edge = open.back();
            open.pop_back();
            firsts_.back() = std::min({firsts_.back(), edges[edge].from, edges[edge].to});
            boxes_.query(boxes[edge], [&](std::uint32_t other) {
                if (cluster_[other] != none) return;
                cluster_[other] = number;
                open.push_back(other);
            });
        }
    }
}

std::uint32_t Clusters::of(Point place) const {
    std::uint32_t found = 0;
    boxes_.query(Box::of(place), [&](std::uint32_t box) { found = cluster_[box]; });
    return found;
}

}  // namespace geometry
