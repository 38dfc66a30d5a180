#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/shared_boundary.h"

namespace rules {

namespace {

using geometry::Box;
using geometry::Point;

// Where features share a boundary they share its vertices (Q4302): no vertex of one lies within a tolerance of an edge
// of another that has no such vertex. The feature that lacks the vertex is the subject, the vertex is the place. Named
// layers are held against each other; without names, the layers of each topology group.
class UnmatchedVertex : public Rule {
public:
    UnmatchedVertex(const plan::RuleSpec& rule, double tolerance) : Rule(rule), tolerance_(tolerance) {}

    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override {
        Findings found;
        for (const auto& layers : layersThatShare(plan.now.schema())) {
            Work work(plan, layers, tolerance_);
            const std::vector<Lacking> candidates =
                scope.whole() ? work.boundaries.lacking(task) : candidatesOf(work, scope, task);
            for (const Lacking& one : candidates)
                if (!task.stopped()) judge(work, one, found);
        }
        order(found);
        return found;
    }

    // Where the feature, or one that has the vertex, changed there.
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override {
        const auto* places = std::get_if<geometry::MultiPoint>(&old.where);
        if (scope.whole() || !places) return true;
        const Point at = places->front();
        for (const auto& layers : layersThatShare(plan.now.schema())) {
            if (std::find(layers.begin(), layers.end(), old.layer) == layers.end()) continue;
            const std::int64_t reach = reachOf(plan.now, layers, tolerance_);
            for (const auto& [id, touched] : scope.touched()) {
                if (!isOf(touched, layers) || !regionOf(touched, reach).contains(at)) continue;
                if (id == old.subjects.front()) return true;
                for (const auto& feature : {touched.before, touched.after})
                    if (feature && feature->box.contains(at) && geometry::hasVertex(feature->shape, at)) return true;
            }
        }
        return false;
    }

private:
    using Layers = std::vector<plan::LayerId>;

    struct Work {
        Work(const Plan& what, const Layers& which, double tolerance)
            : plan(what), layers(which), boundaries(what.now, what.outlines(), which, tolerance) {}
        const Plan& plan;
        Layers layers;
        SharedBoundary boundaries;
        std::optional<SharedBoundary> filed;  // made where it is needed
    };

    std::vector<Layers> layersThatShare(const plan::Schema& schema) const {
        std::map<std::string, Layers> groups;
        for (const plan::LayerId layer : layers(schema)) {
            const std::string& group = schema.layer(layer).group;
            if (!spec_.layers.empty())
                groups[""].push_back(layer);
            else if (!group.empty())
                groups[group].push_back(layer);
        }
        std::vector<Layers> all;
        for (auto& [group, its] : groups) all.push_back(std::move(its));
        return all;
    }

    static bool isOf(const Scope::Touched& touched, const Layers& layers) {
        const plan::LayerId layer = (touched.after ? touched.after : touched.before)->layer;
        return std::find(layers.begin(), layers.end(), layer) != layers.end();
    }

    // Everywhere else, what is said of the feature and of its vertices is what it was.
    static Box regionOf(const Scope::Touched& touched, std::int64_t reach) {
        if (!touched.redefined) return touched.place.grown(reach);
        Box region;
        for (const auto& feature : {touched.before, touched.after})
            if (feature && !feature->box.empty()) region.add(feature->box);
        return region.grown(reach);
    }

    // What the changes can have made or altered: a vertex that a changed feature has or had may lie at any boundary,
    // and any vertex may lie at the boundary that it has.
    static std::vector<Lacking> candidatesOf(Work& work, const Scope& scope, const base::Task& task) {
        std::vector<Lacking> candidates;
        for (const auto& [id, touched] : scope.touched()) {
            if (!isOf(touched, work.layers) || task.stopped()) continue;
            const Box region = regionOf(touched, work.boundaries.reach());
            for (const auto& feature : {touched.before, touched.after})
                if (feature) work.boundaries.lackingAt(*feature, region, candidates);
        }
        std::sort(candidates.begin(), candidates.end());
        candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
        return candidates;
    }

    void judge(Work& work, const Lacking& one, Findings& out) const {
        const auto feature = work.plan.now.find(one.feature);
        const auto lack = feature ? work.boundaries.lackOf(*feature, one.vertex) : std::nullopt;
        if (!lack) return;
        const auto filed = work.plan.filedState(*feature);
        if (filed && !work.filed) work.filed.emplace(work.plan.filed, work.plan.outlines(), work.layers, tolerance_);
        Finding finding = this->finding(filed && work.filed->lackOf(*filed, one.vertex));
        const plan::Schema& schema = work.plan.now.schema();
        finding.layer = feature->layer;
        finding.subjects = {feature->id};
        finding.aspect = fmt::format("{},{}", one.vertex.x, one.vertex.y);
        finding.where = geometry::MultiPoint{one.vertex};
        finding.measured = lack->distance;
        finding.limit = tolerance_;
        finding.unit = std::string("m");
        finding.message = base::message("rules.unmatched_vertex", schema.layer(feature->layer).code,
                                        plan::nameOf(schema, *feature), schema.layer(lack->owner->layer).code,
                                        plan::nameOf(schema, *lack->owner), base::decimal(lack->distance, 5));
        out.push_back(std::move(finding));
    }

    double tolerance_;
};

}  // namespace

Made makeUnmatchedVertex(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const double tolerance = arguments.number("tolerance_m", 0.001);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    constexpr double most = 100;  // metres: beside a boundary, not beyond the next
    if (tolerance > most) return base::fail(base::Error::Code::Invalid, "rules.too_large", "tolerance_m", "100");
    return std::make_shared<UnmatchedVertex>(rule, tolerance);
}

}  // namespace rules
