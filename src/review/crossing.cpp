#include "review/crossing.h"

#include "geometry/index.h"
#include "geometry/predicates.h"

namespace review {

namespace {

struct Placed {
    Segment edge;
    std::uint32_t claim;
};

// The same edge twice counts: two features that came to it where the sides agree on what was there before would lie on
// one another.
bool crosses(const Segment& e, const Segment& f) {
    if (e == f) return true;
    if (!geometry::segmentsMeet(e.a, e.b, f.a, f.b)) return false;
    const auto inside = [](const Segment& s, geometry::Point p) {
        return p != s.a && p != s.b && geometry::onSegment(s.a, s.b, p);
    };
    if (inside(e, f.a) || inside(e, f.b) || inside(f, e.a) || inside(f, e.b)) return true;
    return geometry::segmentsCross(e.a, e.b, f.a, f.b);
}

// The edges that one side gained or lost, by layer, in layers whose features may not lie on one another.
class EdgesOfSide {
public:
    EdgesOfSide(const plan::Schema& schema, const Claims& claims, Side side, bool gained)
        : edges_(schema.layers.size()) {
        for (std::uint32_t i = 0; i < claims.claims.size(); ++i) {
            const Claim& claim = claims.claims[i];
            if (claim.side != side || claim.kind == Claim::Kind::Field) continue;
            const plan::LayerId layer = claims.strands[claim.strand].layer;
            const plan::Layer& about = schema.layer(layer);
            const bool apart = about.single || about.tiling || !about.group.empty();
            if (about.geometry != plan::GeometryKind::Polygon || !apart) continue;
            const Piece& piece = claims.piece(claim);
            for (const Segment& edge : gained ? piece.gained : piece.lost) edges_[layer.index].push_back({edge, i});
        }
    }

    // Visits the claims of each edge of this and each of the other that cross.
    template <class Visit>
    void crossing(const EdgesOfSide& other, Visit visit) const {
        for (std::size_t layer = 0; layer < edges_.size(); ++layer) {
            if (edges_[layer].empty() || other.edges_[layer].empty()) continue;
            std::vector<geometry::Box> boxes;
            for (const Placed& placed : edges_[layer]) boxes.push_back(geometry::Box::of(placed.edge.a, placed.edge.b));
            const geometry::PackedIndex index(boxes);
            for (const Placed& placed : other.edges_[layer])
                index.query(geometry::Box::of(placed.edge.a, placed.edge.b), [&](std::uint32_t item) {
                    const Placed& here = edges_[layer][item];
                    if (here.claim != placed.claim && crosses(here.edge, placed.edge)) visit(here.claim, placed.claim);
                });
        }
    }

private:
    std::vector<std::vector<Placed>> edges_;
};

}  // namespace

std::vector<std::pair<std::uint32_t, std::uint32_t>> crossings(const plan::Schema& schema, const Claims& claims) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    const EdgesOfSide mine(schema, claims, Mine, true), theirs(schema, claims, Theirs, true);
    mine.crossing(theirs, [&](std::uint32_t m, std::uint32_t t) {
        if (!claims.claims[m].agreed && !claims.claims[t].agreed) found.emplace_back(m, t);
    });
    return found;
}

void bundleWhatMadeRoom(const plan::Schema& schema, Claims& claims) {
    for (const Side side : {Mine, Theirs}) {
        const EdgesOfSide gained(schema, claims, side, true), lost(schema, claims, side, false);
        gained.crossing(lost, [&](std::uint32_t a, std::uint32_t b) { claims.bundles.join(a, b); });
    }
}

}  // namespace review
