#include "rules/indicator.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/check.h"
#include "rules/arguments.h"
#include "rules/common_area.h"
#include "rules/measured.h"

namespace rules {

namespace {

// The features of a layer that are counted, and what of each: a field's number or (no field) the measured area.
struct Sum {
    std::string layer, field, whereField;
    std::vector<std::string> whereValues;
};

enum class Kind { Sum, Expansion, Share, Manual };

struct Formula {
    Kind kind = Kind::Manual;
    Sum counted, base;       // base: of expansion and share
    bool increment = false;  // expansion: the base and what of the counted lies outside of it (mode B)
};

base::Result<Formula> formulaOf(const plan::IndicatorSpec& indicator, const plan::Spec& spec) {
    Arguments arguments(spec, indicator.parameters);
    Formula formula;
    const auto where = [&](Sum& sum, const std::string& field, const std::string& values) {
        sum.whereField = arguments.text(field);
        sum.whereValues = arguments.list(values);
        arguments.field(sum.layer, sum.whereField);
    };
    if (indicator.kind == "sum_field" || indicator.kind == "sum_area") {
        formula.kind = Kind::Sum;
        formula.counted.layer = arguments.layer("layer");
        if (indicator.kind == "sum_field") {
            formula.counted.field = arguments.needed("field");
            arguments.field(formula.counted.layer, formula.counted.field);
        }
        where(formula.counted, "where_field", "where_values");
    } else if (indicator.kind == "expansion") {
        formula.kind = Kind::Expansion;
        formula.counted.layer = arguments.layer("layer");
        where(formula.counted, "field", "counted");
        formula.base.layer = arguments.layer("base_layer");
        where(formula.base, "base_field", "base_values");
        const std::string mode = arguments.text("mode");
        if (mode != "" && mode != "A" && mode != "B")
            return base::fail(base::Error::Code::Invalid, "rules.expansion_mode", mode);
        formula.increment = mode == "B";
    } else if (indicator.kind == "share") {
        formula.kind = Kind::Share;
        formula.counted.layer = arguments.layer("layer");
        where(formula.counted, "where_field", "where_values");
        formula.base.layer = arguments.layer("of_layer");
    } else if (indicator.kind != "manual") {
        return base::fail(base::Error::Code::Invalid, "rules.unknown_kind", indicator.kind);
    }
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    return formula;
}

// A sum as it stands in one schema.
struct Term {
    bool known = false;  // layer and fields are there
    plan::LayerId layer;
    std::optional<std::size_t> field, whereField;
    std::vector<std::string> whereValues;
};

Term termOf(const Sum& sum, const plan::Schema& schema) {
    Term term;
    const auto layer = schema.find(sum.layer);
    if (!layer) return term;
    term.layer = *layer;
    term.known = true;
    const auto place = [&](const std::string& code, std::optional<std::size_t>& field) {
        if (code.empty()) return;
        field = schema.layer(*layer).field(code);
        term.known = term.known && field;
    };
    place(sum.field, term.field);
    place(sum.whereField, term.whereField);
    term.whereValues = sum.whereValues;
    std::sort(term.whereValues.begin(), term.whereValues.end());
    return term;
}

// Sums wrap instead of overflowing, so that taking away undoes adding whatever the input is.
std::int64_t wrapped(std::int64_t sum, std::int64_t value, int times) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) +
                                     static_cast<std::uint64_t>(value) * static_cast<std::uint64_t>(times));
}

}  // namespace

struct Totals::Formulas {
    std::vector<Formula> formulas;           // of the pack's indicators, in order
    std::vector<std::size_t> counted, base;  // their places in `terms`; an unused one is of an unknown layer
    std::vector<Term> terms;

    // Of an indicator that needs it: which features have their common area summed.
    std::optional<std::pair<Counted, Counted>> common(std::size_t indicator) const {
        const Term &one = terms[counted[indicator]], &other = terms[base[indicator]];
        if (!formulas[indicator].increment || !one.known || !other.known) return {};
        return std::pair(Counted{one.layer, one.whereField, one.whereValues},
                         Counted{other.layer, other.whereField, other.whereValues});
    }
};

Totals Totals::of(const plan::Spec& spec, const plan::Snapshot& snapshot) {
    auto formulas = std::make_shared<Formulas>();
    for (const plan::IndicatorSpec& indicator : spec.indicators) {
        const Formula formula = formulaOf(indicator, spec).value_or(Formula{});
        const auto place = [&](const Sum& sum) {
            formulas->terms.push_back(termOf(sum, snapshot.schema()));
            return formulas->terms.size() - 1;
        };
        formulas->counted.push_back(place(formula.counted));
        formulas->base.push_back(place(formula.base));
        formulas->formulas.push_back(formula);
    }
    Totals totals;
    totals.sums_.assign(formulas->terms.size(), 0);
    totals.counts_.assign(formulas->terms.size(), 0);
    std::vector<bool> seen(snapshot.schema().layers.size());
    totals.formulas_ = formulas;
    for (const Term& term : formulas->terms) {
        if (!term.known || seen[term.layer.index]) continue;
        seen[term.layer.index] = true;
        snapshot.each(term.layer, [&](const plan::FeatureRef& feature) { totals.count(*feature, 1); });
    }
    totals.common_.assign(formulas->formulas.size(), 0);
    for (std::size_t i = 0; i < formulas->formulas.size(); ++i)
        if (const auto common = formulas->common(i)) {
            totals.common_[i] = commonUnits(snapshot, common->first, common->second);
            totals.plan_ = snapshot;
        }
    return totals;
}

