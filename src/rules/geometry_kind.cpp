#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

using plan::GeometryKind;

// None where the shape has no place at all.
GeometryKind kindOf(const geometry::Shape& shape) {
    if (geometry::vertexCount(shape) == 0) return GeometryKind::None;
    if (std::holds_alternative<geometry::MultiPoint>(shape)) return GeometryKind::Point;
    return std::holds_alternative<geometry::MultiLine>(shape) ? GeometryKind::Line : GeometryKind::Polygon;
}

bool fits(GeometryKind kind, GeometryKind wanted) {
    return kind == wanted || (wanted == GeometryKind::Any && kind != GeometryKind::None);
}

std::string_view nameOf(GeometryKind kind) {
    switch (kind) {
        case GeometryKind::Point: return "@rules.kind_point";
        case GeometryKind::Line: return "@rules.kind_line";
        case GeometryKind::Polygon: return "@rules.kind_polygon";
        case GeometryKind::Any:
        case GeometryKind::None: break;
    }
    return "@rules.kind_none";
}

// A feature's geometry is there, and of the kind that its layer says (Q2202).
class GeometryOfLayer : public FeatureRule {
public:
    using FeatureRule::FeatureRule;

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        return [this, &schema, wanted = schema.layer(layer).geometry](const plan::FeatureRef& feature,
                                                                      const plan::FeatureRef& filed, Findings& out) {
            const GeometryKind kind = kindOf(feature->shape);
            if (fits(kind, wanted)) return;
            Finding finding = about(*feature, filed && kindOf(filed->shape) == kind);
            const std::string& code = schema.layer(feature->layer).code;
            const std::string name = plan::nameOf(schema, *feature);
            finding.message = kind == GeometryKind::None
                                  ? base::message("rules.no_geometry", code, name)
                                  : base::message("rules.geometry_kind", code, name, nameOf(kind), nameOf(wanted));
            out.push_back(std::move(finding));
        };
    }
};

}  // namespace

Made makeGeometryKind(const plan::RuleSpec& rule, const plan::Spec& spec) {
    if (auto done = Arguments(spec, rule.parameters).done(); !done) return base::pass(done.error());
    return std::make_shared<GeometryOfLayer>(rule);
}

}  // namespace rules
