#include "edit/onto.h"

#include <algorithm>

#include "geometry/predicates.h"

namespace edit {

using geometry::Box;
using geometry::Wide;

namespace {

// The order along an edge.
Wide along(const Edge& edge, Point p) {
    return Wide(edge.to.x - edge.from.x) * (p.x - edge.from.x) + Wide(edge.to.y - edge.from.y) * (p.y - edge.from.y);
}

// Whether the edge g comes between the chord of `edge` and the border beside it. What crosses the chord did so before.
bool between(const Edge& edge, const std::vector<Point>& border, const Edge& g) {
    if (geometry::segmentsCross(edge.from, edge.to, g.from, g.to)) return false;
    const auto end = [&](Point p) { return p == edge.from || p == edge.to; };
    for (const Point p : {g.from, g.to})
        if (!end(p) && geometry::locate(border, p) != geometry::Side::Outside) return true;
    const bool joined = end(g.from) || end(g.to);
    for (std::size_t i = 0; i + 1 < border.size(); ++i) {
        if (geometry::segmentsCross(g.from, g.to, border[i], border[i + 1])) return true;
        if (!joined && geometry::segmentsMeet(g.from, g.to, border[i], border[i + 1])) return true;
        if (i > 0 && geometry::onSegment(g.from, g.to, border[i])) return true;
    }
    return false;
}

// The places that both edges have in common, as far as rounding can tell.
std::set<Point> contacts(const Edge& e, const Edge& f) {
    std::set<Point> found;
    for (const Point p : {f.from, f.to})
        if (p == e.from || p == e.to || passesThrough(e.from, e.to, p)) found.insert(p);
    for (const Point p : {e.from, e.to})
        if (passesThrough(f.from, f.to, p)) found.insert(p);
    return found;
}

}  // namespace

bool Onto::Bent::has(Point place) const {
    return std::any_of(meetings.begin(), meetings.end(),
                       [&](const Meeting& meeting) { return meeting.place == place; });
}

void Onto::vertex(const Edge& old, Point p) {
    const Edge edge = Nodes::forward(old);
    const Point wanted = weave_.course().beside(edge.from, edge.to, p);
    if (wanted == p || weave_.holds(p)) return fixed(p);
    if (Bent& its = bent_[edge]; !its.has(p)) its.meetings.push_back({p, wanted, {}});
}

void Onto::crossing(const Edge& old, const Edge& other, Point place) {
    const Edge edge = Nodes::forward(old);
    const Point wanted = weave_.course().beside(edge.from, edge.to, place);
    if (wanted == place) return fixed(place);
    bent_[edge].meetings.push_back({place, wanted, other});
}

// Looks at what is near the edges that bend: whether all who have one have it whole, and whether it may bend.
void Onto::look(std::map<Edge, Bent>& bent, Nodes& nodes) const {
    std::vector<Edge> edges;
    std::vector<Box> boxes;
    Box all;
    for (auto& [edge, its] : bent) {
        const Edge way = edge;
        its.border = {edge.from};
        for (const Meeting& meeting : its.meetings) its.border.push_back(meeting.wanted);
        std::sort(its.border.begin() + 1, its.border.end(), [&](Point p, Point q) {
            const Wide a = along(way, p), b = along(way, q);
            return a != b ? a < b : p < q;
        });
        its.border.erase(std::unique(its.border.begin(), its.border.end()), its.border.end());
        its.border.push_back(edge.to);
        edges.push_back(edge);
        boxes.push_back(geometry::boxOf(its.border).grown(2));
        all.add(boxes.back());
    }
    const geometry::PackedIndex index(boxes);
    const std::vector<plan::LayerId>& changing = weave_.layers();
    for (const plan::LayerId layer : weave_.bound()) {
        const bool changes = std::find(changing.begin(), changing.end(), layer) != changing.end();
        weave_.eachNear(layer, all, [&](const Box& box, const geometry::Shape& shape) {
            bool near = false;
            index.query(box, [&](std::uint32_t) { near = true; });
            if (!near) return;
            eachEdge(shape, [&](Point a, Point b) {
                const Edge g{a, b};
                index.query(g.box(), [&](std::uint32_t item) {
                    const Edge& edge = edges[item];
                    Bent& its = bent.at(edge);
                    if (Nodes::forward(g) == edge) {
                        its.blocked = its.blocked || !changes;
                        return;
                    }
                    if (its.has(a) || its.has(b)) return;
                    const auto common = contacts(edge, g);
                    for (const Point p : common) {
                        const bool inEdge = p != edge.from && p != edge.to, inOther = p != a && p != b;
                        if (!changes || (!inEdge && !(inOther && common.size() > 1))) continue;
                        nodes.add(p);
                        its.unmatched = true;
                    }
                    its.blocked = its.blocked || between(edge, its.border, g);
                });
            });
        });
    }
}

Onto::Settled Onto::settled(bool plain) const {
    Settled result{nodes_, {}, {}, false};
    auto bent = bent_;
    if (!plain && !bent.empty()) look(bent, result.nodes);
    for (const auto& [edge, its] : bent) {
        if (its.unmatched) {
            result.waiting = true;
            continue;
        }
        for (const Meeting& meeting : its.meetings) {
            if (plain || its.blocked) {
                result.nodes.add(meeting.place);
                continue;
            }
            if (result.moved.contains(meeting.place)) continue;  // it is looked at again where it is then
            result.nodes.add(edge, meeting.wanted);
            result.placed.insert(meeting.wanted);
            if (meeting.other)
                result.nodes.add(*meeting.other, meeting.wanted);
            else
                result.moved.emplace(meeting.place, meeting.wanted);
        }
    }
    return result;
}

}  // namespace edit
