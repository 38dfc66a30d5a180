#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "rules/kinds.h"
#include "rules/portion_rule.h"

namespace rules {

namespace {

enum class Measure { Area, Sum, Mean };

// What comes in is held against what goes out (R-F3, R-F4, R-U3, R-U6): its area, its share of a field of numbers, or
// the mean of a field by area. From the changed features alone; one finding for the whole county.
class Balance : public Rule {
public:
    struct Terms {
        Portion in, out;
        Measure measure = Measure::Area;
        std::string field;
        bool atLeast = true;  // what comes in must be at least what goes out; else at most
        double tolerance = 0;
    };
    Balance(const plan::RuleSpec& rule, Terms terms) : Rule(rule), terms_(std::move(terms)) {
        for (const Portion* portion : {&terms_.in, &terms_.out}) layers_.merge(portion->layers());
    }

    Findings check(const Plan& plan, const Scope&, const base::Task& task) const override {
        const auto in = totalOf(terms_.in, plan, task), out = totalOf(terms_.out, plan, task);
        if (in.squareMetres > 0 && out.squareMetres > 0)
            for (const auto& [portion, total] : {std::pair{&terms_.in, &in}, std::pair{&terms_.out, &out}})
                if (total->blank > 0) return {undecided(*portion, *total, plan)};
        const auto came = valueOf(in), went = valueOf(out);
        if (!came || !went || task.stopped()) return {};
        const double missing = terms_.atLeast ? *went - *came : *came - *went;
        if (missing <= terms_.tolerance) return {};
        const auto layer = plan.now.schema().find(terms_.in.of.layer);
        Finding finding = this->finding(false);
        finding.layer = layer.value_or(plan::LayerId{});
        finding.aspect = terms_.field.empty() ? "area" : terms_.field;
        finding.where = terms_.atLeast ? out.where : in.where;
        finding.measured = *came;
        finding.limit = *went;
        finding.unit = terms_.measure == Measure::Mean ? "" : "m2";
        finding.message = base::message(keyOf(), terms_.in.of.name(), terms_.field, base::decimal(*came, 2),
                                        base::decimal(*went, 2), base::signedDecimal(*came - *went, 2));
        return {std::move(finding)};
    }

    bool concerned(const Plan& plan) const override {
        return Portions(terms_.in, plan).any() || Portions(terms_.out, plan).any();
    }
    bool stale(const Finding&, const Plan&, const Scope&) const override { return true; }
    Findings recheck(const Plan& plan, const Scope& scope, Findings old, const base::Task& task) const override {
        if (!touches(scope, plan.now.schema(), layers_)) return old;
        return check(plan, scope, task);
    }

private:
    struct Total {
        double squareMetres = 0, amount = 0;
        double blank = 0;  // square metres of features whose field is blank, where a mean is asked for
        geometry::MultiPolygon where;
    };

    Total totalOf(const Portion& portion, const Plan& plan, const base::Task& task) const {
        Total sum;
        Portions parts(portion, plan);
        const auto layer = plan.now.schema().find(portion.of.layer);
        const auto field = layer ? plan.now.schema().layer(*layer).field(terms_.field) : std::nullopt;
        parts.each([&](const plan::FeatureRef& feature) {
            const double whole = feature->area.squareMetres();
            if (task.stopped() || whole <= 0) return;
            const Part part = parts.of(*feature, Tolerance{0, 0});
            const auto* area = std::get_if<geometry::MultiPolygon>(&part.where);
            if (!area) return;
            sum.squareMetres += part.measured;
            if (terms_.measure == Measure::Mean && (!field || plan::isBlank(feature->value(*field)))) {
                sum.blank += part.measured;
                return;
            }
            if (field) {
                const double value = plan::numberOf(feature->value(*field));
                sum.amount += value * (terms_.measure == Measure::Mean ? part.measured : part.measured / whole);
            }
            sum.where.polygons.insert(sum.where.polygons.end(), area->polygons.begin(), area->polygons.end());
        });
        return sum;
    }

    // Not all that the mean is of is known (R-X1).
    Finding undecided(const Portion& portion, const Total& total, const Plan& plan) const {
        Finding finding = this->finding(false);
        finding.layer = plan.now.schema().find(portion.of.layer).value_or(plan::LayerId{});
        finding.aspect = terms_.field;
        finding.where = total.where;
        finding.message = base::message("rules.undecided_field", spec().id, portion.of.layer, terms_.field,
                                        base::decimal(total.blank, 2));
        return finding;
    }

    // None where there is nothing that a mean could be of.
    std::optional<double> valueOf(const Total& sum) const {
        switch (terms_.measure) {
            case Measure::Area: return base::rounded(sum.squareMetres, 2);
            case Measure::Sum: return base::rounded(sum.amount, 2);
            case Measure::Mean: break;
        }
        if (sum.squareMetres <= 0) return {};
        return base::rounded(sum.amount / sum.squareMetres, 4);
    }

    std::string_view keyOf() const {
        switch (terms_.measure) {
            case Measure::Area: return terms_.atLeast ? "rules.area_in_less" : "rules.area_in_more";
            case Measure::Sum: return terms_.atLeast ? "rules.field_in_less" : "rules.field_in_more";
            case Measure::Mean: break;
        }
        return terms_.atLeast ? "rules.mean_in_less" : "rules.mean_in_more";
    }

    Terms terms_;
    std::set<std::string> layers_;
};

}  // namespace

Made makeBalance(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    const auto in = arguments.areaSelections("in"), out = arguments.areaSelections("out");
    Balance::Terms terms;
    terms.in.within = arguments.areaSelections("in_within");
    terms.out.within = arguments.areaSelections("out_within");
    const std::string measure = arguments.needed("measure"), must = arguments.needed("must");
    terms.field = arguments.text("value");
    terms.atLeast = must == "at_least";
    terms.tolerance = arguments.number("tolerance", 0);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    const auto wrong = [](std::string_view name, std::string_view value) {
        return base::fail(base::Error::Code::Invalid, "rules.wrong_word", name, value);
    };
    if (in.size() != 1 || !in.front().isChange()) return wrong("in", in.empty() ? "" : in.front().name());
    if (out.size() != 1 || !out.front().isChange()) return wrong("out", out.empty() ? "" : out.front().name());
    if (must != "at_least" && must != "at_most") return wrong("must", must);
    if (measure != "area" && measure != "sum" && measure != "mean") return wrong("measure", measure);
    terms.measure = measure == "area" ? Measure::Area : measure == "sum" ? Measure::Sum : Measure::Mean;
    if (terms.field.empty() != (terms.measure == Measure::Area)) return wrong("value", terms.field);
    terms.in.of = in.front();
    terms.out.of = out.front();
    for (const std::string& layer : {terms.in.of.layer, terms.out.of.layer}) arguments.field(layer, terms.field);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return std::make_shared<Balance>(rule, std::move(terms));
}

}  // namespace rules
