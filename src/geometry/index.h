#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "geometry/box.h"

namespace geometry {

// A packed Hilbert R-tree over boxes: built once, never changed, queried from any thread. (After Kamel & Faloutsos
// 1993, and flatbush.)
class PackedIndex {
public:
    PackedIndex() = default;
    // Item i of the index is boxes[i]; empty boxes are never found.
    explicit PackedIndex(const std::vector<Box>& boxes);

    std::size_t size() const { return count_; }
    // Calls visit(item) for every box that touches `box`, in an order that depends on the boxes alone.
    template <class Visit>
    void query(const Box& box, Visit visit) const;

private:
    static constexpr std::size_t nodeSize = 16;
    // 2^32 items have eight levels of nodes; one node of each is open at a time, its children waiting.
    static constexpr std::size_t maxOpen = 8 * nodeSize;
    std::size_t count_ = 0;
    std::vector<Box> boxes_;            // leaves in Hilbert order, then each level above
    std::vector<std::uint32_t> items_;  // of a leaf: the item; of a node: its first child
    std::vector<std::size_t> levelEnds_;
};

template <class Visit>
void PackedIndex::query(const Box& box, Visit visit) const {
    if (boxes_.empty()) return;
    std::size_t node = boxes_.size() - 1;
    std::array<std::uint32_t, maxOpen> open;
    std::size_t count = 0;
    while (true) {
        std::size_t levelEnd = node + nodeSize;
        for (const std::size_t end : levelEnds_)
            if (node < end) {
                levelEnd = std::min(levelEnd, end);
                break;
            }
        const bool leaf = node < count_;
        for (std::size_t at = node; at < levelEnd; ++at) {
            if (!boxes_[at].touches(box)) continue;
            if (leaf)
                visit(items_[at]);
            else
                open[count++] = items_[at];
        }
        if (count == 0) return;
        node = open[--count];
    }
}

}  // namespace geometry
