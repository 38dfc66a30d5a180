#include "rules/vertices_beside.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "geometry/edge.h"

namespace rules {

using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;

namespace {

constexpr std::size_t edgesPerCell = 48;
constexpr std::size_t edgesPerBand = 1 << 16;  // stay in the cache while they are sorted into cells

// An edge without its direction.
struct Edge {
    Point low, high;
    bool operator==(const Edge&) const = default;
};

// Of a few edges, each once, from left to right by their lower ends.
class Distinct {
public:
    template <class Iterator>
    void among(Iterator begin, Iterator end) {
        slots_.assign(std::bit_ceil(2 * static_cast<std::size_t>(end - begin)), 0);
        edges_.clear();
        for (auto edge = begin; edge != end; ++edge) {
            std::size_t at = hashOf(*edge);
            while (slots_[at &= slots_.size() - 1] != 0 && edges_[slots_[at] - 1] != *edge) ++at;
            if (slots_[at] != 0) continue;
            edges_.push_back(*edge);
            slots_[at] = static_cast<std::uint32_t>(edges_.size());
        }
        std::sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) { return a.low.x < b.low.x; });
    }
    const std::vector<Edge>& edges() const { return edges_; }

private:
    static std::size_t hashOf(const Edge& edge) {
        const std::hash<Point> hash;
        return (hash(edge.low) + 3 * hash(edge.high)) >> 20;
    }
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> slots_;  // 1 + the place of an edge
};

// Square cells over a box, a band of some rows after the other. An edge is in every cell that it reaches into.
class Cells {
public:
    Cells(const Box& extent, std::size_t edges, std::int64_t reach) : extent_(extent), reach_(reach) {
        const auto wide = static_cast<std::uint64_t>(extent.maxX - extent.minX);
        const auto high = static_cast<std::uint64_t>(extent.maxY - extent.minY);
        const std::size_t wanted = edges / edgesPerCell + 1;
        while ((wide >> shift_) >= wanted || ((wide >> shift_) + 1) * ((high >> shift_) + 1) > 2 * wanted) ++shift_;
        columns_ = static_cast<std::int64_t>(wide >> shift_) + 1;
        const std::int64_t rows = static_cast<std::int64_t>(high >> shift_) + 1;
        bands_ = std::min<std::int64_t>(rows, static_cast<std::int64_t>(edges / edgesPerBand) + 1);
        rowsPerBand_ = (rows + bands_ - 1) / bands_;
        begins_.resize(static_cast<std::size_t>(rowsPerBand_ * columns_) + 1);
    }

    std::int64_t bands() const { return bands_; }
    // The first and the last band that the box, grown by the reach, comes into.
    std::pair<std::int64_t, std::int64_t> bandsOf(const Box& box) const {
        return {row(box.minY - reach_) / rowsPerBand_, row(box.maxY + reach_) / rowsPerBand_};
    }

