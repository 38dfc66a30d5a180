#include "geometry/index.h"

#include <numeric>

namespace geometry {

namespace {
constexpr std::uint32_t hilbertBits = 16;

// The place of (x, y) on the Hilbert curve of order 16 (Warren, Hacker's Delight, ch. 16).
std::uint32_t hilbert(std::uint32_t x, std::uint32_t y) {
    std::uint32_t place = 0, state = 0;
    for (int bit = hilbertBits - 1; bit >= 0; --bit) {
        const std::uint32_t row = 4 * state | 2 * ((x >> bit) & 1) | ((y >> bit) & 1);
        place = place << 2 | ((0x361E9CB4u >> (2 * row)) & 3);
        state = (0x8FE65831u >> (2 * row)) & 3;
    }
    return place;
}
}  // namespace

PackedIndex::PackedIndex(const std::vector<Box>& boxes) {
    Box extent;
    std::vector<std::uint32_t> kept;
    kept.reserve(boxes.size());
    for (std::uint32_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].empty()) continue;
        extent.add(boxes[i]);
        kept.push_back(i);
    }
    count_ = kept.size();
    if (count_ == 0) return;

    const double width = std::max<double>(1, static_cast<double>(extent.maxX - extent.minX));
    const double height = std::max<double>(1, static_cast<double>(extent.maxY - extent.minY));
    constexpr double last = (1u << hilbertBits) - 1;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> order;  // curve place, item
    order.reserve(count_);
    for (const std::uint32_t i : kept) {
        const Box& box = boxes[i];
        const double x =
            (static_cast<double>(box.minX) + static_cast<double>(box.maxX)) / 2 - static_cast<double>(extent.minX);
        const double y =
            (static_cast<double>(box.minY) + static_cast<double>(box.maxY)) / 2 - static_cast<double>(extent.minY);
        order.emplace_back(
            hilbert(static_cast<std::uint32_t>(last * x / width), static_cast<std::uint32_t>(last * y / height)), i);
    }
    std::sort(order.begin(), order.end());

    for (const auto& [place, item] : order) {
        boxes_.push_back(boxes[item]);
        items_.push_back(item);
    }
    levelEnds_.push_back(count_);
    for (std::size_t begin = 0; levelEnds_.back() - begin > 1;) {
        const std::size_t end = levelEnds_.back();
        for (std::size_t child = begin; child < end; child += nodeSize) {
            Box box;
            for (std::size_t at = child; at < std::min(child + nodeSize, end); ++at) box.add(boxes_[at]);
            boxes_.push_back(box);
            items_.push_back(static_cast<std::uint32_t>(child));
        }
        begin = end;
        levelEnds_.push_back(boxes_.size());
    }
}

}  // namespace geometry
