#include "rules/apart.h"

#include <algorithm>
#include <bit>

#include "geometry/index.h"
#include "geometry/predicates.h"

namespace rules {

using geometry::Box;
using geometry::Point;
using geometry::Ring;

Box commonOf(const Box& a, const Box& b) {
    return {std::max(a.minX, b.minX), std::max(a.minY, b.minY), std::min(a.maxX, b.maxX), std::min(a.maxY, b.maxY)};
}

// If edges meet only at corners, and there the insides lie apart, then no edge of one lies in the other's inside: along
// a ring that has a corner in common with the other boundary that is so from corner to corner, and the rings that have
// none are looked at. Then the insides could only have in common what lies between edges that both share, and at the
// ends of those the insides were seen to lie apart.
bool ApartTest::surely(const Outline& a, const Outline& b, const Box& common) {
    if (common.minX >= common.maxX || common.minY >= common.maxY) return true;
    return apart({a}, {b}, common);
}

bool ApartTest::surelyWithin(const Outline& a, const Outline& b) {
    return b.box().contains(a.box()) && apart({a}, {b, true}, a.box());
}

bool ApartTest::apart(const Side& a, const Side& b, const Box& common) {
    gather(a, common, a_);
    gather(b, common, b_);
    return meetAtCorners(common) && apartAtCorners(a, b) && !liesInside(a, a_, b, common) &&
           !liesInside(b, b_, a, common);
}

void ApartTest::gather(const Side& side, const Box& box, Edges& edges) {
    edges.clear();
    side.outline.eachEdge(box, [&](Point from, Point to, const Ring& ring) {
        edges.push_back(side.turned ? Edge{to, from, &ring} : Edge{from, to, &ring});
    });
}

bool ApartTest::meetAtCorners(const Box& common) {
    const std::size_t room = std::bit_ceil(4 * std::min(a_.size(), b_.size()) + 8);
    if (corners_.size() < room) corners_.assign(room, {}), question_ = 0;
    noted_.clear();
    ++question_;
    constexpr std::size_t few = 64;
    if (a_.size() <= few || b_.size() <= few) {
        reaches_.begin(common);
        for (const Edge& other : b_) reaches_.add(other.from, other.to);
        return std::all_of(a_.begin(), a_.end(), [&](Edge& one) {
            return reaches_.touching(one.from, one.to, 0, [&](std::size_t at) { return meetAtCorners(one, b_[at]); });
        });
    }
    std::vector<Box> boxes;
    boxes.reserve(b_.size());
    for (const Edge& other : b_) boxes.push_back(Box::of(other.from, other.to));
    const geometry::PackedIndex index(boxes);
    bool fine = true;
    for (Edge& one : a_) {
        index.query(Box::of(one.from, one.to), [&](std::uint32_t at) { fine = fine && meetAtCorners(one, b_[at]); });
        if (!fine) return false;
    }
    return true;
}

// Two edges that meet at most in ends that they share, and are not the same: notes the corners.
bool ApartTest::meetAtCorners(Edge& a, Edge& b) {
    if (a.from == b.to && a.to == b.from) {
        note(a.from, true);
        note(a.to, true);
        a.touched = b.touched = true;
        return true;
    }
    for (const Point shared : {a.from, a.to}) {
        if (shared != b.from && shared != b.to) continue;
        const Point restA = shared == a.from ? a.to : a.from, restB = shared == b.from ? b.to : b.from;
        if (geometry::onSegment(a.from, a.to, restB) || geometry::onSegment(b.from, b.to, restA)) return false;
        note(shared, false);
        a.touched = b.touched = true;
        return true;
    }
    return !geometry::segmentsMeet(a.from, a.to, b.from, b.to);
}

void ApartTest::note(Point corner, bool twins) {
    const std::size_t mask = corners_.size() - 1;
    std::size_t place = std::hash<Point>()(corner) & mask;
    while (corners_[place].question == question_ && corners_[place].at != corner) place = (place + 1) & mask;
    if (corners_[place].question != question_) {
        corners_[place] = {corner, 0, 0, question_};
        noted_.push_back(static_cast<std::uint32_t>(place));
    }
    ++corners_[place].pairs;
    corners_[place].twins += twins;
}

// Where both boundaries pass once and run along each other, four pairs of edges meet, two of them twins: the insides
// lie there as they do where the two part, or at any one corner of rings that never part.
bool ApartTest::apartAtCorners(const Side& a, const Side& b) {
    const bool mayFollow = touchesWithOneRing(a_) && touchesWithOneRing(b_);
    bool looked = noted_.empty();
    for (const std::uint32_t place : noted_) {
        const Corner& corner = corners_[place];
        if (mayFollow && corner.pairs == 4 && corner.twins == 2) continue;
        if (!apartAt(corner.at, a, b)) return false;
        looked = true;
    }
    return looked || apartAt(corners_[noted_.front()].at, a, b);
}

bool ApartTest::touchesWithOneRing(const Edges& edges) {
    const Ring* first = nullptr;
    for (const Edge& edge : edges) {
        if (!edge.touched) continue;
        if (first && edge.ring != first) return false;
        first = edge.ring;
    }
    return true;
}

bool ApartTest::apartAt(Point corner, const Side& a, const Side& b) const {
    const auto one = sectorAt(corner, a_, a), other = sectorAt(corner, b_, b);
    return one && other && !one->holds(other->from) && !other->holds(one->from);
}

// The inside at a corner that the boundary passes once lies between two directions, counter-clockwise; none where it is
// passed more often, or where the left of the boundary is not the inside.
std::optional<Sector> ApartTest::sectorAt(Point corner, const Edges& edges, const Side& side) {
    const Edge *in = nullptr, *out = nullptr;
    for (const Edge& edge : edges) {
        if (edge.to == corner) {
            if (in) return {};
            in = &edge;
        }
        if (edge.from == corner) {
            if (out) return {};
            out = &edge;
        }
    }
    if (!in || !out) return {};
    const Sector sector{corner, out->to, in->from};
    if (sector.isSpike() || sector.holdsWest() != side.covers(corner)) return {};
    return sector;
}

// A ring of `one` that has no corner in common with the boundary of `other` lies in its inside.
bool ApartTest::liesInside(const Side& one, const Edges& edges, const Side& other, const Box& common) {
    bool inside = false;
    one.outline.eachRing([&](const Ring& ring) {
        if (inside || !common.contains(ring.front())) return;
        const auto touches = [&](const Edge& edge) { return edge.ring == &ring && edge.touched; };
        if (std::any_of(edges.begin(), edges.end(), touches)) return;
        inside = other.covers(ring.front());
    });
    return inside;
}

}  // namespace rules
