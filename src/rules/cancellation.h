#pragma once

#include <cstdint>
#include <vector>

#include "base/task.h"
#include "geometry/box.h"
#include "geometry/regions.h"

namespace rules {

// The edges of many areas, of which those that are there as often in one direction as in the other cancel. What is left
// is where the number of areas that cover a place changes.
//
// Every edge adds a number to the sum of the cell that its middle lies in; the number of the edge run the other way is
// its negative. Where a sum is zero everything cancels, and only the cells where it is not are looked at edge by edge.
class Cancellation {
public:
    // An area counts so many times. It must outlive the cancellation.
    struct Part {
        const geometry::MultiPolygon* area;
        geometry::Box box;
        std::int32_t times;
    };
    explicit Cancellation(std::vector<Part> parts);

    const std::vector<Part>& parts() const { return parts_; }
    std::size_t edges() const { return edges_; }
    // Takes a part out.
    void drop(std::size_t part);
    // The number of edges in cells where not everything cancels.
    std::size_t openEdges() const;
    // The edges that are left, from the smaller end to the larger, each with its times on the left in group 0. Where
    // the task is stopped, the answer is incomplete.
    std::vector<geometry::SidedEdge> residue(const base::Task& task) const;

private:
    std::size_t cellOf(geometry::Point from, geometry::Point to) const {
        const auto column = static_cast<std::uint64_t>(from.x + to.x - 2 * extent_.minX) >> shift_;
        const auto row = static_cast<std::uint64_t>(from.y + to.y - 2 * extent_.minY) >> shift_;
        return row * width_ + column;
    }
    void add(const Part& part, int sign);
    struct Cell {
        std::uint64_t sum = 0;
        std::int64_t edges = 0;
    };
    struct Rows {
        std::size_t begin, end;
    };
    std::vector<Rows> bands() const;
    bool mayBeOpen(const geometry::Box& box, Rows rows) const;

    std::vector<Part> parts_;
    std::size_t edges_ = 0;
    geometry::Box extent_;
    int shift_ = 0;  // of twice a coordinate
    std::size_t width_ = 1;
    std::vector<Cell> cells_;
};

}  // namespace rules
