#include <algorithm>

#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

std::optional<Parameter> parameterOf(const Toml& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value.value)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value.value)) return *real;
    if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
    const auto* list = std::get_if<Toml::List>(&value.value);
    if (!list) return {};
    std::vector<std::string> texts;
    for (const Toml& item : *list) {
        const auto* text = std::get_if<std::string>(&item.value);
        if (!text) return {};
        texts.push_back(*text);
    }
    return texts;
}

std::string textOf(const Parameters& parameters, const std::string& key) {
    const auto at = parameters.find(key);
    const auto* text = at == parameters.end() ? nullptr : std::get_if<std::string>(&at->second);
    return text ? *text : std::string{};
}

// "where_" of "where_field" for the ending "field"; none where the key is not such a key.
std::optional<std::string> stem(const std::string& key, std::string_view ending) {
    if (!key.ends_with(ending)) return {};
    const std::string stem = key.substr(0, key.size() - ending.size());
    return stem.empty() || stem.ends_with('_') ? std::optional(stem) : std::nullopt;
}

class References {
public:
    References(Section& section, const Parameters& parameters, const Spec& spec)
        : section_(section), parameters_(parameters), spec_(spec) {}

    void check() {
        for (const auto& [key, value] : parameters_) {
            if (key == "county" || stem(key, "layer")) checkLayer(key);
            if (const auto prefix = stem(key, "field")) checkField(key, *prefix);
            if (const auto prefix = stem(key, "values")) checkValues(key, *prefix + "field");
            if (key == "counted") checkValues(key, "field");
            if (key == "indicator" && !spec_.indicator(textOf(parameters_, key)))
                section_.wrong(key, "spec.unknown_indicator", textOf(parameters_, key));
        }
    }

private:
    void checkLayer(const std::string& key) {
        const std::string code = textOf(parameters_, key);
        if (!layerOf(spec_, code)) section_.wrong(key, "spec.unknown_layer", code, joined(layerCodes(spec_)));
    }

    // where_field is of where_layer, and where there is none, of layer.
    const Layer* layerFor(const std::string& prefix) const {
        const std::string own = textOf(parameters_, prefix + "layer");
        return layerOf(spec_, own.empty() ? textOf(parameters_, "layer") : own);
    }

    const Field* fieldFor(const std::string& key) const {
        const auto prefix = stem(key, "field");
        const Layer* layer = prefix ? layerFor(*prefix) : nullptr;
        const auto at = layer ? layer->field(textOf(parameters_, key)) : std::nullopt;
        return at ? &layer->fields[*at] : nullptr;
    }

    void checkField(const std::string& key, const std::string& prefix) {
        const Layer* layer = layerFor(prefix);
        if (!layer && (parameters_.contains("layer") || parameters_.contains(prefix + "layer"))) return;  // told there
        if (!layer) return section_.wrong(key, "spec.field_without_layer");
        if (!fieldFor(key)) section_.wrong(key, "spec.unknown_field", textOf(parameters_, key), layer->code);
    }

    void checkValues(const std::string& key, const std::string& fieldKey) {
        const auto* values = std::get_if<std::vector<std::string>>(&parameters_.at(key));
        if (!values || values->empty()) return section_.wrong(key, "spec.not_texts");
        const Field* field = fieldFor(fieldKey);
        if (!field && parameters_.contains(fieldKey)) return;  // told there
        if (!field) return section_.wrong(key, "spec.values_without_field");
        const auto list = spec_.codeLists.find(field->codeList);
        if (list == spec_.codeLists.end()) return;
        for (const auto& value : *values)
            if (!list->second.find(value)) section_.wrong(key, "spec.unknown_code", value, list->first);
    }

    Section& section_;
    const Parameters& parameters_;
    const Spec& spec_;
};

}  // namespace

const Layer* layerOf(const Spec& spec, std::string_view code) {
    const auto at = std::ranges::find(spec.layers, code, &Layer::code);
    return at == spec.layers.end() ? nullptr : &*at;
}

std::vector<std::string> layerCodes(const Spec& spec) {
    std::vector<std::string> codes;
    for (const Layer& layer : spec.layers) codes.push_back(layer.code);
    return codes;
}

Parameters readParameters(Section& section, const Spec& spec) {
    Parameters parameters;
    auto table = section.section("parameters");
    if (!table) return parameters;
    for (const auto& key : table->keys()) {
        auto parameter = parameterOf(*table->value(key));
        if (!parameter) table->wrong(key, "spec.bad_parameter");
        if (parameter) parameters[key] = std::move(*parameter);
    }
    References(*table, parameters, spec).check();
    return parameters;
}

}  // namespace plan
