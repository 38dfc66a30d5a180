#include "rules/residue.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;
using geometry::SidedEdge;

namespace {

// How often edges are there in one direction more than in the other, by a digest of their ends, and who had them last.
class Balance {
public:
    explicit Balance(std::size_t edges) : slots_(std::bit_ceil(edges * 2 + 16)) {}

    void add(Point from, Point to, std::int32_t times, std::uint32_t owner) {
        Slot& slot = find(from, to);
        slot.balance += from < to ? times : -times;
        slot.owner = owner;
    }
    // What stays of the edge from its smaller end to its larger, told to its owner, once.
    std::int32_t take(Point from, Point to, std::uint32_t owner) {
        Slot& slot = find(from, to);
        return slot.owner == owner ? std::exchange(slot.balance, 0) : 0;
    }
    std::vector<bool> owners(std::size_t count) const {
        std::vector<bool> owners(count);
        for (const Slot& slot : slots_)
            if (slot.digest != 0 && slot.balance != 0) owners[slot.owner] = true;
        return owners;
    }

private:
    struct Slot {
        std::uint64_t digest = 0;
        std::int32_t balance = 0;
        std::uint32_t owner = 0;
    };

    static std::uint64_t mixed(std::uint64_t h) {
        h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
        h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
        return h ^ (h >> 31);
    }
    static std::uint64_t digestOf(Point a, Point b) {
        if (b < a) std::swap(a, b);
        std::uint64_t h = mixed(static_cast<std::uint64_t>(a.x) + 0x9E3779B97F4A7C15u);
        h = mixed(h ^ static_cast<std::uint64_t>(a.y));
        h = mixed(h + static_cast<std::uint64_t>(b.x));
        h = mixed(h ^ static_cast<std::uint64_t>(b.y));
        return h == 0 ? 1 : h;
    }
    Slot& find(Point from, Point to) {
        const std::uint64_t digest = digestOf(from, to);
        std::size_t at = digest & (slots_.size() - 1);
        while (slots_[at].digest != digest && slots_[at].digest != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at].digest = digest;
        return slots_[at];
    }

    std::vector<Slot> slots_;
};

// As many edges come to every vertex as leave it, which is so for whatever is left of closed rings.
bool closed(const std::vector<SidedEdge>& edges) {
    std::vector<std::pair<Point, std::int32_t>> ends;
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

template <class Visit>
void eachEdge(const geometry::MultiPolygon& area, Visit visit) {
    geometry::eachRing(area, [&](const Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) visit(ring[j], ring[i]);
    });
}

}  // namespace

namespace {

struct Part {
    const geometry::MultiPolygon* area;
    std::int32_t times;
};

std::vector<SidedEdge> balanced(const std::vector<Part>& parts, std::size_t edges, const base::Task& task) {
    Balance balance(edges / 2);
    for (std::uint32_t i = 0; i < parts.size() && !task.stopped(); ++i)
        eachEdge(*parts[i].area, [&](Point from, Point to) { balance.add(from, to, parts[i].times, i); });
    const std::vector<bool> owners = balance.owners(parts.size());
    std::vector<SidedEdge> residue;
    for (std::uint32_t i = 0; i < parts.size() && !task.stopped(); ++i) {
        if (!owners[i]) continue;
        eachEdge(*parts[i].area, [&](Point from, Point to) {
            if (const std::int32_t times = balance.take(from, to, i); times != 0)
                residue.push_back({std::min(from, to), std::max(from, to), {times, 0, 0, 0}});
        });
    }
    return residue;
}

}  // namespace

std::vector<SidedEdge> Residue::whole(const base::Task& task) const {
    std::vector<Part> parts;
    std::size_t edges = 0;
    const auto gather = [&](plan::LayerId layer, std::int32_t times) {
        snapshot_.each(layer, [&](const plan::FeatureRef& feature) {
            const geometry::MultiPolygon* area = areaOf(*feature);
            if (!area) return;
            parts.push_back({area, times});
            edges += geometry::vertexCount(feature->shape);
        });
    };
    gather(layer_, -1);
    if (county_) gather(*county_, 1);
    std::vector<SidedEdge> residue = balanced(parts, edges, task);
    if (task.stopped() || closed(residue)) return residue;
    // Two edges had the same digest: sort them all instead.
    residue.clear();
    for (const Part& part : parts) geometry::addEdges(residue, *part.area, 0, part.times);
    return geometry::merged(std::move(residue));
}

template <class Visit>
void Residue::each(const Box& box, Visit visit) {
    const auto look = [&](plan::LayerId layer, std::int32_t times) {
        snapshot_.each(layer, box, [&](const plan::FeatureRef& feature) {
            if (const Outline* outline = outlines_.of(*feature)) visit(*outline, times);
        });
    };
    look(layer_, -1);
    if (county_) look(*county_, 1);
}

std::vector<SidedEdge> Residue::near(const Box& box) {
    std::vector<SidedEdge> edges;
    each(box, [&](const Outline& outline, std::int32_t times) {
        outline.eachEdge(box, [&](Point from, Point to, const Ring&) {
            edges.push_back({from, to, {times, 0, 0, 0}});
        });
    });
    return geometry::merged(std::move(edges));
}

geometry::Cover Residue::at(Point p) {
    geometry::Cover cover{};
    each(Box::of(p), [&](const Outline& outline, std::int32_t times) { cover[0] += times * outline.winds(p); });
    return cover;
}

Box Residue::extent() const {
    Box extent = snapshot_.extent(layer_);
    if (county_ && !snapshot_.extent(*county_).empty()) extent.add(snapshot_.extent(*county_));
    return extent;
}

}  // namespace rules
