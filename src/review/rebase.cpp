#include "review/rebase.h"

#include <algorithm>
#include <set>

#include "review/choose.h"
#include "review/contest.h"
#include "review/renumber.h"

namespace review {

namespace {

using Kind = Claim::Kind;

bool same(const plan::FeatureRef& a, const plan::FeatureRef& b) { return a == b || (a && b && *a == *b); }

// One merge under way.
class Rebasing {
public:
    Rebasing(const plan::Schema& schema, Claims claims, const Choices& choices)
        : schema_(schema), claims_(std::move(claims)), choices_(choices) {}

    void run(Merge& merge) {
        contest(schema_, claims_);
        // What is only broken once it is put together is contested too; then there is less to put together.
        for (bool again = true; again;) {
            decide();
            again = false;
            results_.clear();
            for (Strand& strand : claims_.strands) {
                results_.push_back(chosen(schema_, claims_, strand, taken_));
                if (!broken(strand, results_.back())) continue;
                contestShape(claims_, strand);
                again = true;
            }
            if (again) gatherByFeature(claims_);
        }
        for (std::size_t i = 0; i < claims_.strands.size(); ++i) tell(claims_.strands[i], results_[i], merge);
        const auto order = [](const Conflict& a, const Conflict& b) {
            return std::tuple(a.group, a.layer, a.id) < std::tuple(b.group, b.layer, b.id);
        };
        std::sort(merge.conflicts.begin(), merge.conflicts.end(), order);
        std::sort(merge.resolved.begin(), merge.resolved.end(), order);
    }

private:
    // Which bundles are contested, what was chosen of each, and so which claims are taken.
    void decide() {
        contested_ = contested(claims_);
        std::map<std::uint32_t, std::set<plan::FeatureId>> features;
        for (std::uint32_t i = 0; i < claims_.claims.size(); ++i)
            if (contested_[i]) features[claims_.bundles.of(i)].insert(claims_.strands[claims_.claims[i].strand].id);
        resolved_.clear();
        for (const auto& [bundle, ids] : features) {
            const auto first = choices_.find(*ids.begin());
            const bool agreed = first != choices_.end() && std::all_of(ids.begin(), ids.end(), [&](plan::FeatureId id) {
                                    const auto at = choices_.find(id);
                                    return at != choices_.end() && at->second == first->second;
                                });
            if (agreed) resolved_[bundle] = first->second;
        }
        taken_.assign(claims_.claims.size(), true);
        for (std::uint32_t i = 0; i < claims_.claims.size(); ++i) {
            if (!contested_[i]) continue;
            const auto choice = resolved_.find(claims_.bundles.of(i));
            const Choice what = choice == resolved_.end() ? Choice::Theirs : choice->second;
            taken_[i] = what == (claims_.claims[i].side == Mine ? Choice::Mine : Choice::Theirs);
        }
    }

    std::size_t groupOf(std::uint32_t bundle) { return groups_.emplace(bundle, groups_.size() + 1).first->second; }

    // One side made features, or took them away, together with the change of this one's boundary.
    bool together(const Strand& strand, std::uint32_t bundle, Kind kind) {
        for (const std::uint32_t i : strand.claims) {
            const Claim& claim = claims_.claims[i];
            if (claim.kind != Kind::Shape || !contested_[i]) continue;
            const auto first = companions().lower_bound({bundle, claim.side, kind, strand.layer});
            if (first != companions().end() && *first == std::tuple(bundle, claim.side, kind, strand.layer))
                return true;
        }
        return false;
    }
    using Companions = std::set<std::tuple<std::uint32_t, Side, Kind, plan::LayerId>>;
    const Companions& companions() {
        if (companions_.empty())
            for (std::uint32_t i = 0; i < claims_.claims.size(); ++i)
                companions_.insert({claims_.bundles.of(i), claims_.claims[i].side, claims_.claims[i].kind,
                                    claims_.strands[claims_.claims[i].strand].layer});
        return companions_;
    }

    Clash clashOf(const Strand& strand, std::uint32_t bundle) {
        unsigned causes = 0;
        for (const std::uint32_t i : strand.claims) causes |= claims_.claims[i].clashes;
        if (causes & ByRemoval) return Clash::Removed;
        if (causes & ByKey) return Clash::Key;
        if ((causes & ByBoundary) && (causes & ByField)) return Clash::Both;
        if (causes & ByBoundary) {
            if (strand.base && together(strand, bundle, Kind::Added)) return Clash::Split;
            if (strand.base && together(strand, bundle, Kind::Removed)) return Clash::Merged;
            return Clash::Boundary;
        }
        if (causes & ByCrossing) return Clash::Crossing;
        return causes & ByField ? Clash::Fields : Clash::Neighbour;
    }

    void addLines(const Strand& strand, bool open, std::array<geometry::MultiLine, 2>& lines) const {
        for (const std::uint32_t i : strand.claims) {
            const Claim& claim = claims_.claims[i];
            if (claim.kind == Kind::Field || contested_[i] != open) continue;
            if (!open && (claim.kind != Kind::Shape || claim.agreed)) continue;
            for (const auto& line : claims_.piece(claim).lines) lines[claim.side].lines.push_back(line);
        }
    }

