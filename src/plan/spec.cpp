#include "plan/spec.h"

#include <algorithm>

namespace plan {

const Code* CodeList::find(std::string_view code) const {
    const auto at = std::ranges::find(codes, code, &Code::code);
    return at == codes.end() ? nullptr : &*at;
}

const Symbol& SymbolSet::of(std::string_view value) const {
    for (std::string_view beginning = value; !beginning.empty(); beginning.remove_suffix(1))
        if (const auto at = byValue.find(beginning); at != byValue.end()) return at->second;
    return standard;
}

bool RuleSpec::in(std::string_view scheme) const {
    return schemes.empty() || std::ranges::find(schemes, scheme) != schemes.end();
}

const IndicatorSpec* Spec::indicator(std::string_view wanted) const {
    const auto at = std::ranges::find(indicators, wanted, &IndicatorSpec::id);
    return at == indicators.end() ? nullptr : &*at;
}

const CodeList* Spec::codesOf(const Field& field) const {
    const auto at = codeLists.find(field.codeList);
    return at == codeLists.end() ? nullptr : &at->second;
}

const SymbolSet& Spec::symbolsOf(const Layer& layer) const {
    const auto own = symbols.find(layer.symbol);
    return own == symbols.end() ? symbols.at("default") : own->second;
}

base::Result<SchemaRef> Spec::schema(const std::string& ownCrs, const std::string& ownRegion) const {
    auto system = geometry::systemOf(ownCrs.empty() ? crs : ownCrs);
    if (!system) return base::pass(std::move(system.error()));
    Schema schema;
    // A plan in a Gauss-Krüger system has its own plane.
    if (!workingCrs.empty() && !system->gaussKrueger) {
        auto working = geometry::systemOf(workingCrs);
        if (!working) return base::pass(std::move(working.error()));
        schema.working = std::move(*working);
    }
    auto measure = schema.working ? geometry::Measure::on(*system, areaMethod, *schema.working)
                                  : geometry::Measure::on(*system, areaMethod);
    if (!measure) return base::pass(std::move(measure.error()));
    schema.spec = id;
    schema.region = ownRegion.empty() ? region : ownRegion;
    schema.grid = system->grid();
    schema.system = std::move(*system);
    schema.measure = std::move(*measure);
    schema.layers = layers;
    return std::make_shared<const Schema>(std::move(schema));
}

}  // namespace plan
