#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "plan/schema.h"

namespace plan {

// One code of a code list, with its names; `parent` is the code one level up (410 of 400), empty at the top.
struct Code {
    std::string code;
    base::LocalText name;
    std::string parent;
    std::string confidence;
};

// A list of values that a field may take (代码表).
struct CodeList {
    std::string id;
    base::LocalText name;
    std::vector<Code> codes;
    const Code* find(std::string_view code) const;
};

using Parameter = std::variant<double, std::string, std::vector<std::string>>;
using Parameters = std::map<std::string, Parameter>;

// One binding or expected indicator (约束性/预期性指标) and how it is measured; `kind` and `parameters` are read by
// rules/indicator.*.
struct IndicatorSpec {
    std::string id;        // I01
    base::LocalText name;  // 耕地保有量
    bool binding = true;
    std::string unit;  // m2, ha, mu, wanmu, km2, times, percent, 1e8m3: how targets are written and values are shown
    int decimals = 2;
    bool atLeast = true;           // direction: the value must be at least (min) or at most (max) the target
    std::optional<double> target;  // in `unit`; none: the filed value is the target until the bureau enters its own
    std::string kind;              // sum_field, sum_area, expansion, share, manual
    Parameters parameters;
    std::string basis;  // legal basis
    std::string confidence;
};

// In which cases a rule's findings are lawful (法定情形): they are then notes.
struct LawfulCase {
    std::vector<std::string> kinds;  // codes of AJLX; empty: any kind
    bool document = false;           // the case must name a document
};

// One rule (规则): its kind is one C++ file of rules/, everything else is data.
struct RuleSpec {
    std::string id;     // R-L1
    std::string place;  // rules.toml:57, for errors
    // overlap, gap, cross_overlap, outside, valid, required, code_list, indicator, unique, declared_area, sliver, …
    std::string kind;
    base::LocalText name;
    std::string severity;             // block, document, warn, info
    bool worsenedOnly = false;        // what the filed plan had already is a warning
    std::vector<std::string> layers;  // empty: every layer that the kind can look at
    Parameters parameters;
    base::LocalText explanation;         // why, and what to do; may be empty
    std::vector<std::string> schemes;    // the named schemes that it is part of (live, review, submission); empty: all
    std::vector<std::string> caseKinds;  // asked in cases of these kinds alone; empty: always
    std::vector<std::string> needs;      // layers without which it cannot be decided (R-X1)
    std::optional<LawfulCase> lawful;
    bool waivable =
        false;  // also where it blocks, a finding may be approved; others may always, save for blocking ones
    std::string basis;
    std::string confidence;

    bool in(std::string_view scheme) const;
};

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
    bool operator==(const Colour&) const = default;
};

// How a feature is drawn. Widths in millimetres on the sheet.
struct Stroke {
    Colour colour;
    double width = 0.2;
    std::string dash;  // solid, dash, dot, dashdot
};
struct Symbol {
    std::optional<Colour> fill;
    std::string hatch;  // empty, diagonal, backdiagonal, cross; over the fill, in the colour of the line
    std::optional<Stroke> line;
    double pointSize = 2;  // millimetres
};
// A layer's symbols: one by default, others by the value of a field. A code without its own symbol takes its nearest
// parent's.
struct SymbolSet {
    std::string id;
    Symbol standard;
    std::string field;  // empty: every feature is drawn by `standard`
    std::map<std::string, Symbol, std::less<>> byValue;
    std::string confidence;
    const Symbol& of(std::string_view value) const;  // also by the longest prefix of the value that has one
};

// A spec pack (规范包): everything that is data. Read at start, validated, never changed.
struct Spec {
    std::string id;  // county-2021
    base::LocalText name;
    std::string version;
    std::string region;  // 150825
    std::string crs;     // EPSG:4490
    // EPSG:4524, one zone for the whole county, in whose plane an area divides long edges (工作带); may be empty
    std::string workingCrs;
    geometry::AreaMethod areaMethod = geometry::AreaMethod::EqualArea70m;
    bool openLayers = false;                 // layers are made from what is imported (pack `plain`)
    std::vector<std::string> foreignLayers;  // kept by other agencies: nothing is mended in them by itself
    std::vector<Layer> layers;
    std::map<std::string, CodeList> codeLists;
    std::vector<IndicatorSpec> indicators;
    std::vector<RuleSpec> rules;
    std::map<std::string, SymbolSet> symbols;
    std::vector<std::string> holidays;     // days off on weekdays, YYYY-MM-DD
    std::vector<std::string> workingDays;  // weekend days worked
    std::vector<int>
        calendarYears;  // whose notice the two lists hold; in any other year days are counted provisionally

    const IndicatorSpec* indicator(std::string_view id) const;
    const CodeList* codesOf(const Field& field) const;  // null where its values are free
    // The layer's symbols, or those of "default", which every pack has, as it has those of "difference" (in, out,
    // attribute, geometry).
    const SymbolSet& symbolsOf(const Layer& layer) const;
    // The schema of a new, empty plan by this pack, in the pack's own system and region where these are empty. Fails
    // where the system is none.
    base::Result<SchemaRef> schema(const std::string& crs, const std::string& region) const;
};
using SpecRef = std::shared_ptr<const Spec>;

// Reads and validates a pack: pack.toml, layers/*.toml, codes/*.csv, indicators.toml, rules.toml, symbols.toml,
// holidays.toml (data/spec/README.md is the format). An error names the file with the line, the key, what is wrong with
// it and what to do. Every name that one part of the pack uses of another is known to exist: code lists, layers,
// fields, codes, indicators, symbols; kinds of rules and their parameters are checked by rules::RuleSet. `nameOrFolder`
// is a folder, or the name of a pack in `packs`.
base::Result<SpecRef> loadSpec(const std::string& nameOrFolder, const std::filesystem::path& packs);

}  // namespace plan
