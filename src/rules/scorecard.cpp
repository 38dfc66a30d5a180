#include "rules/scorecard.h"

#include <algorithm>
#include <numbers>
#include <set>

#include "base/decimal.h"
#include "rules/kinds.h"
#include "rules/pieces.h"
#include "rules/selection.h"

namespace rules {

using geometry::MultiPolygon;

namespace {

constexpr std::string_view kindName = "scorecard";

struct Terms {
    std::string layer;
    std::vector<std::string> metrics;
    std::vector<Selection> taken, built;
    double smallPart = 0;  // m²
    double tolerance = 1;  // m²
    bool has(std::string_view metric) const {
        return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
    }
};

base::Result<Terms> termsOf(const plan::RuleSpec& rule, const plan::Spec& spec) {
    static const std::set<std::string_view> known{"parts", "holes", "small_parts", "shape", "taken", "built"};
    Arguments arguments(spec, rule.parameters);
    Terms terms;
    terms.layer = arguments.layer("layer");
    terms.metrics = arguments.list("metrics");
    terms.taken = arguments.areaSelections("taken");
    terms.built = arguments.areaSelections("built");
    terms.smallPart = arguments.number("small_part_m2", terms.smallPart);
    terms.tolerance = arguments.number("tolerance_m2", terms.tolerance);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    const auto missing = [](std::string_view name) {
        return base::fail(base::Error::Code::Invalid, "rules.parameter_missing", name);
    };
    if (terms.metrics.empty()) return missing("metrics");
    for (const std::string& metric : terms.metrics)
        if (!known.contains(metric))
            return base::fail(base::Error::Code::Invalid, "rules.wrong_word", "metrics", metric);
    if (terms.has("taken") && terms.taken.empty()) return missing("taken");
    if (terms.has("built") && terms.built.empty()) return missing("built");
    if (terms.has("small_parts") && terms.smallPart <= 0) return missing("small_part_m2");
    for (const auto* selections : {&terms.taken, &terms.built})
        for (const Selection& selection : *selections)
            if (selection.state != Selection::State::Now)
                return base::fail(base::Error::Code::Invalid, "rules.not_now", selection.name());
    return terms;
}

// A layer as one area, and what is asked of it.
class Form {
public:
    Form(const plan::Snapshot& snapshot, plan::LayerId layer, const plan::Snapshot& land)
        : land_(land), measure_(land.schema().measure) {
        std::vector<geometry::SidedEdge> edges;
        snapshot.each(layer, [&](const plan::FeatureRef& feature) {
            if (const auto* area = areaOf(*feature)) geometry::addEdges(edges, *area, 0);
        });
        whole_ = geometry::Regions(std::move(edges)).where([](const auto& cover, bool) { return cover[0] != 0; });
    }

