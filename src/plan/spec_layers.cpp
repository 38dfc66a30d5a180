#include <algorithm>
#include <array>

#include "plan/derive.h"
#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr const char* geometries[] = {"none", "point", "line", "polygon", "any"};
constexpr const char* types[] = {"text", "integer", "real", "date"};

template <class Enum, std::size_t N>
Enum named(const std::string& name, const char* const (&names)[N]) {
    const auto at = std::ranges::find(names, name);
    return static_cast<Enum>(at == std::end(names) ? 0 : at - std::begin(names));
}

// Letters and digits as layers and fields are called in every format: ASCII, no blanks.
bool isIdentifier(std::string_view code) {
    const auto good = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !code.empty() && !(code[0] >= '0' && code[0] <= '9') && std::ranges::all_of(code, good);
}

std::string folded(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

// Every name under which a file may carry the layer or field.
template <class Named>
std::vector<std::string> namesOf(const Named& named) {
    std::vector<std::string> names = {folded(named.code), folded(named.name.zh), folded(named.name.en)};
    for (const auto& alias : named.aliases) names.push_back(folded(alias));
    return names;
}

// The first of `others` that answers to one of the names of `one`, and that name.
template <class Named>
std::optional<std::array<std::string, 2>> clash(const Named& one, const std::vector<Named>& others) {
    const auto names = namesOf(one);
    for (const Named& other : others)
        for (const auto& name : namesOf(other))
            if (std::ranges::find(names, name) != names.end()) return std::array{name, other.code};
    return {};
}

void checkLength(Section& section, const std::string& key, const Field& field, std::string_view text) {
    const auto characters = std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; });
    if (field.type == FieldType::Text && field.length > 0 && characters > field.length)
        section.wrong(key, "spec.too_long", text, field.length);
}

Field readField(Section& section, const Spec& spec) {
    Field field;
    field.code = section.text("code");
    section.call(field.code);
    if (!isIdentifier(field.code)) section.wrong("code", "spec.not_identifier", field.code);
    field.name = section.name();
    field.type = named<FieldType>(section.choice("type", types), types);
    field.length = section.whole("length", 1, 65535, 0);
    field.decimals = section.whole("decimals", 0, 15, 0);
    field.required = section.flag("required");
    field.codeList = section.text("codes", "");
    field.nameOf = section.text("name_of", "");
    field.constant = section.text("constant", "");
    field.derived = section.text("derived", "");
    if (!field.derived.empty() && field.type != FieldType::Real) section.wrong("derived", "spec.derived_not_real");
    field.aliases = section.texts("aliases");
    field.confidence = section.confidence();
    if (field.decimals > 0 && (field.type != FieldType::Real || field.length <= field.decimals))
        section.wrong("decimals", "spec.bad_decimals");
    if (field.length > 0 && field.type == FieldType::Date) section.wrong("length", "spec.date_length");
    checkLength(section, "constant", field, field.constant);
    if (!field.codeList.empty()) {
        const auto list = spec.codeLists.find(field.codeList);
        if (list == spec.codeLists.end()) {
            section.wrong("codes", "spec.unknown_code_list", field.codeList);
        } else {
            for (const Code& code : list->second.codes) checkLength(section, "codes", field, code.code);
        }
    }
    section.end();
    return field;
}

void readFields(Section& section, const Spec& spec, Layer& layer) {
    std::vector<Section> sections = section.sections("fields");
    if (sections.empty()) section.wrong("fields", "spec.no_fields");
    for (Section& one : sections) {
        const Field field = readField(one, spec);
        if (const auto other = clash(field, layer.fields))
            one.wrong("code", "spec.same_field", (*other)[0], (*other)[1]);
        layer.fields.push_back(field);
    }
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const std::string& formula = layer.fields[i].derived;
        if (!formula.empty() && !evaluate(layer, formula, {}, {}))
            sections[i].wrong("derived", "spec.bad_derived", formula);
    }
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const std::string& nameOf = layer.fields[i].nameOf;
        if (nameOf.empty()) continue;
        const auto coded = layer.field(nameOf);
        if (!coded) {
            sections[i].wrong("name_of", "spec.unknown_field", nameOf, layer.code);
        } else if (layer.fields[*coded].codeList.empty()) {
            sections[i].wrong("name_of", "spec.name_of_no_code", nameOf);
        }
    }
}

