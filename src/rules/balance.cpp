#include "rules/balance.h"

#include <algorithm>
#include <bit>
#include <utility>

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

template <class Visit>
void eachEdge(const geometry::MultiPolygon& area, Visit visit) {
    geometry::eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) visit(ring[j], ring[i]);
    });
}

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

Balance::Balance(std::vector<Part> parts) : parts_(std::move(parts)) {
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
    sums_.resize(width_ * ((high >> shift_) + 1));
    for (const Part& part : parts_) add(part, part.times);
}

void Balance::add(const Part& part, std::int32_t times) {
    const auto factor = static_cast<std::uint64_t>(static_cast<std::int64_t>(times));
    geometry::eachRing(*part.area, [&](const Ring& ring) {
        if (ring.empty()) return;
        Point last = ring.back();
        Numbers before(last);
        for (const Point next : ring) {
            const Numbers after(next);
            sums_[cellOf(last, next)] += factor * (before.f * after.g - after.f * before.g);
            last = next;
            before = after;
        }
    });
}

void Balance::drop(std::size_t part) {
    add(parts_[part], -parts_[part].times);
    parts_[part].times = 0;
}

double Balance::openShare() const {
    const auto open = std::count_if(sums_.begin(), sums_.end(), [](std::uint64_t sum) { return sum != 0; });
    const double cells = std::max(1.0, static_cast<double>(edges_) / edgesPerCell);
    return static_cast<double>(open) / cells;
}

bool Balance::mayBeOpen(const Box& box) const {
    constexpr std::size_t few = 64;
    const std::size_t first = cellOf({box.minX, box.minY}, {box.minX, box.minY});
    const std::size_t columns = cellOf({box.maxX, box.minY}, {box.maxX, box.minY}) - first + 1;
    const std::size_t last = cellOf({box.minX, box.maxY}, {box.minX, box.maxY});
    if (columns > few || (last - first) / width_ > few) return true;
    for (std::size_t row = first; row <= last; row += width_)
        for (std::size_t i = 0; i < columns; ++i)
            if (sums_[row + i] != 0) return true;
    return false;
}

std::vector<SidedEdge> Balance::residue(const base::Task& task) const {
    std::vector<SidedEdge> open;
    for (const Part& part : parts_) {
        if (task.stopped()) return {};
        if (part.times == 0 || part.box.empty() || !mayBeOpen(part.box)) continue;
        eachEdge(*part.area, [&](Point from, Point to) {
            if (sums_[cellOf(from, to)] != 0) open.push_back({from, to, {part.times, 0, 0, 0}});
        });
    }
    open = geometry::merged(std::move(open));
    if (closed(open)) return open;
    // Some sum was zero by chance.
    std::vector<SidedEdge> all;
    for (const Part& part : parts_) geometry::addEdges(all, *part.area, 0, part.times);
    return geometry::merged(std::move(all));
}

}  // namespace rules
