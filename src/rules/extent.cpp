#include "rules/arguments.h"
#include "rules/kinds.h"

namespace rules {

namespace {

// Everything lies in the box of the county (Q2201): what is far from it was read in the wrong system, zone or order of
// axes. Nothing is said while the county's layer is empty.
class Extent : public Rule {
public:
    Extent(const plan::RuleSpec& rule, std::string county) : Rule(rule), county_(std::move(county)) {}

    // Where the county moves, everything is looked at anew.
    Findings check(const Plan& plan, const Scope& scope, const base::Task& task) const override {
        const geometry::Box county = boxOf(plan.now, county_);
        if (county.empty()) return {};
        Findings found;
        const geometry::Box filedCounty = boxOf(plan.filed, county_);
        const auto look = [&](const plan::FeatureRef& feature) {
            if (task.stopped() || county.contains(feature->box) || feature->box.empty()) return;
            const auto filed = plan.filedState(*feature);
            const bool inherited =
                filed && !filed->box.empty() && !filedCounty.empty() && !filedCounty.contains(filed->box);
            add(plan.now.schema(), *feature, inherited, found);
        };
        const bool all = scope.whole() || countyTouched(plan, scope);
        for (const plan::LayerId layer : layers(plan.now.schema())) {
            if (all) {
                plan.now.each(layer, look);
                continue;
            }
            for (const auto& [id, touched] : scope.touched())
                if (touched.after && touched.after->layer == layer) look(touched.after);
        }
        order(found);
        return found;
    }

    bool stale(const Finding& old, const Plan& plan, const Scope& scope) const override {
        return countyTouched(plan, scope) || Rule::stale(old, plan, scope);
    }

private:
    static geometry::Box boxOf(const plan::Snapshot& snapshot, const std::string& code) {
        geometry::Box box;
        if (const auto layer = snapshot.schema().find(code))
            snapshot.each(*layer, [&](const plan::FeatureRef& part) {
                if (!part->box.empty()) box.add(part->box);
            });
        return box;
    }

    bool countyTouched(const Plan& plan, const Scope& scope) const {
        const auto county = plan.now.schema().find(county_);
        for (const auto& [id, touched] : scope.touched()) {
            if ((touched.after ? touched.after : touched.before)->layer != county) continue;
            if (!touched.before || !touched.after || touched.before->box != touched.after->box) return true;
        }
        return false;
    }

    void add(const plan::Schema& schema, const plan::Feature& feature, bool inherited, Findings& out) const {
        Finding finding = this->finding(inherited);
        finding.layer = feature.layer;
        finding.subjects = {feature.id};
        const geometry::Box& box = feature.box;
        finding.where =
            geometry::MultiPoint{{box.minX + (box.maxX - box.minX) / 2, box.minY + (box.maxY - box.minY) / 2}};
        finding.message =
            base::message("rules.extent", schema.layer(feature.layer).code, plan::nameOf(schema, feature), county_);
        out.push_back(std::move(finding));
    }

    std::string county_;
};

}  // namespace

Made makeExtent(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const std::string county = arguments.layer("county");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<Extent>(rule, county);
}

}  // namespace rules
