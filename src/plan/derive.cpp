#include "plan/derive.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/decimal.h"

namespace plan {

namespace {

constexpr double agreement = 1;  // square metres

std::optional<double> operand(const Layer& layer, std::string_view name, const std::vector<Value>& values,
                              geometry::Area area) {
    if (name == "area") return base::rounded(area.squareMetres(), 2);
    if (const auto field = layer.field(name)) return *field < values.size() ? numberOf(values[*field]) : 0.0;
    const std::string text(name);
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != 0 || !std::isfinite(number)) return {};
    return number;
}

double shownBy(const Field& field, double value) {
    return base::rounded(value, field.decimals > 0 ? field.decimals : 2);
}

void put(std::vector<Value>& values, std::size_t at, double value) {
    if (values.size() <= at) values.resize(at + 1);
    values[at] = value;
}

// The formula reads one of the fields.
bool reads(const std::string& formula, const std::set<std::string>& fields) {
    for (std::size_t at = 0; at <= formula.size();) {
        const std::size_t end = std::min(formula.find_first_of("+-*", at), formula.size());
        if (fields.contains(formula.substr(at, end - at))) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace

std::string formulaOf(const Layer& layer, const Field& field) {
    return field.derived.empty() && field.code == layer.areaField ? "area" : field.derived;
}

std::optional<double> following(const Layer& layer, const Field& field, const std::vector<Value>& values,
                                geometry::Area area) {
    const std::string formula = formulaOf(layer, field);
    if (formula.empty()) return {};
    const auto value = evaluate(layer, formula, values, area);
    return value ? std::optional(shownBy(field, *value)) : std::nullopt;
}

std::vector<Value> recomputed(const Layer& layer, std::vector<Value> values, geometry::Area area,
                              std::set<std::string>& entered) {
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const Field& field = layer.fields[i];
        if (!reads(formulaOf(layer, field), entered)) continue;
        if (const auto value = following(layer, field, values, area)) {
            put(values, i, *value);
            entered.insert(field.code);
        }
    }
    return values;
}

std::optional<double> evaluate(const Layer& layer, const std::string& formula, const std::vector<Value>& values,
                               geometry::Area area) {
    double sum = 0, product = 1;
    char sign = '+';
    for (std::size_t at = 0; at <= formula.size();) {
        const std::size_t end = std::min(formula.find_first_of("+-*", at), formula.size());
        const auto factor = operand(layer, std::string_view(formula).substr(at, end - at), values, area);
        if (!factor) return {};
        product *= *factor;
        if (end == formula.size() || formula[end] != '*') {
            sum += sign == '-' ? -product : product;
            product = 1;
            if (end < formula.size()) sign = formula[end];
        }
        at = end + 1;
    }
    return sum;
}

std::vector<Value> derived(const Layer& layer, std::vector<Value> values, geometry::Area area) {
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        if (const auto value = following(layer, layer.fields[i], values, area)) put(values, i, *value);
    }
    return values;
}

std::vector<Value> follow(const Layer& layer, std::vector<Value> values, geometry::Area before, geometry::Area after) {
    if (base::rounded(before.squareMetres(), 2) == base::rounded(after.squareMetres(), 2)) return values;
    const std::vector<Value> old = values;
    for (std::size_t i = 0; i < layer.fields.size() && i < old.size(); ++i) {
        const Field& field = layer.fields[i];
        const std::string formula = formulaOf(layer, field);
        if (formula.empty() || isNull(old[i])) continue;
        const auto was = evaluate(layer, formula, old, before);
        const auto is = evaluate(layer, formula, values, after);
        if (was && is && std::abs(*was - numberOf(old[i])) <= agreement) put(values, i, shownBy(field, *is));
    }
    return values;
}

}  // namespace plan
