#include <algorithm>
#include <span>

#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr const char* units[] = {"m2", "ha", "mu", "wanmu", "km2", "times", "percent", "1e8m3"};
constexpr const char* directions[] = {"min", "max"};

// What a way of measuring takes: the parameters it must have and may have, and the units its value can be in.
struct Kind {
    const char* name;
    std::vector<std::string> needs, takes, units;
};
const Kind* kindOf(const std::string& name) {
    static const std::vector<std::string> area = {"m2", "ha", "mu", "wanmu", "km2"};
    static const std::vector<std::string> where = {"where_field", "where_values"};
    static const std::vector<Kind> kinds = {
        {"sum_field", {"layer", "field"}, where, area},
        {"sum_area", {"layer"}, where, area},
        {"share", {"layer", "of_layer"}, where, {"percent"}},
        {"expansion", {"layer", "field", "counted", "base_layer", "base_field", "base_values"}, {"mode"}, {"times"}},
        {"manual", {}, {}, {}},
    };
    const auto at = std::ranges::find(kinds, name, [](const Kind& kind) { return std::string(kind.name); });
    return at == kinds.end() ? nullptr : &*at;
}

bool holds(const std::vector<std::string>& list, const std::string& word) {
    return std::ranges::find(list, word) != list.end();
}

// The sums are of areas of polygons, or of a field of numbers.
void checkMeasured(Section& section, const IndicatorSpec& indicator, const Spec& spec) {
    for (const char* key : {"layer", "of_layer", "base_layer"}) {
        const auto at = indicator.parameters.find(key);
        if (at == indicator.parameters.end()) continue;
        const auto* code = std::get_if<std::string>(&at->second);
        const Layer* layer = code ? layerOf(spec, *code) : nullptr;
        if (!layer) continue;
        if (indicator.kind != "sum_field") {
            if (layer->geometry != GeometryKind::Polygon) section.wrong("parameters", "spec.not_polygons", *code);
            continue;
        }
        const auto field = layer->field(std::get<std::string>(indicator.parameters.at("field")));
        const FieldType type = field ? layer->fields[*field].type : FieldType::Text;
        if (type != FieldType::Real && type != FieldType::Integer) section.wrong("parameters", "spec.not_summable");
    }
}

void checkKind(Section& section, const IndicatorSpec& indicator, const Spec& spec) {
    const Kind* kind = kindOf(indicator.kind);
    if (!kind) return section.wrong("kind", "spec.unknown_kind", indicator.kind);
    for (const auto& need : kind->needs)
        if (!indicator.parameters.contains(need)) return section.wrong("parameters", "spec.missing_parameter", need);
    for (const auto& [key, value] : indicator.parameters)
        if (!holds(kind->needs, key) && !holds(kind->takes, key))
            return section.wrong("parameters", "spec.unknown_parameter", key, indicator.kind);
    if (indicator.parameters.contains("where_field") != indicator.parameters.contains("where_values"))
        return section.wrong("parameters", "spec.where_pair");
    if (const auto mode = indicator.parameters.find("mode"); mode != indicator.parameters.end()) {
        const auto* text = std::get_if<std::string>(&mode->second);
        if (!text || (*text != "A" && *text != "B")) return section.wrong("parameters", "spec.expansion_mode");
    }
    if (!kind->units.empty() && !holds(kind->units, indicator.unit))
        return section.wrong("unit", "spec.unit_of_kind", indicator.unit, indicator.kind, joined(kind->units));
    checkMeasured(section, indicator, spec);
}

void readIndicator(Section& section, Spec& spec) {
    IndicatorSpec indicator;
    indicator.id = section.text("id");
    section.call(indicator.id);
    if (spec.indicator(indicator.id)) section.wrong("id", "spec.duplicate_id", indicator.id);
    indicator.name = section.name();
    indicator.binding = section.flag("binding");
    indicator.unit = section.choice("unit", units);
    indicator.decimals = section.whole("decimals", 0, 9, 2);
    indicator.atLeast = section.choice("direction", directions) == "min";
    indicator.target = section.number("target");
    indicator.kind = section.text("kind");
    indicator.parameters = readParameters(section, spec);
    indicator.basis = section.text("basis", "");
    indicator.confidence = section.confidence();
    section.end();
    if (section.good()) checkKind(section, indicator, spec);
    spec.indicators.push_back(std::move(indicator));
}

}  // namespace

base::Result<> readIndicators(const std::filesystem::path& pack, Spec& spec) {
    const auto file = pack / "indicators.toml";
    if (!isFile(file)) return {};
    const auto toml = readToml(file);
    if (!toml) return base::pass(toml.error());
    Verdict verdict(file);
    Section root(verdict, *toml, "");
    for (Section& section : root.sections("indicator")) readIndicator(section, spec);
    root.end();
    return verdict.result();
}

}  // namespace plan
