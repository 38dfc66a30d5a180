#include "rules/portion.h"

#include <algorithm>

#include "rules/place.h"
#include "rules/strands.h"

namespace rules {

using geometry::Box;
using geometry::Cover;
using geometry::SidedEdge;

namespace {

// The groups of the overlay.
constexpr std::size_t subject = 0, other = 1, within = 2, outside = 3;

std::vector<Chooser> choosers(const std::vector<Selection>& selections, const plan::Schema& schema) {
    std::vector<Chooser> found;
    for (const Selection& selection : selections)
        if (auto chooser = Chooser::in(selection, schema)) found.push_back(std::move(*chooser));
    return found;
}

// Where a touched feature can matter to others: all of it where its values changed, by which it is chosen.
Box reachOf(const Scope::Touched& touched) {
    if (!touched.redefined) return touched.place;
    Box reach = touched.place;
    for (const auto& state : {touched.before, touched.after})
        if (state && !state->box.empty()) reach.add(state->box);
    return reach;
}

}  // namespace

std::set<std::string> Portion::layers() const {
    std::set<std::string> layers{of.layer};
    for (const auto* selections : {&within, &outside})
        for (const Selection& selection : *selections) layers.insert(selection.layer);
    return layers;
}

Portions::Portions(const Portion& portion, const Plan& plan)
    : portion_(portion),
      plan_(plan),
      of_(Chooser::in(portion.of, plan.now.schema())),
      within_(choosers(portion.within, plan.now.schema())),
      outside_(choosers(portion.outside, plan.now.schema())),
      outlines_(plan.outlines()) {
    if (!of_) return;
    if (portion.outsideExtent) {
        extent_ = plan.file ? std::get_if<geometry::MultiPolygon>(&plan.file->extent) : nullptr;
        if (!extent_) of_.reset();
    }
    const auto filed = [&] { return hasLayer(plan.filed, of_->layer()) ? plan.filed.count(of_->layer()) : 0; };
    if (of_ && portion.of.isChange() && !plan.file && filed() == 0) of_.reset();
}

void Portions::each(const std::function<void(const plan::FeatureRef&)>& visit) const {
    if (!of_) return;
    if (!portion_.of.isChange()) {
        if (!hasLayer(mine(), of_->layer())) return;
        mine().each(of_->layer(), [&](const plan::FeatureRef& feature) {
            if (of_->has(*feature)) visit(feature);
        });
        return;
    }
    std::vector<plan::FeatureRef> changed;
    for (const plan::Change& change : plan_.sinceFiled(of_->layer()).changes) {
        const auto& state = portion_.of.ofFiled() ? change.before : change.after;
        if (state && of_->has(*state)) changed.push_back(state);
    }
    std::sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
    for (const plan::FeatureRef& feature : changed) visit(feature);
}

bool Portions::any() const {
    bool found = false;
    each([&](const plan::FeatureRef&) { found = true; });
    return found;
}

plan::FeatureRef Portions::find(plan::FeatureId id) const {
    if (!of_ || !hasLayer(mine(), of_->layer())) return nullptr;
    plan::FeatureRef feature = mine().find(of_->layer(), id);
    return feature && of_->has(*feature) ? feature : nullptr;
}

std::optional<Portions::Reach> Portions::reachOf(const plan::Feature& feature) const {
    Reach reach{feature.box, false};
    if (portion_.of.isChange()) {
        reach.other = true;
        const auto before = hasLayer(otherSide(), of_->layer()) ? otherSide().find(of_->layer(), feature.id) : nullptr;
        if (before.get() == &feature) return {};
        if (before && of_->has(*before) && of_->sameClass(*before, feature))
            reach.box = plan_.placeSinceFiled(*before, feature);
    }
    if (reach.box.empty()) return {};
    return reach;
}

void Portions::eachOf(const std::vector<Chooser>& choosers, Time time, const plan::Feature& subject, const Box& box,
                      const std::function<void(const plan::FeatureRef&)>& visit) const {
    const std::vector<std::string> classes = of_->classesOf(subject);
    for (const Chooser& chooser : choosers) {
        const bool any = classes.empty() || chooser.selection().by.empty();
        const plan::Snapshot& snapshot = time == Time::Filed ? plan_.filed : chooser.snapshot(plan_);
        if (!hasLayer(snapshot, chooser.layer())) continue;
        snapshot.each(chooser.layer(), box, [&](const plan::FeatureRef& feature) {
            if (chooser.has(*feature) &&
                (any || std::find(classes.begin(), classes.end(), chooser.classOf(*feature)) != classes.end()))
                visit(feature);
        });
    }
}

Part Portions::of(const plan::Feature& feature, const Tolerance& tolerance) {
    if (!of_) return {};
    return rules::areaOf(feature) ? areaOf(feature, tolerance) : strandsOf(feature, Time::Own, tolerance);
}

Part Portions::areaOf(const plan::Feature& feature, const Tolerance& tolerance) {
    const auto reach = reachOf(feature);
    if (!reach) return {};
    const Box& box = reach->box;
    std::vector<SidedEdge> edges;
    const auto clip = [&](std::size_t group) {
        return [this, &edges, &feature, &box, group](const plan::FeatureRef& each) {
            if (each.get() == &feature) return;
            if (const Outline* outline = outlines_.of(*each)) outline->clip(box, group, edges);
        };
    };
    eachOf(within_, Time::Own, feature, box, clip(within));
    if (!portion_.within.empty() && edges.empty()) return {};
    outlines_.of(feature)->clip(box, subject, edges);
    if (reach->other && hasLayer(otherSide(), of_->layer()))
        otherSide().each(of_->layer(), box, [&](const plan::FeatureRef& state) {
            if (of_->has(*state) && of_->sameClass(*state, feature)) clip(other)(state);
        });
    eachOf(outside_, Time::Own, feature, box, clip(outside));
    if (extent_) Outline(*extent_).clip(box, outside, edges);
    const auto wanted = [anywhere = portion_.within.empty()](const Cover& cover, bool) {
        return (cover[subject] & 1) != 0 && cover[other] == 0 && (anywhere || cover[within] != 0) &&
               cover[outside] == 0;
    };
    Pieces pieces =
        countingPieces(geometry::Regions(std::move(edges)).where(wanted), tolerance, plan_.now.schema().measure);
    if (pieces.none()) return {};
    return {std::move(pieces.where), pieces.squareMetres, "m2"};
}

Part Portions::strandsOf(const plan::Feature& feature, Time time, const Tolerance& tolerance) {
    const auto reach = reachOf(feature);
    if (!reach) return {};
    Ground ground;
    std::vector<const Outline*> inside;
    const auto add = [&](std::vector<const Outline*>& outlines) {
        return [&](const plan::FeatureRef& each) {
            if (const Outline* outline = outlines_.of(*each)) outlines.push_back(outline);
        };
    };
    eachOf(within_, time, feature, feature.box, add(inside));
    eachOf(outside_, time, feature, feature.box, add(ground.outside));
    if (!portion_.within.empty()) ground.within = &inside;
    const std::optional<Outline> extent = extent_ ? std::optional<Outline>(*extent_) : std::nullopt;
    if (extent) ground.outside.push_back(&*extent);
    if (const auto* points = std::get_if<geometry::MultiPoint>(&feature.shape)) {
        geometry::MultiPoint found = pointsOn(*points, ground);
        if (found.empty()) return {};
        const auto count = static_cast<double>(found.size());
        return {std::move(found), count, {}};
    }
    const auto* lines = std::get_if<geometry::MultiLine>(&feature.shape);
    if (!lines) return {};
    geometry::MultiLine strands = strandsOn(*lines, ground);
    double metres = 0;
    std::erase_if(strands.lines, [&](const geometry::Line& strand) {
        const double length = plan_.now.schema().measure.length(strand).metres();
        if (length > tolerance.width) metres += length;
        return length <= tolerance.width;
    });
    if (strands.lines.empty()) return {};
    return {std::move(strands), metres, "m"};
}

bool Portions::inherited(const plan::Feature& feature, const Part& part, const Tolerance& tolerance) {
    if (portion_.of.isChange()) return false;
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&part.where))
        return grown(feature, *area, tolerance).empty();
    const plan::FeatureRef filed = plan_.filedState(feature);
    if (!filed || filed->shape != feature.shape || !of_->has(*filed)) return false;
    return strandsOf(*filed, Time::Filed, tolerance).measured + tolerance.width >= part.measured;
}

