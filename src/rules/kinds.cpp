#include "rules/kinds.h"

#include <map>
#include <set>

#include "rules/arguments.h"
#include "rules/indicator.h"

namespace rules {

namespace {

using Maker = Made (*)(const plan::RuleSpec&, const plan::Spec&);

const std::map<std::string_view, Maker>& makers() {
    static const std::map<std::string_view, Maker> makers{
        {"balance", makeBalance},
        {"code_list", makeCodeList},
        {"cross_overlap", makeCrossOverlap},
        {"declared_area", makeDeclaredArea},
        {"duplicate_vertex", makeDuplicateVertex},
        {"expression", makeExpression},
        {"extent", makeExtent},
        {"gap", makeGap},
        {"geometry_kind", makeGeometryKind},
        {"holes", makeHoles},
        {"indicator", makeIndicatorRule},
        {"listed", makeListed},
        {"multipart", makeMultipart},
        {"occupation", makeOccupation},
        {"outside", makeOutside},
        {"overlap", makeOverlap},
        {"part", makePart},
        {"prefix", makePrefix},
        {"present", makePresent},
        {"range", makeRange},
        {"required", makeRequired},
        {"scorecard", makeScorecard},
        {"sliver", makeSliver},
        {"spike", makeSpike},
        {"structure", makeStructure},
        {"system", makeSystem},
        {"tabulated", makeTabulated},
        {"tally", makeTally},
        {"unique", makeUnique},
        {"unmatched_vertex", makeUnmatchedVertex},
        {"valid", makeValid},
    };
    return makers;
}

Made make(const plan::RuleSpec& rule, const plan::Spec& spec) {
    static const std::set<std::string_view> severities{"block", "document", "warn", "info"};
    const auto maker = makers().find(rule.kind);
    if (maker == makers().end()) return base::fail(base::Error::Code::Invalid, "rules.unknown_kind", rule.kind);
    if (!severities.contains(rule.severity))
        return base::fail(base::Error::Code::Invalid, "rules.unknown_severity", rule.severity);
    static const plan::Parameters none;
    Arguments layers(spec, none);
    for (const auto* codes : {&rule.layers, &rule.needs})
        for (const std::string& layer : *codes) layers.knownLayer(layer);
    // What only areas can break must not be asked of layers that have none, nor of a county of points: it would pass.
    static const std::set<std::string_view> ofAreas{"cross_overlap", "declared_area", "gap",
                                                    "holes",         "overlap",       "sliver"};
    if (ofAreas.contains(rule.kind))
        for (const std::string& layer : rule.layers) layers.areas(layer);
    if (const auto county = rule.parameters.find("county"); county != rule.parameters.end())
        if (const auto* code = std::get_if<std::string>(&county->second)) layers.areas(*code);
    if (auto known = layers.done(); !known) return base::pass(known.error());
    return maker->second(rule, spec);
}

}  // namespace

base::Result<RuleSet> RuleSet::of(const plan::Spec& spec) {
    if (auto valid = validIndicators(spec); !valid) return base::pass(valid.error());
    RuleSet set;
    std::set<std::string> ids;
    for (const plan::RuleSpec& rule : spec.rules) {
        if (!ids.insert(rule.id).second)
            return base::pass(base::Error{base::Error::Code::Invalid, base::message("rules.id_twice"), {rule.id}});
        auto made = make(rule, spec);
        if (!made) {
            const base::Error error = made.error().in(rule.id);
            return base::pass(rule.place.empty() ? error : error.in(rule.place));
        }
        set.rules_.push_back(std::move(*made));
    }
    return set;
}

}  // namespace rules