Totals Totals::after(const plan::Changeset& changes) const {
    Totals totals = *this;
    for (const plan::Change& change : changes.changes) {
        if (change.before) totals.count(*change.before, -1);
        if (change.after) totals.count(*change.after, 1);
    }
    if (!plan_) return totals;
    auto next = plan_->with(changes);
    SANXIAN_ASSERT(next.has_value());
    for (std::size_t i = 0; i < common_.size(); ++i)
        if (const auto common = formulas_->common(i))
            totals.common_[i] += commonUnitsAdded(*plan_, *next, changes, common->first, common->second);
    totals.plan_ = std::move(*next);
    return totals;
}

void Totals::count(const plan::Feature& feature, int times) {
    for (std::size_t i = 0; i < formulas_->terms.size(); ++i) {
        const Term& term = formulas_->terms[i];
        if (!term.known || term.layer != feature.layer) continue;
        counts_[i] += times;
        if (term.whereField && !std::binary_search(term.whereValues.begin(), term.whereValues.end(),
                                                   plan::textOf(feature.value(*term.whereField))))
            continue;
        const double value = term.field ? plan::numberOf(feature.value(*term.field)) : feature.area.squareMetres();
        sums_[i] = wrapped(sums_[i], wholeUnits(value), times);
    }
}

std::optional<double> Indicator::margin() const {
    if (!value || !target) return {};
    return atLeast ? *value - *target : *target - *value;
}

std::optional<double> Indicator::delta() const {
    if (!value || !filed) return {};
    return *value - *filed;
}

// What an indicator is worth by the totals of the plan.
class Evaluation {
public:
    Evaluation(std::size_t place, const plan::IndicatorSpec& spec, const plan::Settings& settings, const Totals& filed,
               const Totals& now)
        : place_(place), spec_(spec), settings_(settings), filed_(filed), now_(now) {
        SANXIAN_ASSERT(place < now.formulas_->formulas.size() && place < filed.formulas_->formulas.size());
    }

    Indicator indicator() const {
        Indicator result;
        result.id = spec_.id;
        result.name = spec_.name;
        result.binding = spec_.binding;
        result.unit = spec_.unit;
        result.decimals = spec_.decimals;
        result.atLeast = spec_.atLeast;
        std::string missing;
        result.filed = value(filed_, missing);
        result.value = value(now_, result.missing);
        // What the filed plan has no input for is held to what is filed now.
        if (!result.filed) result.filed = result.value;
        result.target = plan::setting(settings_, spec_.id + ".target");
        if (!result.target) result.target = spec_.target ? spec_.target : result.filed;
        const auto margin = result.margin();
        const double unit = std::pow(10.0, -spec_.decimals);  // one unit in the target's last decimal
        if (margin) result.status = *margin < -unit * (0.5 + 1e-9) ? Status::Broken : Status::Met;
        return result;
    }

private:
    std::optional<double> value(const Totals& totals, std::string& missing) const {
        const Formula& formula = totals.formulas_->formulas[place_];
        if (formula.kind == Kind::Manual) return plan::setting(settings_, spec_.id + ".value");
        const auto counted = sum(&Totals::Formulas::counted, formula.counted, totals, missing);
        if (!counted) return {};
        if (formula.kind == Kind::Sum) {
            const auto unit = areaUnitOf(spec_.unit);
            return unit ? geometry::in(*unit, geometry::Area::squareMetres(*counted)) : *counted;
        }
        std::optional<double> base;
        if (formula.kind == Kind::Share)
            base = sum(&Totals::Formulas::base, formula.base, totals, missing);
        else if (!(base = plan::setting(settings_, spec_.id + ".base")))
            base = sum(&Totals::Formulas::base, formula.base, hasBase() ? filed_ : now_, missing);
        if (!base || !(*base > 0)) return {};
        if (formula.increment) {
            const double inside = static_cast<double>(totals.common_[place_]) / unitsPerSquareMetre;
            const double excluded = plan::setting(settings_, spec_.id + ".excluded").value_or(0);
            return (*base + *counted - inside - excluded) / *base;
        }
        return *counted / *base * (formula.kind == Kind::Share ? 100 : 1);
    }

    bool hasBase() const { return filed_.counts_[filed_.formulas_->base[place_]] > 0; }

    // In square metres; none (and the layer's code in `missing`) where its layer has no feature and had none.
    std::optional<double> sum(std::vector<std::size_t> Totals::Formulas::*places, const Sum& what, const Totals& totals,
                              std::string& missing) const {
        const std::size_t term = ((*totals.formulas_).*places)[place_];
        if (totals.counts_[term] == 0 && filed_.counts_[term] == 0) {
            missing = what.layer;
            return {};
        }
        return static_cast<double>(totals.sums_[term]) / unitsPerSquareMetre;
    }

    std::size_t place_;
    const plan::IndicatorSpec& spec_;
    const plan::Settings& settings_;
    const Totals& filed_;
    const Totals& now_;
};

Indicator indicatorAt(std::size_t place, const plan::IndicatorSpec& indicator, const plan::Settings& settings,
                      const Totals& filed, const Totals& now) {
    return Evaluation(place, indicator, settings, filed, now).indicator();
}

std::vector<Indicator> indicators(const plan::Spec& spec, const plan::Settings& settings, const Totals& filed,
                                  const Totals& now) {
    std::vector<Indicator> result;
    for (std::size_t i = 0; i < spec.indicators.size(); ++i)
        result.push_back(indicatorAt(i, spec.indicators[i], settings, filed, now));
    return result;
}

base::Result<> validIndicators(const plan::Spec& spec) {
    for (const plan::IndicatorSpec& indicator : spec.indicators)
        if (auto formula = formulaOf(indicator, spec); !formula)
            return base::pass(std::move(formula.error()).in(indicator.id));
    return {};
}

}  // namespace rules
