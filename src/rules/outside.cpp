#include <algorithm>

#include "base/decimal.h"
#include "rules/inland.h"
#include "rules/kinds.h"
#include "rules/near.h"
#include "rules/pieces.h"

namespace rules {

using geometry::Box;

namespace {

// Features must lie in the county (R-L4, Q4204): in what the features of the county layer cover together. While that
// layer is empty, nothing is said.
class Outside : public Rule {
public:
    Outside(const plan::RuleSpec& rule, std::string county, Tolerance tolerance)
        : Rule(rule), county_(std::move(county)), tolerance_(tolerance) {}

    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override {
        const plan::Schema& schema = plan.now.schema();
        const auto county = schema.find(county_);
        if (!county || plan.now.count(*county) == 0) return {};
        Work work{plan, *county, plan.outlines(), {}};
        const std::vector<Box> places = scope.places(*county);
        const bool all = scope.whole() || appeared(plan, *county, scope);
        std::optional<Inland> inland;
        if (all) inland.emplace(plan.now, *county, work.outlines, task);
        for (const plan::LayerId layer : layers(schema)) {
            if (layer == *county) continue;
            const auto look = [&](const plan::FeatureRef& feature) {
                if (!task.stopped()) judge(work, *feature);
            };
            if (all) {
                plan.now.each(layer, [&](const plan::FeatureRef& feature) {
                    if (!inland->holds(feature->box)) look(feature);
                });
                continue;
            }
            const auto lookIfAltered = [&](const plan::FeatureRef& feature) {
                if (altered(work, scope, places, feature)) look(feature);
            };
            for (const auto& [id, touched] : scope.touched())
                if (touched.after && touched.after->layer == layer) lookIfAltered(touched.after);
            for (const Box& place : places) plan.now.each(layer, place, lookIfAltered);
        }
        order(work.found);
        return std::move(work.found);
    }

    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override {
        const auto county = plan.now.schema().find(county_);
        if (scope.whole() || !county || plan.now.count(*county) == 0) return true;
        Work work{plan, *county, plan.outlines(), {}};
        const auto feature = plan.now.find(old.layer, old.subjects.front());
        return !feature || altered(work, scope, scope.places(*county), feature);
    }

private:
    struct Work {
        const Plan& plan;
        plan::LayerId county;
        Outlines& outlines;
        Findings found;
    };

    // The county layer may have been empty before: then nothing was said of anything.
    static bool appeared(const Plan& plan, plan::LayerId county, const Scope& scope) {
        std::size_t added = 0;
        for (const auto& [id, touched] : scope.touched())
            if (touched.after && !touched.before && touched.after->layer == county) ++added;
        return added == plan.now.count(county);
    }

    void judge(Work& work, const plan::Feature& feature) const {
        const Outline* outline = work.outlines.of(feature);
        if (!outline || feature.box.empty()) return;
        if (surelyInsideNear(*outline, partsNear(work, feature.box), feature.box)) return;
        std::vector<geometry::SidedEdge> edges;
        outline->clip(feature.box, 0, edges);
        work.plan.now.each(work.county, feature.box, [&](const plan::FeatureRef& part) {
            if (const Outline* its = work.outlines.of(*part)) its->clip(feature.box, 1, edges);
        });
        const auto out = [](const geometry::Cover& cover, bool) { return (cover[0] & 1) != 0 && cover[1] <= 0; };
        const plan::Schema& schema = work.plan.now.schema();
        const Pieces pieces =
            countingPieces(geometry::Regions(std::move(edges)).where(out), tolerance_, schema.measure);
        if (pieces.none()) return;
        Finding finding = this->finding(grown(work, pieces, feature.layer).none());
        finding.layer = feature.layer;
        finding.subjects = {feature.id};
        finding.where = pieces.where;
        finding.measured = pieces.squareMetres;
        finding.limit = 0;
        finding.unit = "m2";
        finding.message =
            base::message("rules.outside", schema.layer(feature.layer).code, plan::nameOf(schema, feature),
                          schema.layer(work.county).code, base::decimal(pieces.squareMetres, 2));
        work.found.push_back(std::move(finding));
    }

    // Not where it and the county changed at places where it lay in the county and does still.
    static bool altered(Work& work, const Scope& scope, const std::vector<Box>& countyPlaces,
                        const plan::FeatureRef& now) {
        const Scope::Touched* touched = scope.find(now->id);
        if (touched && (touched->redefined || !touched->before)) return true;
        const plan::Feature& before = touched ? *touched->before : *now;
        const auto staysInside = [&](const Box& place) {
            const Outline *was = work.outlines.of(before), *is = work.outlines.of(*now);
            return was && is && surelyInsideNear(*was, partsBefore(work, scope, place), place) &&
                   surelyInsideNear(*is, partsNear(work, place), place);
        };
        if (touched && !touched->place.empty() && !staysInside(touched->place)) return true;
        return std::any_of(countyPlaces.begin(), countyPlaces.end(), [&](const Box& place) {
            return (place.touches(now->box) || place.touches(before.box)) && !staysInside(place);
        });
    }

    static std::vector<const Outline*> partsNear(Work& work, const Box& box) {
        std::vector<const Outline*> parts;
        work.plan.now.each(work.county, box, [&](const plan::FeatureRef& part) {
            if (const Outline* outline = work.outlines.of(*part)) parts.push_back(outline);
        });
        return parts;
    }
    // Those of the plan before the changes.
    static std::vector<const Outline*> partsBefore(Work& work, const Scope& scope, const Box& box) {
        std::vector<const Outline*> parts;
        const auto add = [&](const plan::Feature& part) {
            const Outline* outline = part.box.touches(box) ? work.outlines.of(part) : nullptr;
            if (outline) parts.push_back(outline);
        };
        work.plan.now.each(work.county, box, [&](const plan::FeatureRef& part) {
            if (!scope.find(part->id)) add(*part);
        });
        for (const auto& [id, touched] : scope.touched())
            if (touched.before && touched.before->layer == work.county) add(*touched.before);
        return parts;
    }

    // The part that no feature of the layer had outside the filed county.
    Pieces grown(const Work& work, const Pieces& pieces, plan::LayerId layer) const {
        const Box box = geometry::boxOf(pieces.where);
        std::vector<geometry::SidedEdge> edges;
        geometry::addEdges(edges, pieces.where, 0);
        clipLayer(work.plan.filed, layer, box, 1, edges);
        clipLayer(work.plan.filed, work.county, box, 2, edges);
        const auto fresh = [](const geometry::Cover& cover, bool) {
            return cover[0] >= 1 && !(cover[1] >= 1 && cover[2] <= 0);
        };
        return countingPieces(geometry::Regions(std::move(edges)).where(fresh), tolerance_,
                              work.plan.now.schema().measure);
    }

    std::string county_;
    Tolerance tolerance_;
};

}  // namespace

Made makeOutside(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string county = arguments.layer("county");
    const Tolerance tolerance = Tolerance::read(arguments);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<Outside>(rule, county, tolerance);
}

}  // namespace rules
