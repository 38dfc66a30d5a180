#include "review/claims.h"

#include <algorithm>

#include "review/following.h"

namespace review {

namespace {

using Kind = Claim::Kind;

bool same(const plan::FeatureRef& a, const plan::FeatureRef& b) { return a == b || (a && b && *a == *b); }

std::vector<Strand> strandsOf(const plan::Changeset& mine, const plan::Changeset& theirs) {
    struct Entry {
        const plan::Change* change;
        Side side;
    };
    std::vector<Entry> entries;
    entries.reserve(mine.changes.size() + theirs.changes.size());
    for (const auto& change : mine.changes) entries.push_back({&change, Mine});
    for (const auto& change : theirs.changes) entries.push_back({&change, Theirs});
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.change->layer(), a.change->id()) < std::pair(b.change->layer(), b.change->id());
    });
    std::vector<Strand> strands;
    for (const Entry& entry : entries) {
        const auto& change = *entry.change;
        if (strands.empty() || strands.back().id != change.id() || strands.back().layer != change.layer()) {
            Strand strand;
            strand.layer = change.layer();
            strand.id = change.id();
            strand.base = change.before;
            strand.now = {change.before, change.before};
            strands.push_back(std::move(strand));
        }
        strands.back().now[entry.side] = change.after;
    }
    return strands;
}

bool agrees(const Strand& strand, const Claim& a, const Claim& b) {
    if (a.kind != b.kind) return false;
    switch (a.kind) {
        case Kind::Added: return same(strand.now[Mine], strand.now[Theirs]);
        case Kind::Removed: return true;
        case Kind::Field:
            return a.piece == b.piece && strand.now[Mine]->value(a.piece) == strand.now[Theirs]->value(a.piece);
        case Kind::Shape: break;
    }
    const Piece &p = strand.reshaped[a.side].pieces[a.piece], &q = strand.reshaped[b.side].pieces[b.piece];
    if (p.kind != Piece::Kind::Turn || q.kind != Piece::Kind::Turn) return p.sameAs(q);
    const auto &i = strand.reshaped[a.side].places, &j = strand.reshaped[b.side].places;
    return std::equal(i.begin(), i.end(), j.begin(), j.end(),
                      [](const auto& x, const auto& y) { return x.order == y.order && x.start == y.start; });
}

void claim(Claims& all, std::uint32_t number, const plan::Schema& schema) {
    Strand& strand = all.strands[number];
    const auto add = [&](Side side, Kind kind, std::size_t piece) {
        strand.claims.push_back(static_cast<std::uint32_t>(all.claims.size()));
        all.claims.push_back({side, kind, false, number, static_cast<std::uint32_t>(piece), 0});
    };
    const std::vector<bool> following =
        followingFields(schema.layer(strand.layer), {&strand.base, &strand.now[Mine], &strand.now[Theirs]});
    for (const Side side : {Mine, Theirs}) {
        const auto &before = strand.base, &after = strand.now[side];
        if (before == after) continue;
        if (!before || !after) {
            static const geometry::Shape none;
            strand.reshaped[side].pieces = {wholePiece(before ? before->shape : none, after ? after->shape : none)};
            add(side, before ? Kind::Removed : Kind::Added, 0);
            continue;
        }
        strand.reshaped[side] = reshaping(before->shape, after->shape);
        for (std::size_t i = 0; i < strand.reshaped[side].pieces.size(); ++i) add(side, Kind::Shape, i);
        std::vector<std::size_t> followed;
        bool moved = !strand.reshaped[side].pieces.empty();
        for (std::size_t i = 0; i < std::max(before->values.size(), after->values.size()); ++i) {
            if (before->value(i) == after->value(i)) continue;
            if (i < following.size() && following[i])
                followed.push_back(i);
            else
                add(side, Kind::Field, i), moved = true;
        }
        // A declared area that was changed alone follows from nothing.
        if (!moved)
            for (const std::size_t i : followed) add(side, Kind::Field, i);
    }
    for (const auto m : strand.claims)
        for (const auto t : strand.claims)
            if (all.claims[m].side == Mine && all.claims[t].side == Theirs && !all.claims[t].agreed &&
                !all.claims[m].agreed && agrees(strand, all.claims[m], all.claims[t]))
                all.claims[m].agreed = all.claims[t].agreed = true;
}

}  // namespace

Claims claimsOf(const plan::Schema& schema, const plan::Changeset& mine, const plan::Changeset& theirs) {
    Claims all;
    all.strands = strandsOf(mine, theirs);
    for (std::uint32_t i = 0; i < all.strands.size(); ++i) claim(all, i, schema);
    all.bundles = Bundles(all.claims.size());
    return all;
}

}  // namespace review
