#include "rules/pair_rule.h"

#include <algorithm>
#include <set>

#include "base/decimal.h"
#include "geometry/index.h"
#include "rules/apart.h"
#include "rules/crowd.h"
#include "rules/near.h"

namespace rules {

using geometry::Box;

struct PairRule::Work {
    const Plan& plan;
    const base::Task& task;
    Outlines& outlines;
    ApartTest apart;
    Findings found;
    std::optional<std::set<std::pair<plan::FeatureId, plan::FeatureId>>>
        standing;  // of which something was said before

    bool staysApart(const Scope& scope, const plan::Feature& a, const plan::Feature& b);
};

namespace {

// All features of a layer that have an area, with an index of their boxes.
struct Indexed {
    std::vector<const plan::Feature*> features;
    geometry::PackedIndex index;

    Indexed(const plan::Snapshot& snapshot, plan::LayerId layer) {
        std::vector<Box> boxes;
        snapshot.each(layer, [&](const plan::FeatureRef& feature) {
            if (!areaOf(*feature)) return;
            features.push_back(feature.get());
            boxes.push_back(feature->box);
        });
        index = geometry::PackedIndex(boxes);
        outlines_.resize(features.size());
    }
    const Outline& outline(std::size_t i) {
        if (!outlines_[i]) outlines_[i].emplace(*areaOf(*features[i]));
        return *outlines_[i];
    }

private:
    std::vector<std::optional<Outline>> outlines_;
};

// What two areas have in common, an inside being what the boundary goes round an odd number of times.
geometry::MultiPolygon inBoth(const Outline& one, const Outline& other, const Box& common) {
    std::vector<geometry::SidedEdge> edges;
    one.clip(common, 0, edges);
    other.clip(common, 1, edges);
    const auto both = [](const geometry::Cover& cover, bool) { return (cover[0] & cover[1] & 1) != 0; };
    return geometry::Regions(std::move(edges)).where(both);
}

bool meet(const Box& a, const Box& b) {
    const Box common = commonOf(a, b);
    return common.minX < common.maxX && common.minY < common.maxY;
}

bool sameShape(const plan::FeatureRef& filed, const plan::Feature& now) {
    return filed && (filed.get() == &now || filed->shape == now.shape);
}

}  // namespace

// Nothing was said of the pair, and where one of the two changed they were apart and are: then what they may have in
// common elsewhere, too little to count, is what it was.
bool PairRule::Work::staysApart(const Scope& scope, const plan::Feature& a, const plan::Feature& b) {
    if (!standing || standing->contains({a.id, b.id})) return false;
    Box place;
    const plan::Feature* before[] = {&a, &b};
    for (const plan::Feature*& each : before) {
        const Scope::Touched* touched = scope.find(each->id);
        if (!touched) continue;
        if (!touched->before || !touched->after || touched->before->box != touched->after->box) return false;
        if (!touched->place.empty()) place.add(touched->place);
        each = touched->before.get();
    }
    if (place.empty()) return true;
    const auto apartThere = [&](const plan::Feature& x, const plan::Feature& y) {
        const Outline *one = outlines.of(x), *other = outlines.of(y);
        return one && other && surelyApartNear(*one, *other, place);
    };
    return apartThere(a, b) && apartThere(*before[0], *before[1]);
}

Findings PairRule::recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const {
    if (scope.whole()) return check(plan, scope, task);
    Work work{plan, task, plan.outlines(), {}, {}, {}};
    work.standing.emplace();
    for (const Finding& finding : old)
        if (finding.subjects.size() == 2) work.standing->insert({finding.subjects[0], finding.subjects[1]});
    for (const Layers& layers : layersToCompare(plan.now.schema())) checkTouched(work, layers, scope);
    order(work.found);
    return joined(std::move(work.found), plan, scope, std::move(old));
}

Findings PairRule::check(const Plan& plan, const Scope& scope, const base::Task& task) const {
    Work work{plan, task, plan.outlines(), {}, {}, {}};
    for (const Layers& layers : layersToCompare(plan.now.schema())) {
        if (scope.whole())
            checkAll(work, layers);
        else
            checkTouched(work, layers, scope);
    }
    order(work.found);
    return std::move(work.found);
}

void PairRule::checkAll(Work& work, const Layers& layers) const {
    if (layers.one()) {
        if (const auto places = crowdedPlaces(work.plan, layers.first, work.task)) {
            checkAt(work, layers, *places);
            return;
        }
    }
    Indexed first(work.plan.now, layers.first);
    if (layers.one()) {
        for (std::uint32_t i = 0; i < first.features.size() && !work.task.stopped(); ++i)
            first.index.query(first.features[i]->box, [&](std::uint32_t j) {
                const plan::Feature &a = *first.features[i], &b = *first.features[j];
                if (j > i && meet(a.box, b.box)) judge(work, layers, a, first.outline(i), b, first.outline(j));
            });
        return;
    }
    work.plan.now.each(layers.second, [&](const plan::FeatureRef& b) {
        const geometry::MultiPolygon* area = areaOf(*b);
        if (work.task.stopped() || !area) return;
        std::optional<Outline> other;
        first.index.query(b->box, [&](std::uint32_t i) {
            if (!meet(first.features[i]->box, b->box)) return;
            if (!other) other.emplace(*area);
            judge(work, layers, *first.features[i], first.outline(i), *b, *other);
        });
    });
}

// The pairs of a layer that can have a place in common in one of the boxes.
void PairRule::checkAt(Work& work, const Layers& layers, const std::vector<Box>& places) const {
    const geometry::PackedIndex index(places);
    std::set<plan::FeatureId> there;
    for (const Box& place : places)
        work.plan.now.each(layers.first, place, [&](const plan::FeatureRef& a) {
            if (!there.insert(a->id).second) return;
            work.plan.now.each(layers.first, a->box, [&](const plan::FeatureRef& b) {
                if (b->id <= a->id || work.task.stopped()) return;
                bool meet = false;
                index.query(commonOf(a->box, b->box), [&](std::uint32_t) { meet = true; });
                if (meet) judge(work, layers, *a, *b);
            });
        });
}

void PairRule::checkTouched(Work& work, const Layers& layers, const Scope& scope) const {
    std::set<std::pair<plan::FeatureId, plan::FeatureId>> judged;
    for (const auto& [id, touched] : scope.touched()) {
        if (!touched.after || work.task.stopped()) continue;
        const plan::Feature& mine = *touched.after;
        const Box reach = touched.redefined ? mine.box : touched.place;
        const auto against = [&](plan::LayerId layer, bool mineFirst) {
            work.plan.now.each(layer, reach, [&](const plan::FeatureRef& other) {
                if (other->id == mine.id && layers.one()) return;
                const bool inOrder = layers.one() ? mine.id < other->id : mineFirst;
                const plan::Feature &a = inOrder ? mine : *other, &b = inOrder ? *other : mine;
                if (!judged.insert({a.id, b.id}).second || !meet(a.box, b.box)) return;
                if (!work.staysApart(scope, a, b)) judge(work, layers, a, b);
            });
        };
        if (mine.layer == layers.first) against(layers.second, true);
        if (mine.layer == layers.second && !layers.one()) against(layers.first, false);
    }
}

void PairRule::judge(Work& work, const Layers& layers, const plan::Feature& a, const plan::Feature& b) const {
    if (!meet(a.box, b.box)) return;
    const Outline *one = work.outlines.of(a), *other = work.outlines.of(b);
    if (one && other) judge(work, layers, a, *one, b, *other);
}

void PairRule::judge(Work& work, const Layers& layers, const plan::Feature& a, const Outline& one,
                     const plan::Feature& b, const Outline& other) const {
    const Box common = commonOf(a.box, b.box);
    if (work.apart.surely(one, other, common)) return;
    const plan::Schema& schema = work.plan.now.schema();
    const Pieces overlap = countingPieces(inBoth(one, other, common), tolerance_, schema.measure);
    if (overlap.none()) return;

    const Pieces more = grown(work.plan, layers, overlap, a, b);
    Finding finding = this->finding(more.none());
    finding.layer = a.layer;
    finding.subjects = {a.id, b.id};
    finding.where = overlap.where;
    finding.measured = overlap.squareMetres;
    finding.limit = 0;
    finding.unit = "m2";
    const std::string size = base::decimal(overlap.squareMetres, 2);
    const std::string nameA = plan::nameOf(schema, a), nameB = plan::nameOf(schema, b);
    const std::string &codeA = schema.layer(a.layer).code, &codeB = schema.layer(b.layer).code;
    if (layers.one())
        finding.message = base::message("rules.overlap", codeA, nameA, nameB, size);
    else if (more.none() || more.squareMetres >= overlap.squareMetres)
        finding.message = base::message("rules.cross_overlap", codeA, nameA, codeB, nameB, size);
    else
        finding.message = base::message("rules.cross_overlap_grown", codeA, nameA, codeB, nameB, size,
                                        base::decimal(more.squareMetres, 2));
    work.found.push_back(std::move(finding));
}

// The part of the overlap that the filed plan did not have, whichever features had it there. What the two themselves
// had there counts the way it is found, so that a ring that runs the wrong way round in a broken area does not make
// what was filed new as soon as something else about the area changes.
Pieces PairRule::grown(const Plan& plan, const Layers& layers, const Pieces& overlap, const plan::Feature& a,
                       const plan::Feature& b) const {
    const plan::FeatureRef filedA = plan.filedState(a), filedB = plan.filedState(b);
    if (sameShape(filedA, a) && sameShape(filedB, b)) return {};
    const Box box = geometry::boxOf(overlap.where);
    std::vector<geometry::SidedEdge> edges;
    geometry::addEdges(edges, overlap.where, 0);
    clipLayer(plan.filed, layers.first, box, 1, edges);
    if (!layers.one()) clipLayer(plan.filed, layers.second, box, 2, edges);
    if (filedA && filedB && areaOf(*filedA) && areaOf(*filedB))
        geometry::addEdges(
            edges, inBoth(Outline(*areaOf(*filedA)), Outline(*areaOf(*filedB)), commonOf(filedA->box, filedB->box)), 3);
    const auto fresh = [&](const geometry::Cover& cover, bool) {
        const bool had = layers.one() ? cover[1] >= 2 : cover[1] >= 1 && cover[2] >= 1;
        return cover[0] >= 1 && !had && cover[3] == 0;
    };
    return countingPieces(geometry::Regions(std::move(edges)).where(fresh), tolerance_, plan.now.schema().measure);
}

bool PairRule::stale(const Finding& old, const Plan& plan, const Scope& scope) const {
    if (scope.whole() || old.subjects.size() != 2) return true;
    for (const std::size_t i : {0u, 1u}) {
        const Scope::Touched* touched = scope.find(old.subjects[i]);
        if (!touched) continue;
        if (touched->redefined) return true;
        const plan::FeatureId id = old.subjects[1 - i];
        const Scope::Touched* other = scope.find(id);
        const auto here = other ? other->after : plan.now.find(id);
        if (!here || here->box.touches(touched->place)) return true;
        if (other && other->before && other->before->box.touches(touched->place)) return true;
    }
    return false;
}

}  // namespace rules
