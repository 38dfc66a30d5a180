#pragma once

#include "rules/pieces.h"

namespace rules {

// The county, made ready to be asked about many boxes: a grid over it whose cells are crossed by its boundary, or lie
// wholly inside or outside. Boundaries between its parts that are shared exactly are none.
class Inland {
public:
    Inland(const plan::Snapshot& snapshot, plan::LayerId county, Outlines& outlines, const base::Task& task);
    // True: the box certainly lies in the county, every place of it covered.
    bool holds(const geometry::Box& box) const;

private:
    enum class Cell : std::uint8_t { Open, Crossed, In, Out };
    struct Range {
        std::size_t left, right, bottom, top;
    };
    // Of the cells that the box touches, as far as it lies in the extent.
    Range rangeOf(const geometry::Box& box) const;
    geometry::Point corner(std::size_t cell) const;
    void fill(std::size_t start, Cell as);

    geometry::Box extent_;
    int shift_ = 0;
    std::size_t width_ = 0, height_ = 0;
    std::vector<Cell> cells_;
};

}  // namespace rules
