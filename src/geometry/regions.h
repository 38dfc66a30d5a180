#pragma once

#include <array>
#include <functional>
#include <vector>

#include "geometry/shape.h"

namespace geometry {

// How often areas cover a place, counted for up to four groups of areas side by side.
using Cover = std::array<std::int32_t, 4>;

// A directed edge that tells two sides apart: on its left the cover is larger by `left`. The outline of an area in
// the order of shape.h gives +1 to its group.
struct SidedEdge {
    Point from, to;
    Cover left{};
    bool operator==(const SidedEdge&) const = default;
};

// The edges of a ring, or of every ring of an area, each with `times` on its left in the group.
void addEdges(std::vector<SidedEdge>& edges, const Ring& ring, std::size_t group, int times = 1);
void addEdges(std::vector<SidedEdge>& edges, const MultiPolygon& area, std::size_t group, int times = 1);

// The plane as closed chains of directed edges divide it: overlay of any number of areas at once, in whole steps,
// whatever the areas are (they may cross themselves and each other), by the number of times each place is covered.
//
// 1. Where edges cross, the crossing is rounded to the grid once; nothing else moves. Edges that do not cross stay as
//    they are to the bit.
// 2. What is said about a place depends only on the cluster of edges there: those whose boxes touch, and so on from
//    edge to edge. Leaving away other clusters changes nothing but the cover they give, which `outside` tells.
// 3. Costs n log n, and more where many long edges lie side by side.
class Regions {
public:
    // The cover of the place just left of, and by less just above, the smallest vertex of a cluster: what the clusters
    // that are not among the edges, and those that are, give to this one.
    using Outside = std::function<Cover(Point)>;
    // Whether a face is wanted; `bounded` is false for the face around everything.
    using Wanted = std::function<bool(const Cover& cover, bool bounded)>;

    explicit Regions(std::vector<SidedEdge> edges, const Outside& outside = {});

    // The union of the wanted faces: valid, one polygon for each part that hangs together by more than points, every
    // ring from its smallest vertex, polygons and holes in order. The face around everything is left away.
    MultiPolygon where(const Wanted& wanted) const;
    // The smallest vertex of each cluster whose surroundings are wanted (taken as bounded), where `outside` was given.
    std::vector<Point> islands(const Wanted& wanted) const;

private:
    struct Piece {
        std::uint32_t halfEdge = 0;  // around it lies the face on this one's left
        Point first;                 // its smallest vertex
    };
    static std::uint32_t twin(std::uint32_t halfEdge) { return halfEdge ^ 1; }
    Point from(std::uint32_t halfEdge) const {
        return halfEdge & 1 ? edges_[halfEdge / 2].to : edges_[halfEdge / 2].from;
    }
    Point to(std::uint32_t halfEdge) const { return from(twin(halfEdge)); }
    void connect();
    void walk();
    void cover(const Outside& outside, const std::vector<SidedEdge>& asGiven);
    void spread(const Piece& piece, const Cover& around, std::vector<bool>& seen);

    std::vector<SidedEdge> edges_;                  // crossing nowhere, each once, from the smaller end to the larger
    std::vector<std::uint32_t> next_;               // of a half-edge, around the face on its left
    std::vector<std::uint32_t> cycle_;              // of a half-edge
    std::vector<std::uint32_t> face_;               // of a cycle
    std::vector<Cover> cover_;                      // of a cycle
    std::vector<Piece> pieces_;                     // in the order of their first vertices
    std::uint32_t unbounded_ = 0;                   // the face around everything
    std::vector<std::pair<Point, Cover>> outside_;  // of the clusters
};

// Every edge once, from the smaller end to the larger, in order; edges whose sides do not differ vanish: what is left
// of areas that share their boundaries is where they do not.
std::vector<SidedEdge> merged(std::vector<SidedEdge> edges);

// p's ray to the west, taken a little above p, crosses the edge, and p does not lie on it. For edges from the smaller
// end to the larger.
bool isLeftOf(const SidedEdge& edge, Point p);

// The direction o→a comes before o→b, counter-clockwise from east.
bool angleLess(Point o, Point a, Point b);

// The edges divided where they cross or touch, each once, from the smaller end to the larger; edges whose sides do not
// differ vanish. In order.
std::vector<SidedEdge> noded(std::vector<SidedEdge> edges);

}  // namespace geometry
