#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/kinds.h"
#include "rules/metres.h"
#include "rules/vertex_rule.h"

namespace rules {

namespace {

using geometry::Point;
using geometry::Ring;

// The boundary must not turn back sharply (Q4104): at a vertex the edges enclose `min_angle` degrees or more, inside or
// outside. Edges up to `tolerance_m` are no direction and are passed over; they are the business of duplicate_vertex.
// Each vertex is one finding, named by its place.
class Spike : public VertexRule {
public:
    Spike(const plan::RuleSpec& rule, double minAngle, double tolerance)
        : VertexRule(rule), minAngle_(minAngle), tolerance_(tolerance) {}

protected:
    double reach() const override { return tolerance_; }

    Look look(const plan::Schema& schema, plan::LayerId layer) const override {
        const plan::GeometryKind kind = schema.layer(layer).geometry;
        if (kind != plan::GeometryKind::Polygon && kind != plan::GeometryKind::Any) return {};
        return [this, &schema, metres = Metres(schema)](const plan::FeatureRef& feature, const Part& part,
                                                        const plan::FeatureRef& filed, Findings& out) {
            std::vector<Point> had;
            bool asked = false;
            const auto inherited = [&](Point at) {
                if (!filed || filed->shape == feature->shape) return filed != nullptr;
                if (!asked) eachTip(metres, *filed, {}, [&](Point tip, double) { had.push_back(tip); });
                asked = true;
                return std::find(had.begin(), had.end(), at) != had.end();
            };
            eachTip(metres, *feature, part, [&](Point tip, double angle) {
                Finding finding = about(*feature, inherited(tip), tip);
                finding.measured = angle;
                finding.limit = minAngle_;
                finding.unit = "deg";
                finding.message =
                    base::message("rules.spike", schema.layer(feature->layer).code, plan::nameOf(schema, *feature),
                                  base::decimal(angle, 2), base::decimal(minAngle_, 2));
                out.push_back(std::move(finding));
            });
        };
    }

private:
    // What holds for every vertex of one feature.
    struct Bounds {
        double low, high;       // the square of east over north, smallest and largest
        double tangent;         // of an angle that none of min_angle exceeds, whichever of the two it is measured with
        bool tangible;          // the two are near enough for that
        double shortX, shortY;  // in steps; an edge longer than either is no short one
    };

    Bounds boundsOf(const Metres& metres, const geometry::Box& box) const {
        const Metres::Range range = metres.over(box);
        const double a = range.low.east / range.low.north, b = range.high.east / range.high.north;
        const double low = std::min(a, b), high = std::max(a, b);
        constexpr double slack = 1.25;  // angles differ by at most the ratio of the two scales
        const double wide = slack * minAngle_;
        return {low * low, high * high, std::tan(std::min(wide, 89.0) * std::numbers::pi / 180),
                low * slack > high && wide<89, range.east()> 0 ? tolerance_ / range.east() : 1e300,
                tolerance_ / range.north()};
    }

    template <class Visit>
    void eachTip(const Metres& metres, const plan::Feature& feature, const Part& part, Visit visit) const {
        if (feature.box.empty()) return;
        const Bounds bounds = boundsOf(metres, feature.box);
        const auto isShort = [&](double x, double y) {
            return std::abs(x) <= bounds.shortX && std::abs(y) <= bounds.shortY;
        };
        part.each(feature, [&](const Ring& ring, std::size_t i) {
            const std::size_t size = ring.size();
            if (size < 3) return;
            const Point before = ring[i == 0 ? size - 1 : i - 1], at = ring[i], next = ring[i + 1 == size ? 0 : i + 1];
            const double inX = static_cast<double>(at.x - before.x), inY = static_cast<double>(at.y - before.y);
            const double outX = static_cast<double>(next.x - at.x), outY = static_cast<double>(next.y - at.y);
            if (!isShort(inX, inY) && !isShort(outX, outY) && !maybeSharp(bounds, inX, inY, outX, outY)) return;
            const double angle = angleAt(metres, ring, i);
            if (angle < minAngle_) visit(at, angle);
        });
    }

    // Sharp by some scale between the bounds, at a vertex with these edges to it and from it.
    static bool maybeSharp(const Bounds& bounds, double inX, double inY, double outX, double outY) {
        const double east = -inX * outX, north = -inY * outY;
        const double dot = bounds.high * east + north;
        if (dot <= 0 && bounds.low * east + north <= 0) return false;
        if (!bounds.tangible || dot <= 0) return true;
        return std::sqrt(bounds.high) * std::abs(inX * outY - inY * outX) <= dot * bounds.tangent;
    }

    // Between the last vertex before and the first after it that are farther away than the tolerance; 180 where there
    // is none.
    double angleAt(const Metres& metres, const Ring& ring, std::size_t i) const {
        const Point at = ring[i];
        const Scale scale = metres.at(at);
        const auto away = [&](std::size_t step) -> const Point* {
            for (std::size_t j = (i + step) % ring.size(); j != i; j = (j + step) % ring.size())
                if (scale.distance(at, ring[j]) > tolerance_) return &ring[j];
            return nullptr;
        };
        const Point *before = away(ring.size() - 1), *after = away(1);
        return before && after ? scale.angle(at, *before, *after) : 180;
    }

    double minAngle_, tolerance_;
};

}  // namespace

Made makeSpike(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const double minAngle = arguments.number("min_angle", 10);
    const double tolerance = arguments.number("tolerance_m", 0.0001);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (minAngle > 90) return base::fail(base::Error::Code::Invalid, "rules.too_large", "min_angle", "90");
    return std::make_shared<Spike>(rule, minAngle, tolerance);
}

}  // namespace rules
