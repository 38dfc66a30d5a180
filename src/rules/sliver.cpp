#include <cstdlib>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

// A length that the ring cannot exceed, in metres, without measuring on the ellipsoid: a degree is nowhere longer than
// 111.7 km, and no projection that a plan is kept in shrinks by more than a hundredth.
double longestOf(const geometry::Polygon& polygon, const plan::Schema& schema) {
    double steps = 0;
    const auto add = [&](const geometry::Ring& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            steps += static_cast<double>(std::abs(ring[i].x - ring[j].x) + std::abs(ring[i].y - ring[j].y));
    };
    add(polygon.outer);
    for (const geometry::Ring& hole : polygon.holes) add(hole);
    return steps / schema.grid.stepsPerUnit * (schema.system.geographic ? 111700 : 1.01);
}

// Polygons that are too small (Q4601: below `min_area_m2`) or too thin (Q4602: area over perimeter up to `width_m`),
// each part for itself.
class Sliver : public FeatureRule {
public:
    Sliver(const plan::RuleSpec& rule, std::optional<double> minArea, std::optional<double> width)
        : FeatureRule(rule), minArea_(minArea), width_(width) {}

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId) const override {
        return [this, &schema](const plan::FeatureRef& feature, const Filed& filed, Findings& out) {
            const auto worst = worstOf(schema, *feature);
            if (!worst) return;
            const plan::FeatureRef was = filed;
            const bool inherited = was && (was->shape == feature->shape || worstOf(schema, *was));
            Finding finding = about(*feature, inherited);
            finding.where = geometry::MultiPolygon{{*worst->part}};
            finding.measured = worst->measured;
            finding.limit = worst->limit;
            finding.unit = worst->thin ? "m" : "m2";
            finding.message = base::message(worst->thin ? "rules.thin" : "rules.small",
                                            schema.layer(feature->layer).code, plan::nameOf(schema, *feature),
                                            base::decimal(worst->measured, 2), base::decimal(worst->limit, 2));
            out.push_back(std::move(finding));
        };
    }

private:
    struct Part {
        const geometry::Polygon* part;
        bool thin;
        double measured, limit;
    };

    // The first part that is too small or too thin.
    std::optional<Part> worstOf(const plan::Schema& schema, const plan::Feature& feature) const {
        const auto* area = std::get_if<geometry::MultiPolygon>(&feature.shape);
        if (!area) return {};
        for (const geometry::Polygon& polygon : area->polygons) {
            const double size = area->polygons.size() == 1
                                    ? feature.area.squareMetres()
                                    : schema.measure.area(geometry::MultiPolygon{{polygon}}).squareMetres();
            if (minArea_ && size < *minArea_) return Part{&polygon, false, size, *minArea_};
            if (!width_ || size > *width_ * longestOf(polygon, schema)) continue;
            const double around = schema.measure.perimeter({{polygon}}).metres();
            if (size <= *width_ * around) return Part{&polygon, true, around > 0 ? size / around : 0, *width_};
        }
        return {};
    }

    std::optional<double> minArea_, width_;
};

}  // namespace

Made makeSliver(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const auto minArea = arguments.number("min_area_m2");
    const auto width = arguments.number("width_m");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (!minArea && !width)
        return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", "min_area_m2, width_m");
    return std::make_shared<Sliver>(rule, minArea, width);
}

}  // namespace rules
