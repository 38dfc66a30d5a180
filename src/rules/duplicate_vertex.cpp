#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/metres.h"
#include "rules/vertex_rule.h"

namespace rules {

namespace {

using geometry::Point;

// Consecutive vertices must be at least a tolerance apart (Q4101, duplicate vertices). Each vertex that is too near to
// the one before it is one finding, named by its place.
class DuplicateVertex : public VertexRule {
public:
    DuplicateVertex(const plan::RuleSpec& rule, double tolerance) : VertexRule(rule), tolerance_(tolerance) {}

protected:
    double reach() const override { return tolerance_; }

    Look look(const plan::Schema& schema, plan::LayerId layer) const override {
        const plan::GeometryKind kind = schema.layer(layer).geometry;
        if (kind == plan::GeometryKind::None || kind == plan::GeometryKind::Point) return {};
        return [this, &schema, metres = Metres(schema)](const plan::FeatureRef& feature, const Part& part,
                                                        const plan::FeatureRef& filed, Findings& out) {
            std::vector<Near> had;
            bool asked = false;
            const auto inherited = [&](Point at) {
                if (!filed || filed->shape == feature->shape) return filed != nullptr;
                if (!asked) eachNear(metres, *filed, {}, [&](const Near& near) { had.push_back(near); });
                asked = true;
                return std::any_of(had.begin(), had.end(), [&](const Near& near) { return near.at == at; });
            };
            eachNear(metres, *feature, part, [&](const Near& near) {
                Finding finding = about(*feature, inherited(near.at), near.at);
                finding.measured = near.distance;
                finding.limit = tolerance_;
                finding.unit = std::string("m");
                finding.message = base::message("rules.duplicate_vertex", schema.layer(feature->layer).code,
                                                plan::nameOf(schema, *feature), base::decimal(near.distance, 5),
                                                base::decimal(tolerance_, 5));
                out.push_back(std::move(finding));
            });
        };
    }

private:
    struct Near {
        Point at;
        double distance;  // from the vertex before, in metres
    };

    template <class Visit>
    void eachNear(const Metres& metres, const plan::Feature& feature, const Part& part, Visit visit) const {
        if (feature.box.empty()) return;
        const std::int64_t reach = metres.steps(tolerance_, feature.box);
        const auto look = [&](Point before, Point at) {
            if (std::abs(at.y - before.y) > reach || std::abs(at.x - before.x) > reach) return;
            const double distance = metres.at(at).distance(before, at);
            if (distance < tolerance_ || at == before) visit(Near{at, distance});
        };
        part.each(feature, [&](const geometry::Ring& ring, std::size_t i) {
            if (ring.size() > 1) look(ring[i == 0 ? ring.size() - 1 : i - 1], ring[i]);
        });
        if (const auto* lines = std::get_if<geometry::MultiLine>(&feature.shape))
            for (const geometry::Line& line : lines->lines)
                for (std::size_t i = 1; i < line.size(); ++i) look(line[i - 1], line[i]);
    }

    double tolerance_;
};

}  // namespace

Made makeDuplicateVertex(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const double tolerance = arguments.number("tolerance_m", 0.0001);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<DuplicateVertex>(rule, tolerance);
}

}  // namespace rules
