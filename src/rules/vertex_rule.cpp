#include "rules/vertex_rule.h"

#include "rules/metres.h"

namespace rules {

Findings VertexRule::check(const Plan& plan, const Scope& scope, const base::Task& task) const {
    if (scope.whole()) return FeatureRule::check(plan, scope, task);
    Findings found;
    const plan::Schema& schema = plan.now.schema();
    for (const plan::LayerId layer : layers(schema)) {
        Look look;
        for (const auto& [id, touched] : scope.touched()) {
            if (!touched.after || touched.after->layer != layer || task.stopped()) continue;
            if (!look) look = this->look(schema, layer);
            if (!look) continue;
            const Part part{plan.outlines().of(*touched.after), placeOf(touched, schema)};
            look(touched.after, touched.redefined ? Part{} : part, {plan, *touched.after}, found);
        }
    }
    order(found);
    return found;
}

bool VertexRule::stale(const Finding& old, const Plan& plan, const Scope& scope) const {
    const Scope::Touched* touched = scope.whole() ? nullptr : scope.find(old.subjects.front());
    if (!touched) return scope.whole();
    const auto* at = std::get_if<geometry::MultiPoint>(&old.where);
    return !touched->after || !at || placeOf(*touched, plan.now.schema()).contains(at->front());
}

FeatureRule::Judge VertexRule::judge(const plan::Schema& schema, plan::LayerId layer) const {
    const Look look = this->look(schema, layer);
    if (!look) return {};
    return
        [look](const plan::FeatureRef& feature, const Filed& filed, Findings& out) { look(feature, {}, filed, out); };
}

geometry::Box VertexRule::placeOf(const Scope::Touched& touched, const plan::Schema& schema) const {
    if (touched.place.empty() && !touched.redefined) return {};
    if (!touched.redefined) return touched.place.grown(Metres(schema).steps(reach(), touched.place));
    geometry::Box all;
    for (const plan::FeatureRef& state : {touched.before, touched.after})
        if (state && !state->box.empty()) all.add(state->box);
    return all;
}

}  // namespace rules
