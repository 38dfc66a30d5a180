#pragma once

#include <string>
#include <vector>

#include "rules/check.h"
#include "rules/indicator.h"
#include "support/random_plan.h"

// Small plans drawn by hand, and a rulebook to hold them against.
namespace drawn {

using geometry::Point;

inline plan::RuleSpec rule(std::string id, std::string kind, std::vector<std::string> layers,
                           plan::Parameters parameters = {}, bool worsenedOnly = false) {
    plan::RuleSpec spec;
    spec.id = std::move(id);
    spec.kind = std::move(kind);
    spec.severity = "block";
    spec.layers = std::move(layers);
    spec.parameters = std::move(parameters);
    spec.worsenedOnly = worsenedOnly;
    spec.basis = "basis";
    return spec;
}

// A pack with the layers of support::randomSchema.
inline plan::Spec spec(const plan::Schema& schema) {
    plan::Spec spec;
    spec.id = "drawn";
    spec.layers = schema.layers;
    return spec;
}

// A plan in metres east and north of a corner of EPSG:4524, without the county unless it is drawn.
class Sheet {
public:
    explicit Sheet(plan::SchemaRef schema = support::randomSchema("EPSG:4524")) : schema_(std::move(schema)) {}

    const plan::SchemaRef& schema() const { return schema_; }
    Point at(double x, double y) const { return schema_->grid.nearest({36400000 + x, 4560000 + y}); }
    geometry::Ring ring(const std::vector<std::pair<double, double>>& corners) const {
        geometry::Ring ring;
        for (const auto& [x, y] : corners) ring.push_back(at(x, y));
        return ring;
    }
    geometry::MultiPolygon box(double x0, double y0, double x1, double y1) const {
        return {{{ring({{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}), {}}}};
    }

    // Values: BSM and code; the area is declared as measured.
    plan::FeatureId add(plan::LayerId layer, geometry::MultiPolygon shape, std::string bsm = {},
                        std::string code = "100") {
        const plan::FeatureId id{0, next_++};
        if (bsm.empty()) bsm = fmt::format("1508250000{:08}", id.serial);
        const double area = base_rounded(schema_->measure.area(shape).squareMetres());
        features_.push_back(
            plan::makeFeature(*schema_, id, layer, std::move(shape), {bsm, std::move(code), area, std::int64_t{1}}));
        return id;
    }
    plan::Snapshot plan() const { return plan::Snapshot(schema_, features_); }

private:
    static double base_rounded(double value) { return std::round(value * 100) / 100; }
    plan::SchemaRef schema_;
    std::vector<plan::FeatureRef> features_;
    std::uint32_t next_ = 1;
};

inline rules::Findings findings(const plan::Spec& spec, const plan::Snapshot& now, const plan::Snapshot& filed,
                                const plan::Settings& settings = {}, const rules::CaseFacts* file = nullptr) {
    const auto set = rules::RuleSet::of(spec);
    if (!set) throw std::runtime_error(set.error().message.key);
    return rules::check(*set, {now, filed, settings, nullptr, nullptr, file}).value().findings;
}

}  // namespace drawn