    void begin(std::int64_t band) {
        firstRow_ = band * rowsPerBand_;
        edges_.clear();
        std::fill(begins_.begin(), begins_.end(), 0);
    }
    void add(const Edge& edge) {
        const auto [low, high] = std::minmax(edge.low.y, edge.high.y);
        const std::int64_t first = row(low - reach_), last = row(high + reach_);
        const std::int64_t end = std::min(last + 1, firstRow_ + rowsPerBand_);
        for (std::int64_t at = std::max(first, firstRow_); at < end; ++at) {
            const auto [from, to] = first == last ? std::pair(column(edge.low.x - reach_), column(edge.high.x + reach_))
                                                  : columnsIn(edge, at);
            for (std::int64_t column = from; column <= to; ++column) {
                const auto cell = static_cast<std::uint32_t>((at - firstRow_) * columns_ + column);
                edges_.emplace_back(cell, edge);
                ++begins_[cell + 1];
            }
        }
    }
    // Calls visit(edges, vertices) for every cell with the edges in it and their ends in it, from left to right, each
    // once.
    template <class Visit>
    void each(Visit visit) {
        for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
        sorted_.resize(edges_.size());
        filled_.assign(begins_.begin(), begins_.end());
        for (const auto& [cell, edge] : edges_) sorted_[filled_[cell]++] = edge;
        for (std::size_t cell = 0; cell + 1 < begins_.size(); ++cell) {
            const auto begin = sorted_.begin() + static_cast<std::ptrdiff_t>(begins_[cell]);
            const auto end = sorted_.begin() + static_cast<std::ptrdiff_t>(begins_[cell + 1]);
            if (begin == end) continue;
            inCell_.among(begin, end);
            gatherVertices(cell);
            visit(inCell_.edges(), vertices_);
        }
    }

private:
    std::int64_t row(std::int64_t y) const {
        return (std::clamp(y, extent_.minY, extent_.maxY) - extent_.minY) >> shift_;
    }
    std::int64_t column(std::int64_t x) const {
        return (std::clamp(x, extent_.minX, extent_.maxX) - extent_.minX) >> shift_;
    }
    // Of the part of the edge that reaches into the row.
    std::pair<std::int64_t, std::int64_t> columnsIn(const Edge& edge, std::int64_t row) const {
        if (edge.low.x == edge.high.x || edge.low.y == edge.high.y)
            return {column(edge.low.x - reach_), column(edge.high.x + reach_)};
        constexpr double rounding = 2;
        const double high = static_cast<double>(edge.high.y - edge.low.y);
        const double slope = static_cast<double>(edge.high.x - edge.low.x) / high;
        const std::int64_t bottom = extent_.minY + (row << shift_) - reach_;
        const std::int64_t top = extent_.minY + ((row + 1) << shift_) + reach_;
        const auto at = [&](std::int64_t y) {
            const double along =
                std::clamp(static_cast<double>(y - edge.low.y), std::min(high, 0.0), std::max(high, 0.0));
            return along * slope;
        };
        const double one = at(bottom), other = at(top);
        return {column(edge.low.x + std::llround(std::min(one, other) - rounding) - reach_),
                column(edge.low.x + std::llround(std::max(one, other) + rounding) + reach_)};
    }
    void gatherVertices(std::size_t cell) {
        const auto isHere = [&](Point p) {
            return static_cast<std::size_t>((row(p.y) - firstRow_) * columns_ + column(p.x)) == cell;
        };
        vertices_.clear();
        for (const Edge& edge : inCell_.edges())
            for (const Point end : {edge.low, edge.high})
                if (isHere(end)) vertices_.push_back(end);
        std::sort(vertices_.begin(), vertices_.end());
        vertices_.erase(std::unique(vertices_.begin(), vertices_.end()), vertices_.end());
    }

    Box extent_;
    std::int64_t reach_;
    int shift_ = 0;
    std::int64_t columns_ = 1, bands_ = 1, rowsPerBand_ = 1, firstRow_ = 0;
    std::vector<std::pair<std::uint32_t, Edge>> edges_;
    std::vector<std::size_t> begins_, filled_;
    std::vector<Edge> sorted_;
    Distinct inCell_;
    std::vector<Point> vertices_;
};

// Both in order: the edges by their ends on the left, so that what lies left of one need not be looked at again.
void addPassed(const std::vector<Edge>& edges, const std::vector<Point>& vertices, std::int64_t reach,
               const PassesBy& passesBy, std::vector<Point>& out) {
    auto first = vertices.begin();
    for (const Edge& edge : edges) {
        while (first != vertices.end() && first->x < edge.low.x - reach) ++first;
        const auto [low, high] = std::minmax(edge.low.y, edge.high.y);
        for (auto p = first; p != vertices.end() && p->x <= edge.high.x + reach; ++p)
            if (p->y >= low - reach && p->y <= high + reach && *p != edge.low && *p != edge.high &&
                passesBy(edge.low, edge.high, *p))
                out.push_back(*p);
    }
}

}  // namespace

std::vector<Point> verticesBeside(const std::vector<const plan::Feature*>& features, std::int64_t reach,
                                  const PassesBy& passesBy, const base::Task& task) {
    Box extent;
    std::size_t edges = 0;
    for (const plan::Feature* feature : features) {
        if (!feature->box.empty()) extent.add(feature->box);
        geometry::eachRing(*areaOf(*feature), [&](const Ring& ring) { edges += ring.size(); });
    }
    if (edges == 0) return {};
    Cells cells(extent, edges, reach);
    std::vector<std::vector<const MultiPolygon*>> bands(static_cast<std::size_t>(cells.bands()));
    for (const plan::Feature* feature : features) {
        if (feature->box.empty()) continue;
        const auto [first, last] = cells.bandsOf(feature->box);
        for (std::int64_t band = first; band <= last; ++band)
            bands[static_cast<std::size_t>(band)].push_back(areaOf(*feature));
    }
    std::vector<Point> found;
    for (std::size_t band = 0; band < bands.size() && !task.stopped(); ++band) {
        cells.begin(static_cast<std::int64_t>(band));
        for (const MultiPolygon* area : bands[band])
            geometry::eachEdge(*area, [&](Point a, Point b) { cells.add(a < b ? Edge{a, b} : Edge{b, a}); });
        cells.each([&](const std::vector<Edge>& its, const std::vector<Point>& vertices) {
            addPassed(its, vertices, reach, passesBy, found);
        });
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace rules
