#include "rules/arguments.h"

#include <algorithm>
#include <cmath>

#include "rules/condition.h"

namespace rules {

template <class Type>
const Type* Arguments::take(const std::string& name) {
    taken_.insert(name);
    const auto at = parameters_.find(name);
    if (at == parameters_.end()) return nullptr;
    const Type* value = std::get_if<Type>(&at->second);
    if (!value) refuse("rules.wrong_type", name);
    return value;
}

double Arguments::number(const std::string& name, double otherwise) { return number(name).value_or(otherwise); }

std::optional<double> Arguments::number(const std::string& name) {
    const double* value = take<double>(name);
    if (!value) return {};
    if (!(*value >= 0 && std::isfinite(*value))) refuse("rules.not_a_size", name);
    return *value;
}

std::string Arguments::text(const std::string& name) {
    const std::string* value = take<std::string>(name);
    return value ? *value : std::string();
}

std::string Arguments::needed(const std::string& name) {
    std::string value = text(name);
    if (value.empty()) refuse("rules.parameter_missing", name);
    return value;
}

std::vector<std::string> Arguments::list(const std::string& name) {
    const auto* value = take<std::vector<std::string>>(name);
    return value ? *value : std::vector<std::string>();
}

std::string Arguments::layer(const std::string& name) {
    std::string code = needed(name);
    areas(code);
    return code;
}

void Arguments::knownLayer(const std::string& code) {
    if (spec_.openLayers || code.empty()) return;
    const auto same = [&](const plan::Layer& layer) { return layer.code == code; };
    if (std::none_of(spec_.layers.begin(), spec_.layers.end(), same)) refuse("rules.unknown_layer", code);
}

void Arguments::areas(const std::string& code) {
    knownLayer(code);
    for (const plan::Layer& known : spec_.layers)
        if (known.code == code && known.geometry != plan::GeometryKind::Polygon &&
            known.geometry != plan::GeometryKind::Any)
            refuse("rules.no_areas", code);
}

void Arguments::field(const std::string& layer, const std::string& field) {
    if (field.empty()) return;
    for (const plan::Layer& known : spec_.layers)
        if (known.code == layer && !known.field(field)) refuse("rules.unknown_field", field, layer);
}

void Arguments::condition(const std::string& layer, const std::string& expression) {
    for (const plan::Layer& known : spec_.layers)
        if (known.code == layer)
            if (auto condition = Condition::of(expression, known); !condition && !error_)
                error_ = condition.error().in(layer);
}

std::vector<Selection> Arguments::selections(const std::string& name) {
    const auto at = parameters_.find(name);
    const bool one = at != parameters_.end() && std::holds_alternative<std::string>(at->second);
    std::vector<Selection> selections;
    for (const std::string& words : one ? std::vector<std::string>{text(name)} : list(name)) {
        auto selection = Selection::of(words, spec_);
        if (selection)
            selections.push_back(std::move(*selection));
        else if (!error_)
            error_ = selection.error().in(name);
    }
    return selections;
}

std::vector<Selection> Arguments::areaSelections(const std::string& name) {
    auto found = selections(name);
    for (const Selection& selection : found) areas(selection.layer);
    return found;
}

base::Result<> Arguments::done() const {
    if (error_) return base::pass(*error_);
    for (const auto& [name, value] : parameters_)
        if (!taken_.contains(name)) return base::fail(base::Error::Code::Invalid, "rules.unknown_parameter", name);
    return {};
}

}  // namespace rules
