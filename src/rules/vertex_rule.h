#pragma once

#include "rules/feature_rule.h"
#include "rules/pieces.h"

namespace rules {

// A rule about the vertices of a feature: what it says of one, it says at its place (FeatureRule::about with a place),
// and that depends on what lies within `reach` of it and on the feature's filed state alone. So where a long boundary
// changed at one place, the rest is not gone through.
class VertexRule : public FeatureRule {
public:
    using FeatureRule::FeatureRule;
    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override;
    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override;

protected:
    // Which vertices are asked about.
    struct Part {
        const Outline* near = nullptr;  // null: all of the feature's
        geometry::Box place;
        // Calls visit(ring, i) for every vertex of a ring.
        template <class Visit>
        void each(const plan::Feature& feature, Visit visit) const {
            if (near) return near->eachCorner(place, visit);
            if (const auto* area = areaOf(feature))
                geometry::eachRing(*area, [&](const geometry::Ring& ring) {
                    for (std::size_t i = 0; i < ring.size(); ++i) visit(ring, i);
                });
        }
    };
    // Adds what it finds at the vertices of the part; it may add more.
    using Look =
        std::function<void(const plan::FeatureRef& feature, const Part& part, const Filed& filed, Findings& out)>;
    virtual Look look(const plan::Schema& schema, plan::LayerId layer) const = 0;
    // In metres.
    virtual double reach() const = 0;

    Judge judge(const plan::Schema& schema, plan::LayerId layer) const final;

private:
    // Everywhere else it says what it said.
    geometry::Box placeOf(const Scope::Touched& touched, const plan::Schema& schema) const;
};

}  // namespace rules
