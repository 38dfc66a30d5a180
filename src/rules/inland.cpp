#include "rules/inland.h"

#include <algorithm>

#include "rules/cancellation.h"

namespace rules {

using geometry::Box;
using geometry::Point;

namespace {

// A few for every feature that may ask.
std::size_t cellsFor(const plan::Snapshot& snapshot) {
    return std::min<std::size_t>(4 * snapshot.count(), 1 << 20) + 1;
}

}  // namespace

Inland::Inland(const plan::Snapshot& snapshot, plan::LayerId county, Outlines& outlines, const base::Task& task) {
    std::vector<Cancellation::Part> parts;
    snapshot.each(county, [&](const plan::FeatureRef& feature) {
        const auto* area = areaOf(*feature);
        if (!area || feature->box.empty()) return;
        parts.push_back({area, feature->box, 1});
        extent_.add(feature->box);
    });
    if (parts.empty()) return;
    const auto wide = static_cast<std::uint64_t>(extent_.maxX - extent_.minX);
    const auto high = static_cast<std::uint64_t>(extent_.maxY - extent_.minY);
    const std::size_t mostCells = cellsFor(snapshot);
    while ((wide >> shift_) + 1 > mostCells || ((wide >> shift_) + 1) * ((high >> shift_) + 1) > mostCells) ++shift_;
    width_ = (wide >> shift_) + 1, height_ = (high >> shift_) + 1;
    cells_.assign(width_ * height_, Cell::Open);
    for (const geometry::SidedEdge& edge : Cancellation(std::move(parts)).residue(task)) {
        const Range range = rangeOf(Box::of(edge.from, edge.to));
        for (std::size_t row = range.bottom; row <= range.top; ++row)
            for (std::size_t column = range.left; column <= range.right; ++column)
                cells_[row * width_ + column] = Cell::Crossed;
    }
    for (std::size_t cell = 0; cell < cells_.size() && !task.stopped(); ++cell) {
        if (cells_[cell] != Cell::Open) continue;
        int covered = 0;
        const Point place = corner(cell);
        snapshot.each(county, Box::of(place), [&](const plan::FeatureRef& part) {
            if (const Outline* outline = outlines.of(*part)) covered += outline->winds(place);
        });
        fill(cell, covered >= 1 ? Cell::In : Cell::Out);
    }
}

Inland::Range Inland::rangeOf(const Box& box) const {
    const auto at = [&](std::int64_t value, std::int64_t low) {
        return static_cast<std::size_t>(static_cast<std::uint64_t>(value - low) >> shift_);
    };
    return {at(box.minX, extent_.minX), at(box.maxX, extent_.minX), at(box.minY, extent_.minY),
            at(box.maxY, extent_.minY)};
}

Point Inland::corner(std::size_t cell) const {
    return {extent_.minX + (static_cast<std::int64_t>(cell % width_) << shift_),
            extent_.minY + (static_cast<std::int64_t>(cell / width_) << shift_)};
}

// The open cells that hang together with this one: no boundary lies between them.
void Inland::fill(std::size_t start, Cell as) {
    std::vector<std::size_t> open{start};
    cells_[start] = as;
    const auto reach = [&](std::size_t cell) {
        if (cells_[cell] != Cell::Open) return;
        cells_[cell] = as;
        open.push_back(cell);
    };
    while (!open.empty()) {
        const std::size_t cell = open.back();
        open.pop_back();
        if (cell % width_ > 0) reach(cell - 1);
        if (cell % width_ + 1 < width_) reach(cell + 1);
        if (cell >= width_) reach(cell - width_);
        if (cell + width_ < cells_.size()) reach(cell + width_);
    }
}

bool Inland::holds(const Box& box) const {
    if (box.empty() || !extent_.contains(box)) return false;
    const Range range = rangeOf(box);
    for (std::size_t row = range.bottom; row <= range.top; ++row)
        for (std::size_t column = range.left; column <= range.right; ++column)
            if (cells_[row * width_ + column] != Cell::In) return false;
    return true;
}

}  // namespace rules
