#include "review/choose.h"

#include <algorithm>

#include "geometry/predicates.h"
#include "geometry/validity.h"
#include "review/following.h"

namespace review {

namespace {

using Kind = Claim::Kind;
using geometry::MultiPolygon;

// What of a feature is chosen.
struct Picked {
    std::vector<const Piece*> pieces;                                      // each once
    std::array<bool, 2> allPieces{true, true}, otherPieces{false, false};  // all of a side's; some that it has not
    std::array<bool, 2> all{true, true}, others{false, false};             // the same of all claims
};

Picked pick(const Claims& all, const Strand& strand, const std::vector<bool>& taken) {
    Picked picked;
    // Of claims that agree either may be chosen; mine is kept in the list only where theirs is not.
    const auto agreeing = [&](std::uint32_t number) {
        const Claim& claim = all.claims[number];
        return std::find_if(strand.claims.begin(), strand.claims.end(), [&](std::uint32_t i) {
            const Claim& twin = all.claims[i];
            if (!twin.agreed || twin.side == claim.side || twin.kind != claim.kind) return false;
            if (claim.kind == Kind::Field) return twin.piece == claim.piece;
            return claim.kind != Kind::Shape || all.piece(twin).sameAs(all.piece(claim));
        });
    };
    for (const std::uint32_t i : strand.claims) {
        const Claim& claim = all.claims[i];
        const auto twin = claim.agreed ? agreeing(i) : strand.claims.end();
        const bool twinTaken = twin != strand.claims.end() && taken[*twin];
        const bool is = taken[i] || twinTaken;
        const bool shape = claim.kind == Kind::Shape;
        if (!is) picked.all[claim.side] = false;
        if (!is && shape) picked.allPieces[claim.side] = false;
        if (is && !claim.agreed) {
            picked.others[other(claim.side)] = true;
            if (shape) picked.otherPieces[other(claim.side)] = true;
        }
        if (shape && taken[i] && !(claim.side == Mine && twinTaken)) picked.pieces.push_back(&all.piece(claim));
    }
    return picked;
}

geometry::Shape shapeOf(const Strand& strand, Picked& picked) {
    for (const Side side : {Mine, Theirs})
        if (picked.allPieces[side] && !picked.otherPieces[side]) return strand.now[side]->shape;
    // A side whose boundary is not all there does not say where rings begin.
    std::erase_if(picked.pieces, [&](const Piece* piece) {
        if (piece->kind != Piece::Kind::Turn) return false;
        const auto& pieces = strand.reshaped[Mine].pieces;
        const bool mine = !pieces.empty() && piece >= pieces.data() && piece < pieces.data() + pieces.size();
        return !picked.allPieces[mine ? Mine : Theirs];
    });
    if (picked.pieces.empty()) return strand.base->shape;
    return composed(strand.base->shape, picked.pieces, {&strand.reshaped[Mine], &strand.reshaped[Theirs]});
}

std::vector<plan::Value> valuesOf(const Claims& all, const Strand& strand, const std::vector<bool>& taken) {
    std::vector<plan::Value> values = strand.base->values;
    for (const std::uint32_t i : strand.claims) {
        const Claim& claim = all.claims[i];
        if (claim.kind != Kind::Field || !taken[i]) continue;
        if (values.size() <= claim.piece) values.resize(claim.piece + 1);
        values[claim.piece] = strand.now[claim.side]->value(claim.piece);
    }
    return values;
}

bool sound(const geometry::Shape& shape) {
    const auto* area = std::get_if<MultiPolygon>(&shape);
    if (!area) return !geometry::flawOf(shape);
    for (const auto& polygon : area->polygons) {
        if (geometry::doubledSteps(polygon.outer) <= 0) return false;
        for (const auto& hole : polygon.holes)
            if (geometry::doubledSteps(hole) >= 0) return false;
    }
    return !area->empty() && !geometry::flawOf(*area);
}

}  // namespace

plan::FeatureRef chosen(const plan::Schema& schema, const Claims& claims, const Strand& strand,
                        const std::vector<bool>& taken) {
    for (const std::uint32_t i : strand.claims) {
        const Claim& claim = claims.claims[i];
        if (taken[i] && claim.kind == Kind::Removed) return nullptr;
    }
    if (!strand.base) {
        for (const Side side : {Theirs, Mine})
            for (const std::uint32_t i : strand.claims)
                if (taken[i] && claims.claims[i].side == side) return strand.now[side];
        return nullptr;
    }
    Picked picked = pick(claims, strand, taken);
    for (const Side side : {Theirs, Mine})
        if (picked.all[side] && !picked.others[side] && strand.now[side]) return strand.now[side];
    if (std::none_of(strand.claims.begin(), strand.claims.end(), [&](auto i) { return taken[i]; })) return strand.base;

    geometry::Shape shape = shapeOf(strand, picked);
    const States states{&strand.now[Theirs], &strand.now[Mine], &strand.base};
    const auto known =
        std::find_if(states.begin(), states.end(), [&](const auto* s) { return *s && (*s)->shape == shape; });
    const geometry::Area area = known != states.end() ? (**known)->area : schema.measure.area(shape);
    auto values = valuesOf(claims, strand, taken);
    const plan::Layer& layer = schema.layer(strand.layer);
    auto follows = followingFields(layer, states);
    for (const std::uint32_t i : strand.claims)
        if (claims.claims[i].kind == Kind::Field && claims.claims[i].piece < follows.size())
            follows[claims.claims[i].piece] = false;
    follow(layer, follows, states, shape, area, values);
    return plan::makeFeature(strand.id, strand.layer, std::move(shape), area, std::move(values));
}

bool broken(const Strand& strand, const plan::FeatureRef& feature) {
    if (!feature || !strand.base) return false;
    for (const auto* state : {&strand.base, &strand.now[Mine], &strand.now[Theirs]})
        if (*state && (*state)->shape == feature->shape) return false;
    if (sound(feature->shape)) return false;
    return (strand.now[Mine] && sound(strand.now[Mine]->shape)) ||
           (strand.now[Theirs] && sound(strand.now[Theirs]->shape)) || sound(strand.base->shape);
}

}  // namespace review
