#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "plan/changeset.h"
#include "review/pieces.h"

namespace review {

enum Side : std::uint8_t { Mine = 0, Theirs = 1 };
inline Side other(Side side) { return side == Mine ? Theirs : Mine; }

// One thing that one side changed of one feature: the smallest part that is applied or not.
struct Claim {
    enum class Kind : std::uint8_t { Added, Removed, Shape, Field };
    Side side = Mine;
    Kind kind = Kind::Shape;
    bool agreed = false;       // the other side has the same
    std::uint32_t strand = 0;  // of the feature
    std::uint32_t piece = 0;   // Shape: of the side's reshaping; Field: the field
    std::uint8_t clashes = 0;  // why it is contested: bits of Cause
};
enum Cause : std::uint8_t { ByField = 1, ByBoundary = 2, ByRemoval = 4, ByKey = 8, ByCrossing = 16 };

// A feature that a side changed, as it is in the three states (null: not there).
struct Strand {
    plan::LayerId layer;
    plan::FeatureId id;
    plan::FeatureRef base;
    std::array<plan::FeatureRef, 2> now;
    std::array<Reshaping, 2> reshaped;
    std::vector<std::uint32_t> claims;
    const plan::FeatureRef& of(Side side) const { return now[side]; }
};

// Which of things hang together.
class Bundles {
public:
    explicit Bundles(std::size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), 0U); }
    std::uint32_t of(std::uint32_t item) {
        while (parents_[item] != item) item = parents_[item] = parents_[parents_[item]];
        return item;
    }
    void join(std::uint32_t a, std::uint32_t b) { parents_[of(b)] = of(a); }

private:
    std::vector<std::uint32_t> parents_;
};

// What two sides changed, taken apart. The claims of one side that change the same edge or corner, in whatever feature
// of the topology group, are bundled: a run of a boundary is in all features that have part in it.
struct Claims {
    std::vector<Strand> strands;  // by layer, then id
    std::vector<Claim> claims;
    Bundles bundles{0};

    const Piece& piece(const Claim& claim) const {
        return strands[claim.strand].reshaped[claim.side].pieces[claim.piece];
    }
};

Claims claimsOf(const plan::Schema& schema, const plan::Changeset& mine, const plan::Changeset& theirs);

}  // namespace review
