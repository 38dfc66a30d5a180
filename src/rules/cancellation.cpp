#include "rules/cancellation.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "geometry/edge.h"

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;
using geometry::SidedEdge;

namespace {

constexpr std::size_t edgesPerCell = 48;

std::uint64_t mixed(std::uint64_t h) {
    h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
    h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
    return h ^ (h >> 31);
}

// Two numbers of a corner that look like chance. The number of an edge, f(from)·g(to) - f(to)·g(from), is then the
// negative of that of the edge run the other way, and sums of others are zero once in 2^60.
struct Numbers {
    std::uint64_t f, g;
    explicit Numbers(Point p)
        : f(mixed(static_cast<std::uint64_t>(p.x) * 0x9E3779B97F4A7C15u +
                  std::rotl(static_cast<std::uint64_t>(p.y) * 0xC2B2AE3D27D4EB4Fu, 32))),
          g(mixed(f + 0x9E3779B97F4A7C15u)) {}
};

// As many edges come to every vertex as leave it, which is so for whatever is left of closed rings.
bool closed(const std::vector<SidedEdge>& edges) {
    std::vector<std::pair<Point, std::int32_t>> ends;
    ends.reserve(2 * edges.size());
    for (const SidedEdge& edge : edges) {
        ends.emplace_back(edge.from, edge.left[0]);
        ends.emplace_back(edge.to, -edge.left[0]);
    }
    std::sort(ends.begin(), ends.end());
    for (std::size_t i = 0; i < ends.size();) {
        std::int64_t sum = 0;
        const Point at = ends[i].first;
        for (; i < ends.size() && ends[i].first == at; ++i) sum += ends[i].second;
        if (sum != 0) return false;
    }
    return true;
}

}  // namespace

Cancellation::Cancellation(std::vector<Part> parts) : parts_(std::move(parts)) {
    for (const Part& part : parts_) {
        if (!part.box.empty()) extent_.add(part.box);
        geometry::eachRing(*part.area, [&](const Ring& ring) { edges_ += ring.size(); });
    }
    if (edges_ == 0) return;
    const auto wide = static_cast<std::uint64_t>(extent_.maxX - extent_.minX) * 2;
    const auto high = static_cast<std::uint64_t>(extent_.maxY - extent_.minY) * 2;
    const std::size_t wanted = edges_ / edgesPerCell + 1;
    while (((wide >> shift_) + 1) > wanted || ((wide >> shift_) + 1) * ((high >> shift_) + 1) > 2 * wanted) ++shift_;
    width_ = (wide >> shift_) + 1;
    cells_.resize(width_ * ((high >> shift_) + 1));
    for (const Part& part : parts_) add(part, 1);
}

void Cancellation::add(const Part& part, int sign) {
    const auto factor = static_cast<std::uint64_t>(static_cast<std::int64_t>(sign) * part.times);
    geometry::eachRing(*part.area, [&](const Ring& ring) {
        if (ring.empty()) return;
        Point last = ring.back();
        Numbers before(last);
        for (const Point next : ring) {
            const Numbers after(next);
            Cell& cell = cells_[cellOf(last, next)];
            cell.sum += factor * (before.f * after.g - after.f * before.g);
            cell.edges += sign;
            last = next;
            before = after;
        }
    });
}

void Cancellation::drop(std::size_t part) {
    add(parts_[part], -1);
    parts_[part].times = 0;
}

std::size_t Cancellation::openEdges() const {
    std::size_t sum = 0;
    for (const Cell& cell : cells_) sum += cell.sum != 0 ? static_cast<std::size_t>(cell.edges) : 0;
    return sum;
}

// Rows of cells that together hold so many open edges that they are sorted well at once.
std::vector<Cancellation::Rows> Cancellation::bands() const {
    constexpr std::int64_t enough = 1 << 18;
    std::vector<Rows> bands;
    std::int64_t edges = 0;
    std::size_t begin = 0;
    const std::size_t rows = cells_.size() / width_;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t at = row * width_; at < (row + 1) * width_; ++at)
            edges += cells_[at].sum != 0 ? cells_[at].edges : 0;
        if (edges < enough && row + 1 < rows) continue;
        if (edges > 0) bands.push_back({begin, row + 1});
        begin = row + 1;
        edges = 0;
    }
    return bands;
}

bool Cancellation::mayBeOpen(const Box& box, Rows rows) const {
    constexpr std::size_t few = 64;
    const std::size_t low = cellOf({box.minX, box.minY}, {box.minX, box.minY});
    const std::size_t columns = cellOf({box.maxX, box.minY}, {box.maxX, box.minY}) - low + 1;
    const std::size_t column = low % width_;
    const std::size_t begin = std::max(rows.begin, low / width_);
    const std::size_t end = std::min(rows.end, cellOf({box.minX, box.maxY}, {box.minX, box.maxY}) / width_ + 1);
    if (begin >= end) return false;
    if (columns * (end - begin) > few) return true;
    for (std::size_t row = begin; row < end; ++row)
        for (std::size_t i = 0; i < columns; ++i)
            if (cells_[row * width_ + column + i].sum != 0) return true;
    return false;
}

std::vector<SidedEdge> Cancellation::residue(const base::Task& task) const {
    std::vector<SidedEdge> residue;
    for (const Rows rows : bands()) {
        std::vector<SidedEdge> open;
        for (const Part& part : parts_) {
            if (task.stopped()) return {};
            if (part.times == 0 || part.box.empty() || !mayBeOpen(part.box, rows)) continue;
            geometry::eachEdge(*part.area, [&](Point from, Point to) {
                const std::size_t cell = cellOf(from, to), row = cell / width_;
                if (row >= rows.begin && row < rows.end && cells_[cell].sum != 0)
                    open.push_back({from, to, {part.times, 0, 0, 0}});
            });
        }
        open = geometry::merged(std::move(open));
        residue.insert(residue.end(), open.begin(), open.end());
    }
    if (closed(residue)) return geometry::merged(std::move(residue));
    // Some sum was zero by chance.
    residue.clear();
    for (const Part& part : parts_) geometry::addEdges(residue, *part.area, 0, part.times);
    return geometry::merged(std::move(residue));
}

}  // namespace rules