void checkKeys(Section& section, const Layer& layer) {
    for (const auto& [key, field] : {std::pair{"key", &layer.key}, std::pair{"area_field", &layer.areaField}})
        if (!field->empty() && !layer.field(*field)) section.wrong(key, "spec.unknown_field", *field, layer.code);
    const auto area = layer.field(layer.areaField);
    if (area && layer.fields[*area].type != FieldType::Real) section.wrong("area_field", "spec.area_not_real");
    if (layer.geometry == GeometryKind::Polygon) return;
    for (const char* key : {"area_field", "tiling", "single"})
        if (section.has(key)) section.wrong(key, "spec.polygons_only", key);
}

// A value's own symbol must be for a code of the list, or for the beginning of one; codes without their own get their
// nearest parent's.
void bindSymbols(Section& section, const Layer& layer, Spec& spec) {
    const auto at = spec.symbols.find(layer.symbol);
    if (at == spec.symbols.end()) return section.wrong("symbol", "spec.unknown_symbols", layer.symbol);
    SymbolSet& set = at->second;
    if (set.field.empty()) return;
    const auto field = layer.field(set.field);
    if (!field) return section.wrong("symbol", "spec.symbols_field", layer.symbol, set.field);
    const auto list = spec.codeLists.find(layer.fields[*field].codeList);
    if (list == spec.codeLists.end()) return;
    const auto& codes = list->second.codes;
    for (const auto& [value, symbol] : set.byValue)
        if (std::ranges::none_of(codes, [&](const Code& code) { return code.code.starts_with(value); }))
            section.wrong("symbol", "spec.symbols_value", layer.symbol, value, list->first);
    const auto own = set.byValue;
    for (const Code& code : codes) {
        const Code* nearest = &code;
        while (nearest && !own.contains(nearest->code)) nearest = list->second.find(nearest->parent);
        if (nearest) set.byValue[code.code] = own.at(nearest->code);
    }
}

void readLayer(Section& section, Spec& spec) {
    Layer layer;
    layer.code = section.text("code");
    if (!isIdentifier(layer.code)) section.wrong("code", "spec.not_identifier", layer.code);
    layer.name = section.name();
    layer.geometry = named<GeometryKind>(section.choice("geometry", geometries), geometries);
    layer.key = section.text("key", "");
    layer.areaField = section.text("area_field", "");
    layer.group = section.text("group", "");
    layer.tiling = section.flag("tiling");
    layer.single = section.flag("single");
    if (section.flag("foreign")) spec.foreignLayers.push_back(layer.code);
    layer.aliases = section.texts("aliases");
    layer.symbol = section.text("symbol", "default");
    layer.confidence = section.confidence();
    if (const auto other = clash(layer, spec.layers))
        section.wrong("code", "spec.same_layer", (*other)[0], (*other)[1]);
    readFields(section, spec, layer);
    checkKeys(section, layer);
    bindSymbols(section, layer, spec);
    section.end();
    spec.layers.push_back(std::move(layer));
}

}  // namespace

base::Result<> readLayers(const std::filesystem::path& pack, Spec& spec) {
    for (const auto& file : filesIn(pack / "layers", ".toml")) {
        const auto toml = readToml(file);
        if (!toml) return base::pass(toml.error());
        Verdict verdict(file);
        Section root(verdict, *toml, "");
        readLayer(root, spec);
        if (auto result = verdict.result(); !result) return result;
    }
    return {};
}

}  // namespace plan
