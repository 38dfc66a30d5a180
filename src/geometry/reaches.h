#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "geometry/box.h"

namespace geometry {

// The boxes of some edges, in parts of a box that are counted in 31 bits, sixteen side by side: tells quickly which of
// them may touch another. Edges that are apart here are apart; what lies outside of the box counts as on its side.
class Reaches {
public:
    // Ready for the edges that touch `box`. Keeps its memory.
    void begin(const Box& box) {
        box_ = box;
        const auto span = static_cast<std::uint64_t>(std::max(box.maxX - box.minX, box.maxY - box.minY));
        shift_ = std::max(0, static_cast<int>(std::bit_width(span)) - 31);
        count_ = 0;
    }
    void add(Point a, Point b) {
        if (count_ % width == 0 && count_ / width == blocks_.size()) blocks_.emplace_back();
        Block& block = blocks_[count_ / width];
        if (count_ % width == 0) block.maxX.fill(-1);
        const Reach reach = of(a, b);
        const std::size_t place = count_ % width;
        block.minX[place] = reach.minX, block.minY[place] = reach.minY;
        block.maxX[place] = reach.maxX, block.maxY[place] = reach.maxY;
        ++count_;
    }
    std::size_t size() const { return count_; }

    // Calls visit(i) for those of the edges, in order and not before the `first`, that may touch the edge ab; while it
    // gives true.
    template <class Visit>
    bool touching(Point a, Point b, std::size_t first, Visit visit) const {
        const Reach reach = of(a, b);
        for (std::size_t begin = first / width * width; begin < count_; begin += width) {
            const Block& block = blocks_[begin / width];
            std::array<std::int32_t, width> touches;
            std::int32_t any = 0;
            for (std::size_t i = 0; i < width; ++i) {
                touches[i] = (block.minX[i] <= reach.maxX) & (reach.minX <= block.maxX[i]) &
                             (block.minY[i] <= reach.maxY) & (reach.minY <= block.maxY[i]);
                any |= touches[i];
            }
            if (any == 0) continue;
            for (std::size_t i = 0; i < width; ++i)
                if (touches[i] != 0 && begin + i >= first && !visit(begin + i)) return false;
        }
        return true;
    }

private:
    static constexpr std::size_t width = 16;
    using Row = std::array<std::int32_t, width>;
    struct Block {
        Row minX{}, minY{}, maxX{}, maxY{};  // maxX is -1 where there is no edge
    };
    struct Reach {
        std::int32_t minX, minY, maxX, maxY;
    };
    Reach of(Point a, Point b) const {
        const auto part = [&](std::int64_t at, std::int64_t low, std::int64_t high) {
            return static_cast<std::int32_t>((std::clamp(at, low, high) - low) >> shift_);
        };
        const std::int32_t ax = part(a.x, box_.minX, box_.maxX), bx = part(b.x, box_.minX, box_.maxX);
        const std::int32_t ay = part(a.y, box_.minY, box_.maxY), by = part(b.y, box_.minY, box_.maxY);
        return {std::min(ax, bx), std::min(ay, by), std::max(ax, bx), std::max(ay, by)};
    }

    Box box_;
    int shift_ = 0;
    std::size_t count_ = 0;
    std::vector<Block> blocks_;
};

}  // namespace geometry