// What of an area is new.
geometry::MultiPolygon Portions::grown(const plan::Feature& feature, const geometry::MultiPolygon& part,
                                       const Tolerance& tolerance) {
    const Box box = geometry::boxOf(part);
    std::vector<SidedEdge> edges;
    geometry::addEdges(edges, part, subject);
    const auto clip = [&](std::size_t group) {
        return [this, &edges, &box, group](const plan::FeatureRef& each) {
            if (const Outline* outline = outlines_.of(*each)) outline->clip(box, group, edges);
        };
    };
    eachOf({*of_}, Time::Filed, feature, box, clip(other));
    eachOf(within_, Time::Filed, feature, box, clip(within));
    eachOf(outside_, Time::Filed, feature, box, clip(outside));
    const auto fresh = [anywhere = portion_.within.empty()](const Cover& cover, bool) {
        const bool had = cover[other] != 0 && (anywhere || cover[within] != 0) && cover[outside] == 0;
        return cover[subject] != 0 && !had;
    };
    return countingPieces(geometry::Regions(std::move(edges)).where(fresh), tolerance, plan_.now.schema().measure)
        .where;
}

std::set<plan::FeatureId> Portions::affected(const Scope& scope) const {
    std::set<plan::FeatureId> ids;
    if (!of_) return ids;
    // Of a change, the other state is the feature's layer again, and changes where it is the present one.
    std::set<plan::LayerId> around;
    if (portion_.of.state == Selection::State::Lost) around.insert(of_->layer());
    for (const auto* choosers : {&within_, &outside_})
        for (const Chooser& chooser : *choosers)
            if (!chooser.selection().ofFiled()) around.insert(chooser.layer());
    for (const auto& [id, touched] : scope.touched()) {
        const plan::LayerId layer = (touched.after ? touched.after : touched.before)->layer;
        if (layer == of_->layer()) ids.insert(id);
        const Box reach = rules::reachOf(touched);
        if (!around.contains(layer) || reach.empty() || !hasLayer(mine(), of_->layer())) continue;
        mine().each(of_->layer(), reach, [&](const plan::FeatureRef& feature) {
            const auto own = reachOf(*feature);
            if (own && own->box.touches(reach)) ids.insert(feature->id);
        });
    }
    return ids;
}

}  // namespace rules
