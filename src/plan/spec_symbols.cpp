#include "plan/spec_parts.h"
#include "plan/spec_section.h"

namespace plan {
namespace {

constexpr const char* hatches[] = {"none", "diagonal", "backdiagonal", "cross"};
constexpr const char* dashes[] = {"solid", "dash", "dot", "dashdot"};

std::optional<Colour> readColour(Section& section, const std::string& key) {
    const Toml* value = section.value(key);
    if (!value) return {};
    const auto* parts = std::get_if<Toml::List>(&value->value);
    std::uint8_t channels[4] = {0, 0, 0, 255};
    bool good = parts && (parts->size() == 3 || parts->size() == 4);
    for (std::size_t i = 0; good && i < parts->size(); ++i) {
        const auto* channel = std::get_if<std::int64_t>(&(*parts)[i].value);
        good = channel && *channel >= 0 && *channel <= 255;
        if (good) channels[i] = static_cast<std::uint8_t>(*channel);
    }
    if (!good) section.wrong(key, "spec.not_colour");
    return Colour{channels[0], channels[1], channels[2], channels[3]};
}

// "none" takes away what the symbol would otherwise inherit.
bool isNone(Section& section, const std::string& key) {
    const Toml* value = section.value(key);
    const auto* text = value ? std::get_if<std::string>(&value->value) : nullptr;
    return text && *text == "none";
}

std::optional<double> readWidth(Section& section, const std::string& key) {
    const auto width = section.number(key);
    if (width && (*width < 0 || *width > 100)) section.wrong(key, "spec.not_width");
    return width;
}

Stroke readStroke(Section section) {
    Stroke stroke;
    if (!section.has("colour")) section.wrong("colour", "spec.missing");
    stroke.colour = readColour(section, "colour").value_or(Colour{});
    stroke.width = readWidth(section, "width").value_or(stroke.width);
    stroke.dash = section.choice("dash", dashes, "solid");
    section.end();
    return stroke;
}

// The symbol that `inherited` becomes by what the section says.
Symbol readSymbol(Section& section, Symbol inherited) {
    Symbol symbol = std::move(inherited);
    if (isNone(section, "fill")) {
        symbol.fill.reset();
    } else if (section.has("fill")) {
        symbol.fill = readColour(section, "fill");
    }
    if (section.has("hatch")) symbol.hatch = section.choice("hatch", hatches);
    if (symbol.hatch == "none") symbol.hatch.clear();
    if (isNone(section, "line")) {
        symbol.line.reset();
    } else if (auto line = section.section("line")) {
        symbol.line = readStroke(std::move(*line));
    }
    symbol.pointSize = readWidth(section, "point_size").value_or(symbol.pointSize);
    return symbol;
}

SymbolSet readSet(const std::string& id, Section section) {
    SymbolSet set;
    set.id = id;
    set.field = section.text("field", "");
    set.confidence = section.confidence();
    set.standard = readSymbol(section, {});
    if (auto values = section.section("values")) {
        for (const auto& value : values->keys()) {
            Section own = *values->section(value);
            set.byValue[value] = readSymbol(own, set.standard);
            own.end();
        }
        if (set.field.empty() && id != "difference") section.wrong("values", "spec.values_without_field");
    } else if (!set.field.empty()) {
        section.wrong("field", "spec.field_without_values");
    }
    section.end();
    return set;
}

}  // namespace

base::Result<> readSymbols(const std::filesystem::path& pack, Spec& spec) {
    const auto file = pack / "symbols.toml";
    const auto toml = readToml(file);
    if (!toml) return base::pass(toml.error());
    Verdict verdict(file);
    Section root(verdict, *toml, "");
    for (const auto& id : root.keys()) spec.symbols[id] = readSet(id, *root.section(id));
    for (const char* id : {"default", "difference"})
        if (!spec.symbols.contains(id)) root.wrong(id, "spec.missing_symbols", id);
    for (const char* value : {"in", "out", "attribute", "geometry"})
        if (!spec.symbols["difference"].byValue.contains(value))
            root.wrong("difference", "spec.missing_symbols", value);
    return verdict.result();
}

}  // namespace plan
