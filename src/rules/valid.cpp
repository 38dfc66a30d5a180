#include <unordered_set>

#include "geometry/validity.h"
#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"
#include "rules/pieces.h"

namespace rules {

namespace {

const char* textOf(geometry::Flaw::Kind kind) {
    using Kind = geometry::Flaw::Kind;
    switch (kind) {
        case Kind::SelfIntersection: return "rules.flaw_self_intersection";
        case Kind::RingSelfIntersection: return "rules.flaw_ring_self_intersection";
        case Kind::RepeatedRing: return "rules.flaw_repeated_ring";
        case Kind::HoleOutsideShell: return "rules.flaw_hole_outside_shell";
        case Kind::NestedHoles: return "rules.flaw_nested_holes";
        case Kind::NestedShells: return "rules.flaw_nested_shells";
        case Kind::DisconnectedInterior: return "rules.flaw_disconnected_interior";
        case Kind::TooFewPoints: return "rules.flaw_too_few_points";
    }
    return "";
}

// Geometry must be valid (Q4101); whether it is there is the business of `geometry_kind`. The first flaw of a feature
// is told, with its place.
class Valid : public FeatureRule {
public:
    using FeatureRule::FeatureRule;

    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override {
        if (!scope.whole()) return FeatureRule::check(plan, scope, task);
        plan::Changeset doubtful;
        for (const plan::LayerId layer : layers(plan.now.schema()))
            for (const auto& feature : plan.doubtful(layer, task)) doubtful.changes.push_back({feature, feature});
        return FeatureRule::check(plan, Scope::of(doubtful), task);
    }

    // What was valid and changed in one place is looked at there.
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override {
        std::unordered_set<plan::FeatureId> flawed;
        for (const Finding& finding : old) flawed.insert(finding.subjects.begin(), finding.subjects.end());
        const auto staysValid = [&](const Scope::Touched& touched) {
            if (!touched.before || !touched.after || flawed.contains(touched.after->id)) return false;
            if (touched.place.empty()) return true;
            const geometry::Outline* outline = plan.outlines().of(*touched.after);
            return outline && areaOf(*touched.before) && !geometry::flawAfterChange(*outline, touched.place);
        };
        plan::Changeset others;
        for (const auto& [id, touched] : scope.touched())
            if (!staysValid(touched)) others.changes.push_back({touched.before, touched.after});
        return FeatureRule::recheck(plan, Scope::of(others), std::move(old), task);
    }

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        const plan::GeometryKind kind = schema.layer(layer).geometry;
        if (kind == plan::GeometryKind::None) return {};
        if (spec_.layers.empty() && kind == plan::GeometryKind::Point) return {};
        return [this, &schema](const plan::FeatureRef& feature, const Filed& filed, Findings& out) {
            const auto flaw = geometry::flawOf(feature->shape);
            if (!flaw) return;
            const plan::FeatureRef was = filed;
            const bool inherited = was && (was->shape == feature->shape || geometry::flawOf(was->shape));
            Finding finding = about(*feature, inherited);
            finding.where = geometry::MultiPoint{flaw->where};
            finding.message =
                base::message(textOf(flaw->kind), schema.layer(feature->layer).code, plan::nameOf(schema, *feature));
            out.push_back(std::move(finding));
        };
    }
};

}  // namespace

Made makeValid(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    return std::make_shared<Valid>(rule);
}

}  // namespace rules
