#include "review/lobes.h"

#include <algorithm>
#include <cmath>

#include "geometry/predicates.h"
#include "review/alignment.h"

namespace review {

namespace {

using geometry::Box;
using geometry::MultiPolygon;
using geometry::Point;
using geometry::Ring;

constexpr std::size_t mostCorners = 64;  // of a lobe: beyond, comparing all its edges costs more than an overlay
constexpr std::size_t mostLobes = 64;

bool sharesEnd(Point a, Point b, Point c, Point d) { return a == c || a == d || b == c || b == d; }

// No two edges meet but neighbours at their common corner.
bool isSimple(const Ring& ring) {
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = i + 1; j < n; ++j) {
            const Point a = ring[i], b = ring[(i + 1) % n], c = ring[j], d = ring[(j + 1) % n];
            if (j == i + 1 || (i == 0 && j + 1 == n)) {
                const Point corner = j == i + 1 ? b : a, p = j == i + 1 ? a : b, q = j == i + 1 ? d : c;
                if (geometry::onSegment(corner, p, q) || geometry::onSegment(corner, q, p)) return false;
            } else if (geometry::segmentsMeet(a, b, c, d)) {
                return false;
            }
        }
    return true;
}

// The ring between the old and the new way from one common stretch to the next.
Ring lobeBetween(const Ring& before, const Ring& after, const Kept& last, const Kept& next) {
    Ring lobe;
    const std::size_t fromOld = (last.before + last.edges) % before.size();
    for (std::size_t j = (last.after + last.edges) % after.size(); j != next.after; j = (j + 1) % after.size())
        lobe.push_back(after[j]);
    for (std::size_t i = next.before; i != fromOld; i = (i + before.size() - 1) % before.size())
        lobe.push_back(before[i]);
    return lobe;
}

// Each corner from `begin` to before `end` lies within two steps of one of the edges from `first` to before `last`.
bool runAlong(const Ring& lobe, std::size_t begin, std::size_t end, std::size_t first, std::size_t last) {
    constexpr double near = 2;
    for (std::size_t i = begin; i < end; ++i) {
        bool close = false;
        for (std::size_t j = first; j < last && !close; ++j)
            close = geometry::nearestOn(lobe[j], lobe[(j + 1) % lobe.size()], lobe[i]).distance <= near;
        if (!close) return false;
    }
    return true;
}

// The new way, so many edges from the lobe's first corner on, and the old one back run side by side. The area would not
// tell: in ways that cross, it cancels.
bool isThin(const Ring& lobe, std::size_t edges) {
    return runAlong(lobe, 1, edges, edges, lobe.size()) && runAlong(lobe, edges + 1, lobe.size(), 0, edges);
}

// Nothing of the lobe but its corners is on the boundary of the area, which does not run through it either.
bool standsClear(const Ring& lobe, const Box& box, const MultiPolygon& area) {
    bool clear = true;
    geometry::eachRing(area, [&](const Ring& ring) {
        for (const Point corner : ring) {
            if (!box.contains(corner) || std::find(lobe.begin(), lobe.end(), corner) != lobe.end()) continue;
            clear = clear && geometry::locate(lobe, corner) == geometry::Side::Outside;
        }
    });
    return clear;
}

bool apart(const Ring& a, const Ring& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size(); ++j) {
            const Point p = a[i], q = a[(i + 1) % a.size()], r = b[j], s = b[(j + 1) % b.size()];
            if (!geometry::segmentsMeet(p, q, r, s)) continue;
            if (!sharesEnd(p, q, r, s)) return false;
        }
    const auto outside = [](const Ring& ring, const Ring& of) {
        return std::none_of(ring.begin(), ring.end(),
                            [&](Point p) { return geometry::locate(of, p) == geometry::Side::Inside; });
    };
    return outside(a, b) && outside(b, a);
}

// The lobes between two rings; nothing where one is too large or not simple.
bool addLobes(const Ring& before, const Ring& after, std::vector<Ring>& lobes) {
    const auto kept = commonStretches(before, after);
    if (kept.empty()) return false;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const Kept &last = kept[i], &next = kept[(i + 1) % kept.size()];
        if (kept.size() == 1) return last.edges == before.size() && last.edges == after.size();
        const bool all = (last.before + last.edges) % before.size() == next.before ||
                         (last.after + last.edges) % after.size() == next.after;
        if (all && i + 1 < kept.size()) return false;  // from a corner right round to itself
        Ring lobe = lobeBetween(before, after, last, next);
        if (lobe.size() > mostCorners) return false;
        const std::size_t from = (last.after + last.edges) % after.size();
        if (lobe.size() < 3 || isThin(lobe, (next.after + after.size() - from) % after.size())) continue;
        if (lobes.size() == mostLobes || !isSimple(lobe)) return false;
        lobes.push_back(std::move(lobe));
    }
    return true;
}

}  // namespace

std::optional<Exchanged> lobes(const MultiPolygon& before, const MultiPolygon& after) {
    if (before.polygons.size() != after.polygons.size()) return {};
    std::vector<Ring> found;
    for (std::size_t i = 0; i < before.polygons.size(); ++i) {
        const auto &was = before.polygons[i], &is = after.polygons[i];
        if (was.holes.size() != is.holes.size()) return {};
        if (was.outer != is.outer && !addLobes(was.outer, is.outer, found)) return {};
        for (std::size_t h = 0; h < was.holes.size(); ++h)
            if (was.holes[h] != is.holes[h] && !addLobes(was.holes[h], is.holes[h], found)) return {};
    }
    std::vector<Box> boxes;
    for (const Ring& lobe : found) boxes.push_back(geometry::boxOf(lobe));
    Exchanged result;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (!standsClear(found[i], boxes[i], before) || !standsClear(found[i], boxes[i], after)) return {};
        for (std::size_t j = 0; j < i; ++j)
            if (boxes[i].touches(boxes[j]) && !apart(found[i], found[j])) return {};
    }
    for (Ring& lobe : found) {
        const bool gained = geometry::doubledSteps(lobe) > 0;
        if (!gained) std::reverse(lobe.begin(), lobe.end());
        (gained ? result.gained : result.lost).polygons.push_back({std::move(lobe), {}});
    }
    return result;
}

}  // namespace review
