#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

std::size_t partsOf(const plan::Feature& feature) {
    if (const auto* area = std::get_if<geometry::MultiPolygon>(&feature.shape)) return area->polygons.size();
    if (const auto* lines = std::get_if<geometry::MultiLine>(&feature.shape)) return lines->lines.size();
    if (const auto* points = std::get_if<geometry::MultiPoint>(&feature.shape)) return points->size();
    return 0;
}

// The feature without its first part.
geometry::Shape restOf(const geometry::Shape& shape) {
    geometry::Shape rest = shape;
    if (auto* area = std::get_if<geometry::MultiPolygon>(&rest)) area->polygons.erase(area->polygons.begin());
    if (auto* lines = std::get_if<geometry::MultiLine>(&rest)) lines->lines.erase(lines->lines.begin());
    if (auto* points = std::get_if<geometry::MultiPoint>(&rest)) points->erase(points->begin());
    return rest;
}

// A feature is one polygon, one line or one point (Q4103). The place is every part but the first.
class Multipart : public FeatureRule {
public:
    using FeatureRule::FeatureRule;

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId) const override {
        return [this, &schema](const plan::FeatureRef& feature, const plan::FeatureRef& filed, Findings& out) {
            const std::size_t parts = partsOf(*feature);
            if (parts < 2) return;
            Finding finding = about(*feature, filed && partsOf(*filed) >= parts);
            finding.where = restOf(feature->shape);
            finding.measured = static_cast<double>(parts);
            finding.limit = 1;
            finding.message = base::message("rules.multipart", schema.layer(feature->layer).code,
                                            plan::nameOf(schema, *feature), parts);
            out.push_back(std::move(finding));
        };
    }
};

}  // namespace

Made makeMultipart(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    return std::make_shared<Multipart>(rule);
}

}  // namespace rules
