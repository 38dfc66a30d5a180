#include "review/contest.h"

#include <algorithm>
#include <map>

#include "review/crossing.h"

namespace review {

namespace {

using Kind = Claim::Kind;

// Layers that share their boundaries have one number.
std::vector<std::uint16_t> groupsOf(const plan::Schema& schema) {
    std::vector<std::uint16_t> groups;
    std::map<std::string, std::uint16_t> named;
    for (std::size_t i = 0; i < schema.layers.size(); ++i) {
        const auto number = static_cast<std::uint16_t>(i);
        const std::string& name = schema.layers[i].group;
        groups.push_back(name.empty() ? number : named.emplace(name, number).first->second);
    }
    return groups;
}

void clash(Claims& all, std::uint32_t a, std::uint32_t b, Cause cause) {
    all.claims[a].clashes |= cause;
    all.claims[b].clashes |= cause;
    all.bundles.join(a, b);
}

// Claims of both sides that meet at one edge or corner, from `first` to `last`.
template <class Trace, class Clashes>
void meet(Claims& all, const Trace* first, const Trace* last, Clashes clashes) {
    std::array<const Trace*, 2> one{};
    for (const Trace* at = first; at != last; ++at) {
        const Trace*& head = one[all.claims[at->claim].side];
        if (head)
            all.bundles.join(head->claim, at->claim);
        else
            head = at;
    }
    if (!one[Mine] || !one[Theirs]) return;
    for (const Trace* m = first; m != last; ++m) {
        if (all.claims[m->claim].side != Mine || all.claims[m->claim].agreed) continue;
        for (const Trace* t = first; t != last; ++t)
            if (all.claims[t->claim].side == Theirs && !all.claims[t->claim].agreed && clashes(*m, *t))
                clash(all, m->claim, t->claim, ByBoundary);
    }
}

struct EdgeTrace {
    std::uint16_t group;
    Segment edge;
    std::uint32_t claim;
    bool gained;
};
struct CornerTrace {
    std::uint16_t group;
    geometry::Point corner;
    std::uint32_t claim;
    bool taken;
};

template <class Trace, class Same, class Visit>
void eachRun(const std::vector<Trace>& traces, Same same, Visit visit) {
    for (std::size_t i = 0, j = 0; i < traces.size(); i = j) {
        for (j = i + 1; j < traces.size() && same(traces[i], traces[j]);) ++j;
        visit(traces.data() + i, traces.data() + j);
    }
}

// An edge that one side changed is one that the other has no say in any more, in any feature: neither may it have gone
// there too, nor may the other side have built on it.
void contestEdges(Claims& all, const std::vector<std::uint16_t>& groups) {
    std::vector<EdgeTrace> traces;
    for (std::uint32_t i = 0; i < all.claims.size(); ++i) {
        if (all.claims[i].kind == Kind::Field) continue;
        const Piece& piece = all.piece(all.claims[i]);
        const std::uint16_t group = groups[all.strands[all.claims[i].strand].layer.index];
        for (const Segment& edge : piece.lost) traces.push_back({group, edge, i, false});
        for (const Segment& edge : piece.gained) traces.push_back({group, edge, i, true});
    }
    std::sort(traces.begin(), traces.end(), [](const EdgeTrace& a, const EdgeTrace& b) {
        return std::tuple(a.group, a.edge, a.claim) < std::tuple(b.group, b.edge, b.claim);
    });
    eachRun(
        traces, [](const EdgeTrace& a, const EdgeTrace& b) { return a.group == b.group && a.edge == b.edge; },
        [&](const EdgeTrace* first, const EdgeTrace* last) {
            meet(all, first, last, [](const EdgeTrace& m, const EdgeTrace& t) { return !m.gained || !t.gained; });
        });
}

// A corner that one side moved or took away is none that the other may have come to.
void contestCorners(Claims& all, const std::vector<std::uint16_t>& groups) {
    std::vector<CornerTrace> traces;
    for (std::uint32_t i = 0; i < all.claims.size(); ++i) {
        if (all.claims[i].kind == Kind::Field) continue;
        const Piece& piece = all.piece(all.claims[i]);
        const std::uint16_t group = groups[all.strands[all.claims[i].strand].layer.index];
        for (const geometry::Point p : piece.left) traces.push_back({group, p, i, false});
        for (const geometry::Point p : piece.taken) traces.push_back({group, p, i, true});
    }
    std::sort(traces.begin(), traces.end(), [](const CornerTrace& a, const CornerTrace& b) {
        return std::tuple(a.group, a.corner, a.claim) < std::tuple(b.group, b.corner, b.claim);
    });
    eachRun(
        traces, [](const CornerTrace& a, const CornerTrace& b) { return a.group == b.group && a.corner == b.corner; },
        [&](const CornerTrace* first, const CornerTrace* last) {
            std::array<bool, 2> gone{true, true};  // no feature of that side has it in exchange
            for (const CornerTrace* at = first; at != last; ++at)
                if (at->taken) gone[all.claims[at->claim].side] = false;
            meet(all, first, last, [&](const CornerTrace& m, const CornerTrace& t) {
                return (gone[Mine] && t.taken) || (gone[Theirs] && m.taken);
            });
        });
}

// Claims on one and the same feature.
void contestFeature(Claims& all, const Strand& strand) {
    for (const auto m : strand.claims) {
        const Claim& mine = all.claims[m];
        if (mine.side != Mine || mine.agreed) continue;
        for (const auto t : strand.claims) {
            const Claim& theirs = all.claims[t];
            if (theirs.side != Theirs || theirs.agreed) continue;
            if (mine.kind == Kind::Removed || theirs.kind == Kind::Removed)
                clash(all, m, t, ByRemoval);
            else if (mine.kind == Kind::Added || theirs.kind == Kind::Added)
                clash(all, m, t, ByKey);
            else if (mine.kind == Kind::Field && theirs.kind == Kind::Field && mine.piece == theirs.piece)
                clash(all, m, t, ByField);
            else if (mine.kind == Kind::Shape && theirs.kind == Kind::Shape &&
                     !std::holds_alternative<geometry::MultiPolygon>(strand.base->shape) &&
                     overlap(strand.base->shape, all.piece(mine), all.piece(theirs)))
                clash(all, m, t, ByBoundary);
        }
    }
}

// Features that both sides gave the same name.
void contestKeys(const plan::Schema& schema, Claims& all) {
    std::map<std::pair<plan::LayerId, std::string>, std::vector<std::uint32_t>> named;
    for (std::uint32_t i = 0; i < all.claims.size(); ++i) {
        const Claim& claim = all.claims[i];
        if (claim.agreed || (claim.kind != Kind::Added && claim.kind != Kind::Field)) continue;
        const Strand& strand = all.strands[claim.strand];
        const plan::Layer& layer = schema.layer(strand.layer);
        const auto key = layer.field(layer.key);
        if (!key || (claim.kind == Kind::Field && claim.piece != *key)) continue;
        const plan::Value& value = strand.now[claim.side]->value(*key);
        if (plan::isBlank(value)) continue;
        auto& others = named[{strand.layer, plan::textOf(value)}];
        for (const auto there : others)
            if (all.claims[there].side != claim.side && all.claims[there].strand != claim.strand)
                clash(all, there, i, ByKey);
        others.push_back(i);
    }
}

}  // namespace

void contest(const plan::Schema& schema, Claims& claims) {
    const auto groups = groupsOf(schema);
    contestEdges(claims, groups);
    contestCorners(claims, groups);
    for (const Strand& strand : claims.strands) contestFeature(claims, strand);
    contestKeys(schema, claims);
    bundleWhatMadeRoom(schema, claims);
    for (const auto& [m, t] : crossings(schema, claims)) clash(claims, m, t, ByCrossing);
    gatherByFeature(claims);
}

void contestShape(Claims& claims, Strand& strand) {
    for (const auto m : strand.claims)
        for (const auto t : strand.claims) {
            const Claim &a = claims.claims[m], &b = claims.claims[t];
            if (a.side == Mine && b.side == Theirs && a.kind == Kind::Shape && b.kind == Kind::Shape && !a.agreed &&
                !b.agreed)
                clash(claims, m, t, ByCrossing);
        }
}

std::vector<bool> contested(Claims& claims) {
    std::vector<bool> bundles(claims.claims.size(), false), result(claims.claims.size());
    for (std::uint32_t i = 0; i < claims.claims.size(); ++i)
        if (claims.claims[i].clashes) bundles[claims.bundles.of(i)] = true;
    for (std::uint32_t i = 0; i < claims.claims.size(); ++i) result[i] = bundles[claims.bundles.of(i)];
    return result;
}

void gatherByFeature(Claims& claims) {
    const auto open = contested(claims);
    for (const Strand& strand : claims.strands) {
        const auto first = std::find_if(strand.claims.begin(), strand.claims.end(), [&](auto i) { return open[i]; });
        for (const auto i : strand.claims)
            if (open[i]) claims.bundles.join(*first, i);
    }
}

}  // namespace review
