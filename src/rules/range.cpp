#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/decimal.h"
#include "rules/arguments.h"
#include "rules/feature_rule.h"
#include "rules/kinds.h"

namespace rules {

namespace {

using plan::FieldType;

// What one field's values are held to.
struct Held {
    std::size_t field = 0;
    FieldType type = FieldType::Text;
    bool positive = false;
    std::size_t length = 0;  // of text in characters; 0: any
    double below = 0;        // of a number without its sign; 0: any
};

// As YYYY-MM-DD, a day that there is.
bool isDay(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    int parts[3] = {};
    for (std::size_t i = 0, part = 0; i < text.size(); ++i) {
        if (i == 4 || i == 7) {
            ++part;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') return false;
        parts[part] = parts[part] * 10 + (text[i] - '0');
    }
    return std::chrono::year_month_day(std::chrono::year(parts[0]), std::chrono::month(static_cast<unsigned>(parts[1])),
                                       std::chrono::day(static_cast<unsigned>(parts[2])))
        .ok();
}

std::size_t charactersOf(const std::string& text) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

// Values are such as their field can hold (Q3201): numbers are numbers with no more digits than declared, and above
// zero where the field is in `positive` (without it, in every required field of real numbers); dates are days that
// there are; texts are no longer than declared. Blank values are the business of `required`.
class Range : public FeatureRule {
public:
    Range(const plan::RuleSpec& rule, std::vector<std::string> positive)
        : FeatureRule(rule), positive_(std::move(positive)) {}

protected:
    Judge judge(const plan::Schema& schema, plan::LayerId layer) const override {
        std::vector<Held> held;
        for (std::size_t i = 0; i < schema.layer(layer).fields.size(); ++i)
            if (const auto one = heldOf(schema.layer(layer).fields[i], i)) held.push_back(*one);
        if (held.empty()) return {};
        return [this, &schema, held](const plan::FeatureRef& feature, const plan::FeatureRef& filed, Findings& out) {
            for (const Held& one : held) {
                const plan::Value& value = feature->value(one.field);
                const std::string_view wrong = wrongOf(value, one);
                if (wrong.empty()) continue;
                Finding finding = about(*feature, filed && filed->value(one.field) == value);
                const plan::Layer& its = schema.layer(feature->layer);
                const plan::Field& field = its.fields[one.field];
                finding.aspect = field.code;
                finding.message = base::message(wrong, its.code, plan::nameOf(schema, *feature), field.code,
                                                plan::textOf(value), field.length, field.decimals);
                out.push_back(std::move(finding));
            }
        };
    }

private:
    std::optional<Held> heldOf(const plan::Field& field, std::size_t place) const {
        Held held{place, field.type, false, 0, 0};
        const bool number = field.type == FieldType::Integer || field.type == FieldType::Real;
        const bool named = std::find(positive_.begin(), positive_.end(), field.code) != positive_.end();
        held.positive = number && (positive_.empty() ? field.required && field.type == FieldType::Real : named);
        if (field.length > 0 && number) held.below = std::pow(10, std::max(0, field.length - field.decimals));
        if (field.length > 0 && field.type == FieldType::Text) held.length = static_cast<std::size_t>(field.length);
        if (field.type == FieldType::Text && held.length == 0) return {};
        return held;
    }

    // The text that says what is wrong with the value; empty where nothing is.
    static std::string_view wrongOf(const plan::Value& value, const Held& held) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            if (held.type == FieldType::Text)  // a character is at least a byte
                return held.length >= text->size() || held.length >= charactersOf(*text) ? "" : "rules.too_long";
            if (plan::isBlank(value)) return "";
            if (held.type == FieldType::Date) return isDay(*text) ? "" : "rules.no_day";
            return "rules.no_number";
        }
        if (plan::isNull(value) || held.type == FieldType::Text) return "";
        if (held.type == FieldType::Date) return "rules.no_day";
        const double number = plan::numberOf(value);
        if (!std::isfinite(number)) return "rules.no_number";
        if (held.positive && !(number > 0)) return "rules.not_positive";
        return held.below > 0 && std::abs(number) >= held.below ? "rules.too_many_digits" : "";
    }

    std::vector<std::string> positive_;
};

}  // namespace

Made makeRange(const plan::RuleSpec& rule, const plan::Spec& spec) {
    Arguments arguments(spec, rule.parameters);
    std::vector<std::string> positive = arguments.list("positive");
    if (auto done = arguments.done(); !done) return base::pass(done.error());
    for (const std::string& code : positive) {
        const auto has = [&](const plan::Layer& layer) { return layer.field(code).has_value(); };
        if (!spec.openLayers && std::none_of(spec.layers.begin(), spec.layers.end(), has))
            return base::fail(base::Error::Code::Invalid, "rules.unknown_field_anywhere", code);
    }
    return std::make_shared<Range>(rule, std::move(positive));
}

}  // namespace rules