    void tellConflict(const Strand& strand, Merge& merge) {
        const auto first =
            std::find_if(strand.claims.begin(), strand.claims.end(), [&](std::uint32_t i) { return contested_[i]; });
        if (first == strand.claims.end()) return;
        const std::uint32_t bundle = claims_.bundles.of(*first);
        Conflict conflict;
        conflict.layer = strand.layer;
        conflict.id = strand.id;
        const auto& named = strand.base ? strand.base : strand.now[Mine] ? strand.now[Mine] : strand.now[Theirs];
        conflict.name = plan::nameOf(schema_, *named);
        conflict.kind = clashOf(strand, bundle);
        conflict.group = groupOf(bundle);
        for (const std::uint32_t i : strand.claims) {
            const Claim& claim = claims_.claims[i];
            if (claim.side == Mine && claim.kind == Kind::Field && (claim.clashes & ByField))
                conflict.fields.push_back(claim.piece);
        }
        conflict.mine = strand.now[Mine];
        conflict.base = strand.base;
        conflict.theirs = strand.now[Theirs];
        std::array<geometry::MultiLine, 2> lines;
        addLines(strand, true, lines);
        conflict.mineLines = std::move(lines[Mine]);
        conflict.theirsLines = std::move(lines[Theirs]);
        (resolved_.contains(bundle) ? merge.resolved : merge.conflicts).push_back(std::move(conflict));
    }

    void tell(const Strand& strand, const plan::FeatureRef& result, Merge& merge) {
        if (!same(strand.now[Theirs], result)) merge.applied.changes.push_back({strand.now[Theirs], result});
        for (const std::uint32_t i : strand.claims)
            if (claims_.claims[i].agreed) {
                merge.agreed.push_back(strand.id);
                break;
            }
        tellConflict(strand, merge);
        if (!result || !strand.base || !strand.now[Mine] || !strand.now[Theirs]) return;
        if (same(result, strand.now[Mine]) || same(result, strand.now[Theirs]) || same(result, strand.base)) return;
        std::array<geometry::MultiLine, 2> lines;
        for (const std::uint32_t i : strand.claims) {
            const Claim& claim = claims_.claims[i];
            if (claim.kind != Kind::Shape || claim.agreed || !taken_[i]) continue;
            for (const auto& line : claims_.piece(claim).lines) lines[claim.side].lines.push_back(line);
        }
        if (lines[Mine].lines.empty() || lines[Theirs].lines.empty()) return;
        merge.merged.push_back({strand.layer, strand.id, plan::nameOf(schema_, *result), std::move(lines[Mine]),
                                std::move(lines[Theirs]), strand.base, strand.now[Mine], strand.now[Theirs], result});
    }

    const plan::Schema& schema_;
    Claims claims_;
    const Choices& choices_;
    std::vector<bool> contested_, taken_;
    std::map<std::uint32_t, Choice> resolved_;
    std::vector<plan::FeatureRef> results_;
    std::map<std::uint32_t, std::size_t> groups_;
    Companions companions_;
};

}  // namespace

base::Result<Merge> rebase(const plan::Schema& schema, const plan::Changeset& mine, const plan::Changeset& theirs,
                           const Choices& choices) {
    std::map<plan::FeatureId, const plan::Change*> there;
    for (const auto& change : theirs.changes) there.emplace(change.id(), &change);
    for (const auto& change : mine.changes) {
        const auto at = there.find(change.id());
        if (at == there.end() || same(at->second->before, change.before)) continue;
        const auto& shown = change.before ? change.before : change.after;
        return base::fail(base::Error::Code::Invalid, "review.other_base", schema.layer(change.layer()).code,
                          plan::nameOf(schema, *shown));
    }
    Merge merge;
    const plan::Changeset named = renumbered(schema, mine, theirs, merge.renamed);
    Rebasing(schema, claimsOf(schema, named, theirs), choices).run(merge);
    return merge;
}

Choices chosenFor(const Merge& merge, const Choices& wanted, std::vector<plan::FeatureId>& unknown) {
    std::map<plan::FeatureId, std::size_t> groups;
    for (const auto* list : {&merge.conflicts, &merge.resolved})
        for (const Conflict& conflict : *list) groups.emplace(conflict.id, conflict.group);
    std::map<std::size_t, Choice> chosen;
    for (const auto& [id, choice] : wanted) {
        const auto at = groups.find(id);
        if (at == groups.end())
            unknown.push_back(id);
        else
            chosen[at->second] = choice;
    }
    Choices all;
    for (const auto& [id, group] : groups)
        if (const auto at = chosen.find(group); at != chosen.end()) all[id] = at->second;
    return all;
}

std::string nameOf(Choice choice) {
    return choice == Choice::Mine ? "mine" : choice == Choice::Base ? "base" : "theirs";
}

std::optional<Choice> choiceNamed(std::string_view name) {
    for (const Choice choice : {Choice::Mine, Choice::Base, Choice::Theirs})
        if (nameOf(choice) == name) return choice;
    return {};
}

std::string nameOf(Clash clash) {
    switch (clash) {
        case Clash::Fields: return "fields";
        case Clash::Boundary: return "boundary";
        case Clash::Both: return "both";
        case Clash::Removed: return "removed";
        case Clash::Split: return "split";
        case Clash::Merged: return "merged";
        case Clash::Key: return "key";
        case Clash::Crossing: return "crossing";
        case Clash::Neighbour: break;
    }
    return "neighbour";
}

base::Message textOf(Clash clash) { return base::message("review.clash_" + nameOf(clash)); }

}  // namespace review