    double parts() const { return static_cast<double>(whole_.polygons.size()); }
    double holes() const {
        std::size_t holes = 0;
        for (const auto& polygon : whole_.polygons) holes += polygon.holes.size();
        return static_cast<double>(holes);
    }
    double smallParts(double limit) const {
        return static_cast<double>(std::count_if(whole_.polygons.begin(), whole_.polygons.end(), [&](const auto& part) {
            return measure_.area(MultiPolygon{{part}}).squareMetres() < limit;
        }));
    }
    // The perimeter's square over 4π times the area: 1 of a circle, more of anything else.
    double shape() const {
        const double around = measure_.perimeter(whole_).metres(), size = area();
        return size > 0 ? base::rounded(around * around / (4 * std::numbers::pi * size), 4) : 0;
    }
    double area() const { return measure_.area(whole_).squareMetres(); }
    double on(const std::vector<Selection>& selections, const base::Task& task) const {
        double sum = 0;
        for (const auto& polygon : whole_.polygons) {
            if (task.stopped()) break;
            const geometry::Box box = geometry::boxOf(polygon.outer);
            std::vector<geometry::SidedEdge> edges;
            geometry::addEdges(edges, MultiPolygon{{polygon}}, 0);
            for (const Selection& selection : selections)
                if (const auto chooser = Chooser::in(selection, land_.schema()))
                    land_.each(chooser->layer(), box, [&](const plan::FeatureRef& feature) {
                        const auto* area = areaOf(*feature);
                        if (area && chooser->has(*feature)) Outline(*area).clip(box, 1, edges);
                    });
            const auto both = [](const geometry::Cover& cover, bool) { return cover[0] != 0 && cover[1] != 0; };
            sum += measure_.area(geometry::Regions(std::move(edges)).where(both)).squareMetres();
        }
        return base::rounded(sum, 2);
    }

private:
    const plan::Snapshot& land_;
    const geometry::Measure& measure_;
    MultiPolygon whole_;
};

bool isAsFiled(const Plan& plan, plan::LayerId layer) { return plan.sinceFiled(layer).empty(); }

std::vector<Score> scoresOf(const Terms& terms, const Plan& plan, const base::Task& task) {
    const auto layer = plan.now.schema().find(terms.layer);
    if (!layer || !hasLayer(plan.filed, *layer) || plan.filed.count(*layer) == 0 || isAsFiled(plan, *layer)) return {};
    const Form filed(plan.filed, *layer, plan.now), now(plan.now, *layer, plan.now);
    std::vector<Score> scores;
    const auto add = [&](std::string metric, std::string of, std::string unit, double before, double after,
                         double tolerance, bool more) {
        const double gain = more ? after - before : before - after;
        scores.push_back(
            {std::move(metric), std::move(of), before, after, std::move(unit), gain<-tolerance, gain> tolerance});
    };
    for (const std::string& metric : terms.metrics) {
        if (metric == "parts") add(metric, {}, {}, filed.parts(), now.parts(), 0, false);
        if (metric == "holes") add(metric, {}, {}, filed.holes(), now.holes(), 0, false);
        if (metric == "small_parts")
            add(metric, {}, {}, filed.smallParts(terms.smallPart), now.smallParts(terms.smallPart), 0, false);
        if (metric == "shape") add(metric, {}, {}, filed.shape(), now.shape(), 0.0005, false);
        if (metric == "taken")
            for (const Selection& each : terms.taken)
                add(metric, each.name(), "m2", filed.on({each}, task), now.on({each}, task), terms.tolerance, false);
        if (metric == "built" && filed.area() > 0 && now.area() > 0)
            add(metric, terms.built.front().layer, "percent",
                base::rounded(filed.on(terms.built, task) / filed.area() * 100, 4),
                base::rounded(now.on(terms.built, task) / now.area() * 100, 4), 0.0005, true);
    }
    return scores;
}

// A boundary that is changed must not become worse (R-U5, R-U8): a warning for each measure that did.
class Scorecard : public Rule {
public:
    Scorecard(const plan::RuleSpec& rule, Terms terms) : Rule(rule), terms_(std::move(terms)), layers_{terms_.layer} {
        for (const auto* selections : {&terms_.taken, &terms_.built})
            for (const Selection& selection : *selections) layers_.insert(selection.layer);
    }

    Findings check(const Plan& plan, const Scope&, const base::Task& task) const override {
        Findings found;
        for (const Score& score : scoresOf(terms_, plan, task)) {
            if (!score.worse) continue;
            Finding finding = this->finding(false);
            finding.layer = plan.now.schema().find(terms_.layer).value_or(plan::LayerId{});
            finding.aspect = score.of.empty() ? score.metric : score.metric + ":" + score.of;
            finding.measured = score.now;
            finding.limit = score.filed;
            finding.unit = score.unit;
            const int places = score.unit == "m2" ? 2 : score.unit.empty() && score.metric != "shape" ? 0 : 4;
            finding.message = base::message("rules.score_" + score.metric, terms_.layer, score.of,
                                            base::decimal(score.filed, places), base::decimal(score.now, places));
            found.push_back(std::move(finding));
        }
        order(found);
        return found;
    }

    bool concerned(const Plan& plan) const override {
        const auto layer = plan.now.schema().find(terms_.layer);
        return layer && !isAsFiled(plan, *layer);
    }
    bool stale(const Finding&, const Plan&, const Scope&) const override { return true; }
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override {
        if (!touches(scope, plan.now.schema(), layers_)) return old;
        return check(plan, scope, task);
    }

private:
    Terms terms_;
    std::set<std::string> layers_;
};

}  // namespace

base::Result<std::vector<Score>> scorecard(const plan::Spec& spec, const Plan& plan, const base::Task& task) {
    std::vector<Score> scores;
    for (const plan::RuleSpec& rule : spec.rules) {
        if (rule.kind != kindName) continue;
        const auto terms = termsOf(rule, spec);
        if (!terms) return base::pass(terms.error().in(rule.id));
        for (Score& score : scoresOf(*terms, plan, task)) scores.push_back(std::move(score));
    }
    if (task.stopped()) return base::cancelled();
    return scores;
}

Made makeScorecard(const plan::RuleSpec& rule, const plan::Spec& spec) {
    auto terms = termsOf(rule, spec);
    if (!terms) return base::pass(terms.error());
    return std::make_shared<Scorecard>(rule, std::move(*terms));
}

}  // namespace rules
