#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "rules/kinds.h"
#include "rules/pairing.h"
#include "rules/place.h"

namespace rules {

namespace {

enum class Must { AtMost, AtLeast, Equal };

// What features come to, and what a list allows them, by what they are called: a project's area and the land that the
// list gives it (R-P2). What only one side has is the business of `listed`; blank numbers are left out.
class Tally : public PairingRule {
public:
    struct Terms {
        std::string value;  // of the features; empty: their measured area
        std::string limit;  // of the list
        double factor = 1;  // what one of the limit is in square metres
        Must must = Must::AtMost;
        double tolerance = 0;
    };
    Tally(const plan::RuleSpec& rule, Pairing pairing, Terms terms)
        : PairingRule(rule, std::move(pairing)), terms_(std::move(terms)) {}

    Findings check(const Plan& plan, const Scope&, const base::Task& task) const override {
        const auto [all, list, filed, filedList] = sidesOf(plan);
        Findings found;
        for (const auto& [text, features] : all) {
            if (task.stopped()) return {};
            const auto sides = amountsOf(text, all, list, plan.now.schema());
            if (!sides || excessOf(*sides) <= terms_.tolerance) continue;
            const auto before = amountsOf(text, filed, filedList, plan.filed.schema());
            found.push_back(
                about(plan.now.schema(), text, features, *sides, before && excessOf(*sides) <= excessOf(*before)));
        }
        order(found);
        return found;
    }

private:
    struct Amounts {
        double sum = 0, limit = 0;  // square metres
    };

    static const std::vector<plan::FeatureRef>* of(const Groups& groups, const std::string& text) {
        const auto at = groups.find(text);
        return at == groups.end() ? nullptr : &at->second;
    }

    // The sum of the numbers that are there; none where there is none.
    static std::optional<double> sum(const std::vector<plan::FeatureRef>& features, const std::string& field,
                                     const plan::Schema& schema) {
        std::optional<double> sum;
        for (const plan::FeatureRef& feature : features) {
            if (field.empty()) {
                sum = sum.value_or(0) + feature->area.squareMetres();
                continue;
            }
            const auto at = schema.layer(feature->layer).field(field);
            if (at && !plan::isBlank(feature->value(*at))) sum = sum.value_or(0) + plan::numberOf(feature->value(*at));
        }
        return sum;
    }

    // Rounded as areas are declared. None where there is nothing to compare.
    std::optional<Amounts> amountsOf(const std::string& text, const Groups& all, const Groups& list,
                                     const plan::Schema& schema) const {
        const auto *features = of(all, text), *rows = of(list, text);
        if (!features || !rows || text.empty()) return {};
        const auto value = sum(*features, terms_.value, schema), limit = sum(*rows, terms_.limit, schema);
        if (!value || !limit) return {};
        return Amounts{base::rounded(*value, 2), base::rounded(*limit * terms_.factor, 2)};
    }

    double excessOf(const Amounts& sides) const {
        const double more = sides.sum - sides.limit;
        return terms_.must == Must::AtMost ? more : terms_.must == Must::AtLeast ? -more : std::abs(more);
    }

    Finding about(const plan::Schema& schema, const std::string& text, const std::vector<plan::FeatureRef>& features,
                  const Amounts& sides, bool inherited) const {
        Finding finding = this->finding(inherited);
        finding.layer = features.front()->layer;
        for (const plan::FeatureRef& feature : features) finding.subjects.push_back(feature->id);
        finding.where = middlesOf(features);
        finding.measured = sides.sum;
        finding.limit = sides.limit;
        finding.unit = "m2";
        const std::string_view key = terms_.must == Must::AtMost    ? "rules.tally_more"
                                     : terms_.must == Must::AtLeast ? "rules.tally_less"
                                                                    : "rules.tally_other";
        finding.message = base::message(key, schema.layer(features.front()->layer).code, text,
                                        base::decimal(sides.sum, 2), base::decimal(sides.limit, 2), pairing_.in.name(),
                                        base::signedDecimal(sides.sum - sides.limit, 2));
        return finding;
    }

    Terms terms_;
};

}  // namespace

Made makeTally(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    Tally::Terms terms;
    terms.value = arguments.text("value");
    terms.limit = arguments.needed("limit");
    terms.factor = arguments.number("factor", 1);
    const std::string must = arguments.needed("must");
    terms.tolerance = arguments.number("tolerance", 0);
    auto pairing = Pairing::read(arguments);
    if (!pairing) return base::pass(pairing.error());
    arguments.field(pairing->of.layer, terms.value);
    arguments.field(pairing->in.layer, terms.limit);
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    if (must != "at_most" && must != "at_least" && must != "equal")
        return base::fail(base::Error::Code::Invalid, "rules.wrong_word", "must", must);
    terms.must = must == "at_most" ? Must::AtMost : must == "at_least" ? Must::AtLeast : Must::Equal;
    return std::make_shared<Tally>(rule, std::move(*pairing), std::move(terms));
}

}  // namespace rules
